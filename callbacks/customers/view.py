"""One customer of a data set beside all others, as the page looks at them."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, cast
from urllib.parse import unquote

import numpy as np
import pandas as pd
from dash.exceptions import PreventUpdate

from callbacks.parts.looks import look_of, membership_of
from callbacks.parts.risks import risks
from callbacks.parts.views import snapshot_of, theme_of
from layouts.charts.drawing.look import Look
from layouts.parts.customer_link import LONGEST_NUMBER
from layouts.parts.memberships import Membership
from rfm import schema
from rfm.errors import UnknownCustomerError
from rfm.lifetime.lifetime import Lifetime
from rfm.snapshot import Snapshot
from server.data.datasets import Datasets

ADDRESS: Final = "/customers"


@dataclass(frozen=True)
class CustomerView:
    """A customer by their number, which must be known, in the first grouping of a snapshot."""

    snapshot: Snapshot
    number: str
    theme: str = "light"

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What an answer depends on."""
        return self.snapshot.id, self.number, self.theme

    @property
    def is_log(self) -> bool:
        """Whether the customers are those of a log."""
        return self.snapshot.kind == schema.LOG

    @property
    def has_lifetime(self) -> bool:
        """Whether there are models of what the customers will do."""
        return self.is_log and self.snapshot.lifetime is not None

    @property
    def lifetime(self) -> Lifetime:
        """Those models."""
        return cast("Lifetime", self.snapshot.lifetime)

    @cached_property
    def look(self) -> Look:
        """How the charts are drawn."""
        return look_of(self.snapshot, self.theme)

    @cached_property
    def customer(self) -> pd.Series:
        """The row of the customer; unknown numbers raise UnknownCustomerError."""
        return self.snapshot.customer(self.number)

    @property
    def group(self) -> str:
        """The customer's segment, or cluster; empty where there are none."""
        return str(self.customer[self.look.column]) if self.look.names else ""

    @property
    def risk(self) -> str:
        """How likely the customer is lost, in words."""
        if schema.RISK in self.customer:
            return str(self.customer[schema.RISK])
        (place,) = np.flatnonzero(self.of_all(schema.CUSTOMER_ID) == self.number)
        return str(risks(self.snapshot).iloc[place])

    @cached_property
    def is_member(self) -> np.ndarray:
        """Who belongs to the same group; everybody where there are none."""
        if not self.group:
            return np.ones(len(self.snapshot.customers(schema.CUSTOMER_ID)), dtype=bool)
        groups = self.of_all(self.look.column)
        return np.asarray(self.look.codes(groups) == self.look.code(self.group))

    @property
    def memberships(self) -> tuple[Membership, ...]:
        """The customer's group in every grouping, the one they are compared with first."""
        return tuple(
            membership_of(
                self.snapshot,
                grouping,
                str(self.customer[schema.group_column(grouping)]),
                str(self.customer.get(schema.code_column(grouping), "")),
            )
            for grouping in self.snapshot.groupings
        )

    def of_all(self, column: str) -> pd.Series:
        """Return one column of all customers."""
        return self.snapshot.customers(column)[column]

    def median_in_group(self, column: str) -> float:
        """Return the middle of the customer's group."""
        return float(np.median(self.of_all(column).to_numpy()[self.is_member]))

    def file_name(self, what: str) -> str:
        """Return the name of a file, whatever characters the number has."""
        kept = "".join(letter if letter.isalnum() else "-" for letter in self.number)
        return f"customer-{kept[:LONGEST_NUMBER]}-{what}.csv"


def customer_in(pathname: Any) -> str | None:
    """Return the customer's number in an address, "" where it names none; None on other pages."""
    path = pathname if isinstance(pathname, str) else ""
    if path.rstrip("/") == ADDRESS:
        return ""
    return unquote(path.removeprefix(f"{ADDRESS}/")) if path.startswith(f"{ADDRESS}/") else None


def view_of(
    datasets: Datasets, token: Any, pathname: Any = None, theme: Any = None
) -> CustomerView:
    """Return the customer in the address.

    Raises
    ------
    PreventUpdate
        When another page is shown, no data set yet, or there is no such customer.
    """
    number = customer_in(pathname)
    if not number:
        raise PreventUpdate
    view = CustomerView(snapshot_of(datasets, token), number, theme_of(theme))
    try:
        view.customer  # noqa: B018  known from here on
    except UnknownCustomerError as error:
        raise PreventUpdate from error
    return view
