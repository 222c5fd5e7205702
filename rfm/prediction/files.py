"""A file of new customers -> where each belongs; the table that the page and the command give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pandas as pd

from rfm import schema
from rfm.errors import PredictionError
from rfm.prediction.batch import Placed, place_all
from rfm.prediction.placing import Place
from rfm.table.attribute import Attribute
from rfm.words import compared

if TYPE_CHECKING:
    from rfm.classifier.model import Supervised
    from rfm.reading.tables import Table

MOST_ROWS: Final = 1_000_000
# How people call the columns of a log's clusters.
_OTHER_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    schema.RECENCY_DAYS: ("recency", "days since the last order"),
    schema.FREQUENCY: ("orders", "number of orders"),
    schema.MONETARY: ("monetary value", "spend", "spent", "revenue"),
}
_CUSTOMERS: Final = ("customer_id", "customer", "client", "client_id", "cust_id", "id")


@dataclass(frozen=True)
class PlacedFile:
    """The customers of a file with their clusters.

    Parameters
    ----------
    table : DataFrame
        One row per customer in the file's order: `customer_id`, `cluster`, `cluster_name`,
        `cluster_probability`, `filled`, a column for the probability of each cluster, and, with a
        model of a given label, what it says and how probable.
    notes : tuple of str
        What was assumed, a sentence each.
    """

    table: pd.DataFrame
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FilePlacing:
    """What places the customers of a file.

    Parameters
    ----------
    attributes : tuple of Attribute
        What is asked for.
    place : callable
        What places customers.
    id_column : str
        How the known customers' file calls the column that tells them apart; may be empty.
    supervised : Supervised, optional
        The model that predicts a given label.
    """

    attributes: tuple[Attribute, ...]
    place: Place
    id_column: str = ""
    supervised: "Supervised | None" = None


def place_file(path: Path, placing: FilePlacing) -> PlacedFile:
    """Return where the customers of a CSV, Parquet or Excel file belong.

    Raises
    ------
    SourceError
        When the file cannot be read.
    PredictionError
        When it has no customers, too many, or no column that is asked for.
    """
    from rfm.reading.opening import explaining, open_table

    with TemporaryDirectory(prefix="rfm-") as folder, explaining(path):
        customers = _customers(open_table(path, Path(folder), {}), placing)
    placed = place_all(customers, placing.attributes, placing.place)
    return PlacedFile(_table(placed, placing), placed.notes)


def _customers(table: "Table", placing: FilePlacing) -> pd.DataFrame:
    """Return the file's cells as text under our names, numbers written as programs write them."""
    import polars as pl

    from rfm.prediction.file_numbers import plain_numbers
    from rfm.reading.tables import LINE
    from rfm.table.cells import text_of

    rows = table.rows.select(
        pl.col(LINE).cast(pl.Int64), *(text_of(name, table.dtypes[name]) for name in table.columns)
    )
    texts = rows.filter(~pl.all_horizontal(pl.col(name).is_null() for name in table.columns))
    read = texts.head(MOST_ROWS + 1).collect()
    if read.height > MOST_ROWS:
        raise PredictionError(
            f"The file has more than {MOST_ROWS:,} customers: split it, and place each part."
        )
    names = _names(table.columns, placing)
    asked = {one.name for one in placing.attributes if one.kind == "number"}
    numbers = [theirs for theirs in table.columns if names.get(theirs, theirs) in asked]
    return plain_numbers(read, numbers).drop(LINE).rename(names).to_pandas()


def _names(columns: Sequence[str], placing: FilePlacing) -> dict[str, str]:
    """Return our name of each of the file's columns that has another one."""
    theirs = {compared(name): name for name in reversed(columns)}
    renamed = {}
    wanted = {one.name: _OTHER_NAMES.get(one.name, ()) for one in placing.attributes}
    ids = [placing.id_column, *_CUSTOMERS] if placing.id_column else _CUSTOMERS
    for ours, others in (*wanted.items(), (schema.CUSTOMER_ID, tuple(ids))):
        found = next((theirs[key] for key in map(compared, (ours, *others)) if key in theirs), None)
        if found is not None and found not in renamed and found != ours:
            renamed[found] = ours
    return renamed


def _table(placed: Placed, placing: FilePlacing) -> pd.DataFrame:
    table = placed.table
    numbers = {str(name): place + 1 for place, name in enumerate(placed.probabilities.columns)}
    table.insert(1, schema.CLUSTER, table[schema.CLUSTER_NAME].map(numbers).astype("int64"))
    chances = placed.probabilities.reset_index(drop=True).round(4)
    chances.columns = [f"probability of {name}" for name in chances.columns]
    table[schema.CLUSTER_PROBABILITY] = table[schema.CLUSTER_PROBABILITY].round(4)
    parts = [table, chances]
    model = placing.supervised
    if model is not None and not model.card.is_agreement:
        said = model.probabilities(placed.customers)
        parts.append(
            pd.DataFrame(
                {
                    f"{model.card.target} (predicted)": said.idxmax(axis=1).astype("str"),
                    f"probability of the predicted {model.card.target}": said.max(axis=1).round(4),
                }
            ).reset_index(drop=True)
        )
    return pd.concat(parts, axis=1)
