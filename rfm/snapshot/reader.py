"""Read a published analysis: only what is asked for, and each column once.

The link that readers follow is resolved when a snapshot is opened, so one reader sees one version
throughout, even while the next is published.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from rfm import schema
from rfm.errors import UnknownCustomerError
from rfm.records import from_record
from rfm.settings import Settings
from rfm.snapshot import files
from rfm.snapshot.customers import CustomerNumbers, RowsByCustomer
from rfm.snapshot.files import damaged, read_manifest
from rfm.snapshot.models import StoredModels


class Snapshot(StoredModels):
    """One published analysis.

    Use `Snapshot.open`. Safe to share between threads; frames it returns must not be changed.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any], name: str = "") -> None:
        super().__init__(folder, manifest)
        self.name = name or str(manifest["source"]["name"])
        self._tables: dict[tuple[str, ...], pd.DataFrame] = {}
        self._lock = Lock()

    @classmethod
    def open(cls, path: Path, name: str = "") -> "Snapshot":
        """Open the snapshot at a folder.

        Parameters
        ----------
        path : Path
            The published folder.
        name : str
            What the reader calls it in addresses; empty for the name of its source.

        Returns
        -------
        Snapshot
            The version that is published now.

        Raises
        ------
        SnapshotError
            When there is none, it is damaged, or another version of this program wrote it.
        """
        return cls(*read_manifest(path), name)

    @property
    def id(self) -> str:
        """The name of this version; no two analyses share it."""
        return str(self.manifest["id"])

    @property
    def kind(self) -> str:
        """What was analysed: `schema.LOG` or `schema.CUSTOMER_TABLE`."""
        return str(self.manifest["kind"])

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the source's own file."""
        return str(self.manifest["source"]["sha256"])

    @property
    def title(self) -> str:
        """The name of the source for people."""
        return str(self.manifest["source"]["title"])

    @property
    def currency(self) -> str:
        """The symbol or code that money is shown with; empty when unknown."""
        return str(self.manifest["settings"]["currency"])

    @property
    def as_of(self) -> datetime:
        """The moment the analysis looks back from."""
        return datetime.fromisoformat(self.manifest["as_of"])

    @property
    def created_at(self) -> datetime:
        """When the snapshot was published (UTC)."""
        return datetime.fromisoformat(self.manifest["created_at"])

    @cached_property
    def settings(self) -> Settings:
        """The choices that made the numbers of a log."""
        return from_record(Settings, self.manifest["settings"])

    @property
    def key_figures(self) -> Mapping[str, Any]:
        """The figures of the whole base; `rfm.profiles.key_figures` says which."""
        figures: Mapping[str, Any] = self.manifest["key_figures"]
        return figures

    @property
    def report(self) -> list[dict[str, Any]]:
        """How many rows of the log were used or left out, and why; they add up to all rows."""
        return list(self.manifest["quality"]["rows"])

    @property
    def has_products(self) -> bool:
        """Whether the log names products."""
        return files.LINES in self.manifest["files"]

    def customers(self, *columns: str) -> pd.DataFrame:
        """Return columns of the customer table, one row per customer, by customer number."""
        return pd.DataFrame({name: self._column(name) for name in columns}, copy=False)

    @cached_property
    def customer_columns(self) -> tuple[str, ...]:
        """The columns that the customer table has."""
        return tuple(pq.read_schema(self.folder / files.CUSTOMERS).names)

    def groups(self, grouping: str) -> pd.DataFrame:
        """Return one row per group of a grouping, best first, with a description in words."""
        if grouping == schema.CLUSTERS:
            return self._table(files.CLUSTERS)
        return self._of_grouping(self._table(files.SEGMENTS), grouping)

    def untrue(self, grouping: str) -> dict[str, str]:
        """Return the groups whose names are false of most who bear them, with what each claims."""
        return self._said_of(grouping, schema.UNTRUE)

    def warnings(self, grouping: str) -> dict[str, str]:
        """Return the same groups, each with a sentence that says so."""
        return self._said_of(grouping, schema.WARNING)

    def _said_of(self, grouping: str, column: str) -> dict[str, str]:
        groups = None if grouping == schema.CLUSTERS else self.groups(grouping)
        if groups is None or column not in groups:
            return {}
        said = zip(groups[schema.GROUP].astype("str"), groups[column], strict=True)
        return {group: text for group, text in said if text}

    def slots(self, grouping: str) -> tuple[int, ...]:
        """Return the place of each cluster's colour; empty for segments, which have their own.

        The group of those in no cluster has none: -1.
        """
        if grouping != schema.CLUSTERS:
            return ()
        clusters = self._table(files.CLUSTERS)
        if schema.IS_NOISE not in clusters:
            return tuple(map(int, clusters[schema.SLOT]))
        return tuple(map(int, clusters[schema.SLOT].where(~clusters[schema.IS_NOISE], -1)))

    def products(self, grouping: str) -> pd.DataFrame | None:
        """Return the products that each group buys most; None for a log without products."""
        if not self.has_products:
            return None
        return self._of_grouping(self._table(files.PRODUCTS), grouping)

    @property
    def pareto(self) -> pd.DataFrame:
        """The share of revenue that each share of customers, best first, brings."""
        return self._table(files.PARETO)

    def customer(self, customer_id: str) -> pd.Series:
        """Return the row of one customer.

        Raises
        ------
        UnknownCustomerError
            When there is no such customer; it knows the nearest numbers.
        """
        position = self._numbers.position(customer_id)
        if position is None:
            nearest = self._numbers.nearest(customer_id)
            raise UnknownCustomerError(
                f"No customer {customer_id[:40]} in {self.title}.", tuple(nearest)
            )
        row = {name: self._column(name).iloc[position] for name in self.customer_columns}
        return pd.Series(row, dtype=object)

    def find_customers(self, text: str, limit: int = 8) -> list[str]:
        """Return customer numbers that are, start with, or contain a text, in that order.

        Parameters
        ----------
        text : str
            What was typed.
        limit : int
            How many are returned at most.

        Returns
        -------
        list of str
            The numbers, the nearest first.
        """
        return self._numbers.find(text.strip(), limit)

    def orders_of(self, customer_id: str) -> pd.DataFrame:
        """Return the orders and returns of one customer, oldest first."""
        return self._order_rows.of(customer_id)

    def lines_of(self, customer_id: str) -> pd.DataFrame | None:
        """Return the lines of one customer, oldest first; None for a log without products."""
        return self._line_rows.of(customer_id) if self.has_products else None

    @cached_property
    def _numbers(self) -> CustomerNumbers:
        return CustomerNumbers(self._column(schema.CUSTOMER_ID))

    @cached_property
    def _order_rows(self) -> RowsByCustomer:
        return RowsByCustomer(self.folder / files.ORDERS)

    @cached_property
    def _line_rows(self) -> RowsByCustomer:
        return RowsByCustomer(self.folder / files.LINES)

    def _column(self, name: str) -> pd.Series:
        return self._table(files.CUSTOMERS, name)[name]

    def _table(self, name: str, *columns: str) -> pd.DataFrame:
        """Return a table, or columns of one, read when it is first asked for."""
        with self._lock:
            if (name, *columns) not in self._tables:
                self._tables[name, *columns] = self._read(name, columns)
            return self._tables[name, *columns]

    def _read(self, name: str, columns: tuple[str, ...]) -> pd.DataFrame:
        try:
            table = pq.read_table(self.folder / name, columns=list(columns) or None)
        except (OSError, ValueError):  # arrow's own errors are children of these
            raise damaged(self.folder, name) from None
        # Texts in one piece: taking some from a column in pieces copies all of it every time.
        frame: pd.DataFrame = table.combine_chunks().to_pandas()
        return frame

    @staticmethod
    def _of_grouping(table: pd.DataFrame, grouping: str) -> pd.DataFrame:
        rows = table[table[schema.SCHEME] == grouping]
        return rows.drop(columns=schema.SCHEME).reset_index(drop=True)
