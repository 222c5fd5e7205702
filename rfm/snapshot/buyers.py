"""Who bought a product, found in the lines of a snapshot."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from rfm import schema
from rfm.snapshot import files
from rfm.snapshot.reader import Snapshot


def buyers_of(snapshot: Snapshot, product: str) -> np.ndarray:
    """Return which customers bought a product.

    Parameters
    ----------
    snapshot : Snapshot
        An analysis of a log with products.
    product : str
        Its name; where no product is called exactly so, a part of names, in any case.

    Returns
    -------
    array of bool
        One for each customer, in the order of `snapshot.customers`; a product that was only given
        back is not bought.
    """
    lines = ds.dataset(snapshot.folder / files.LINES)
    name = schema.PRODUCT if schema.PRODUCT in lines.schema.names else schema.PRODUCT_ID
    bought = ~ds.field(schema.IS_RETURN)
    found = _customers(lines, bought & (ds.field(name) == product))
    if not len(found):
        part = pc.match_substring(ds.field(name), product, ignore_case=True)
        found = _customers(lines, bought & part)
    numbers = pa.array(snapshot.customers(schema.CUSTOMER_ID)[schema.CUSTOMER_ID])
    return np.asarray(pc.is_in(numbers, found.cast(numbers.type)))


def _customers(lines: ds.Dataset, is_wanted: pc.Expression) -> pa.Array:
    table = lines.to_table(columns=[schema.CUSTOMER_ID], filter=is_wanted)
    return pc.unique(table[schema.CUSTOMER_ID])
