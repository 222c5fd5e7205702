"""Customers of a log joined with a table that says more of them."""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rfm import schema
from rfm.errors import SourceError
from rfm.table.attribute import FEATURE_KINDS, Attribute, Finding
from rfm.table.reading import CustomerTable
from rfm.words import counted, percent


def join_attributes(customers: pd.DataFrame, table: CustomerTable) -> CustomerTable:
    """Return the customers of a log with the attributes that a table has of them.

    Parameters
    ----------
    customers : DataFrame
        A row per customer of the log, with `customer_id`.
    table : CustomerTable
        The table; its customers that the log does not have are left out.

    Returns
    -------
    CustomerTable
        The log's customers, as they were, with a column for each attribute, and gaps where the
        table does not have the customer. Attributes are counted over the log's customers; findings
        say how many were found, and of what there is no use.

    Raises
    ------
    SourceError
        When they have no customer in common.
    """
    places, how = _places(customers[schema.CUSTOMER_ID], table.customers[schema.CUSTOMER_ID])
    found = int((places >= 0).sum())
    own = {name.casefold() for name in customers.columns}
    joined = customers.copy()
    attributes: list[Attribute] = []
    for attribute in table.attributes:
        column = table.customers[attribute.name].take(np.maximum(places, 0))
        column = column.reset_index(drop=True).where(pd.Series(places >= 0))
        column.index = customers.index
        name = attribute.name if attribute.name.casefold() not in own else f"{attribute.name}_given"
        joined[name] = column
        attributes.append(_counted(replace(attribute, name=name), column))
    useless = (
        Finding("constant", now.name, now.missing, f"{now.label}: {now.reason}")
        for now, then in zip(attributes, table.attributes, strict=True)
        if then.is_feature and not now.is_feature
    )
    matched = _matched(customers, table, found, how)
    return CustomerTable(joined, tuple(attributes), (matched, *useless))


def _places(wanted: "pd.Series[str]", known: "pd.Series[str]") -> tuple[NDArray[np.int64], str]:
    """Return where each customer is in the table, -1 where nowhere, and how they were matched."""
    places = pd.Index(known).get_indexer(pd.Index(wanted))
    if (places >= 0).any():
        return places, ""
    # One program keeps "00123", another makes it 123.
    bare, known_bare = (ids.str.lstrip("0").str.casefold() for ids in (wanted, known))
    if bare.is_unique and known_bare.is_unique:
        places = pd.Index(known_bare).get_indexer(pd.Index(bare))
    if not (places >= 0).any():
        raise SourceError(
            f"None of the log's customers (such as '{wanted.iloc[0]}') is in the table (which has "
            f"'{known.iloc[0]}'). Name the table's column with the log's customer numbers.",
            how="Name it with --id COLUMN.",
        )
    return places, " Their numbers were compared without leading zeros and capitals."


def _counted(attribute: Attribute, column: "pd.Series[str]") -> Attribute:
    """Return what a column holds, counted over the log's customers."""
    present = column.dropna()
    missing = len(column) - len(present)
    counted = replace(attribute, missing=missing)
    if attribute.kind not in FEATURE_KINDS:
        return counted
    if present.nunique() < 2:  # noqa: PLR2004  one value tells nobody apart
        reason = "It tells none of the log's customers apart."
        counted = replace(counted, is_feature=False, reason=reason)
    if len(present) == 0:
        return counted
    if attribute.kind == "number":
        values = present.to_numpy(dtype=np.float64)
        lowest, typical, highest = (float(at) for at in np.quantile(values, (0, 0.5, 1)))
        return replace(counted, typical=typical, lowest=lowest, highest=highest)
    times = present.value_counts()
    levels = sorted(times.index, key=lambda level: (-times[level], level))
    return replace(counted, typical_level=levels[0], levels=tuple(levels))


def _matched(customers: pd.DataFrame, table: CustomerTable, found: int, how: str) -> Finding:
    missing = len(customers) - found
    beyond = len(table.customers) - found
    sentence = (
        f"{found:,} of {counted(len(customers), 'customer')} "
        f"({percent(found / len(customers))}) {'is' if found == 1 else 'are'} in the table.{how}"
    )
    if missing:
        sentence += " The others have no value for its columns."
    if beyond:
        sentence += (
            f" {counted(beyond, 'customer')} of the table bought nothing in the log: left out."
        )
    return Finding("missing", "", missing, sentence)
