"""What one customer bought, from the lines of their orders."""

from typing import Final

import pandas as pd

from rfm import schema

COLUMNS: Final = (schema.PRODUCT, schema.LINES, schema.REVENUE)


def products_bought(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the products a customer bought, the one on most lines first.

    Parameters
    ----------
    lines : pandas.DataFrame
        The lines of one customer.

    Returns
    -------
    pandas.DataFrame
        PRODUCT, LINES and REVENUE. Returned lines and lines that are no product (postage, fees)
        do not count; products with equally many lines go by the alphabet.
    """
    counts = ~lines[schema.IS_RETURN].to_numpy(dtype=bool) & lines[schema.PRODUCT].notna()
    if schema.IS_PRODUCT in lines.columns:
        counts &= lines[schema.IS_PRODUCT].fillna(value=False).astype(bool)
    bought = lines.loc[counts].groupby(schema.PRODUCT, observed=True)[schema.AMOUNT]
    products = bought.agg([("count"), ("sum")]).reset_index()
    products.columns = pd.Index(COLUMNS)
    by = [schema.LINES, schema.PRODUCT]
    return products.sort_values(by, ascending=[False, True], ignore_index=True)
