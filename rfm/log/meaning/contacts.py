"""What a log calls its customers beside their numbers: the latest name and e-mail address."""

from typing import TYPE_CHECKING, Final

import polars as pl

from rfm import schema
from rfm.log.reading import Reading

if TYPE_CHECKING:
    import pandas as pd

_LATEST: Final = (schema.ORDERED_AT, schema.LINE_NO)


def contacts_of(reading: Reading) -> pl.DataFrame:
    """Return the latest name and address of each customer, as far as the log has them.

    Parameters
    ----------
    reading : Reading
        The log in canonical form.

    Returns
    -------
    polars.DataFrame
        A row per customer who has any: `customer_id`, and those of `customer_name` and `email`
        that the log has. An address that is the customer's number is left out.
    """
    lines = reading.texts().filter(pl.col(schema.CUSTOMER_ID).is_not_null())
    there = [name for name in schema.CONTACTS if name in lines.collect_schema()]
    found = lines.select(schema.CUSTOMER_ID).head(0).collect()
    for name in there:
        texts = pl.col(name).cast(pl.String)
        some = lines.filter(texts.is_not_null() & (texts != pl.col(schema.CUSTOMER_ID)))
        latest = some.group_by(schema.CUSTOMER_ID).agg(texts.sort_by(_LATEST).last())
        known = latest.collect(engine="streaming")
        found = found.join(known, on=schema.CUSTOMER_ID, how="full", coalesce=True)
    return found


def with_contacts(customers: "pd.DataFrame", contacts: pl.DataFrame) -> "pd.DataFrame":
    """Return customers with their names and addresses.

    Parameters
    ----------
    customers : pandas.DataFrame
        One row per customer, with `customer_id`.
    contacts : polars.DataFrame
        As `contacts_of` gives them.

    Returns
    -------
    pandas.DataFrame
        The same rows in the same order, with a column for each of `schema.CONTACTS` that some
        customer has.
    """
    own = contacts.to_pandas().astype("str")
    joined = customers.merge(own, on=schema.CUSTOMER_ID, how="left", validate="one_to_one")
    empty = [name for name in schema.CONTACTS if name in joined and joined[name].isna().all()]
    return joined.drop(columns=empty)
