"""What segments and clusters are worth: sizes, shares, medians, favourite products, key figures.

Money is added as whole ten-thousandths, so that a sum does not depend on the order of customers.
"""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from rfm import schema
from rfm.log.rhythm import typical_gap

if TYPE_CHECKING:
    import ibis.expr.types as ir

_STATISTICS: Final = {
    (schema.RECENCY_DAYS, "mean"): schema.RECENCY_MEAN,
    (schema.RECENCY_DAYS, "median"): schema.RECENCY_MEDIAN,
    (schema.FREQUENCY, "mean"): schema.FREQUENCY_MEAN,
    (schema.FREQUENCY, "median"): schema.FREQUENCY_MEDIAN,
    (schema.MONETARY, "median"): schema.MONETARY_MEDIAN,
}
_TOP_SHARE: Final = 0.2


def group_profiles(
    customers: pd.DataFrame, groups: pd.Series, top_products: pd.Series | None = None
) -> pd.DataFrame:
    """Return one row per group that has customers, best first.

    Parameters
    ----------
    customers : DataFrame
        One row per customer, with at least the RFM columns and the number of orders.
    groups : Series
        Each customer's group, an ordered categorical, in the order of `customers`. `rank` is the
        group's place among all categories (1 is best), also where some have no customers.
    top_products : Series, optional
        The product that stands for a group, by the group's name.

    Returns
    -------
    DataFrame
        Shares are 0..1; a share of revenue is 0 where the revenue as a whole is not positive. The
        average order value is the group's revenue divided by its orders.
    """
    labels = pd.Categorical(groups)
    known = customers.copy(deep=False)
    known[schema.GROUP] = labels
    known[schema.REVENUE] = units(customers)
    grouped = known.groupby(schema.GROUP, observed=True, sort=True)
    sizes, revenue = grouped.size(), grouped[schema.REVENUE].sum()
    whole, earned = int(revenue.sum()), revenue / schema.UNITS_PER_CURRENCY
    columns: dict[str, Any] = {
        schema.CUSTOMERS: sizes,
        schema.RANK: labels.categories.get_indexer(sizes.index) + 1,
        schema.SHARE: sizes / max(len(customers), 1),
        schema.REVENUE: earned,
        schema.REVENUE_SHARE: revenue / whole if whole > 0 else 0.0,
    }
    for (column, statistic), name in _STATISTICS.items():
        columns[name] = grouped[column].agg(statistic).astype(float)
    columns[schema.MONETARY_MEAN] = earned / sizes
    columns[schema.AVERAGE_ORDER_VALUE] = earned / grouped[schema.ORDERS].sum()
    if top_products is not None:
        columns[schema.TOP_PRODUCT] = top_products.reindex(sizes.index.astype(str)).to_numpy()
    # One frame of all columns: setting them one by one takes longer than computing them.
    return pd.DataFrame(columns, index=sizes.index).reset_index()


def products_by_group(
    baskets: "ir.Table", names: "ir.Table", groups: pd.DataFrame, *, limit: int = 10
) -> pd.DataFrame:
    """Return the products each group buys most, by the number of order lines, best group first.

    Products with equally many lines go by the alphabet.

    Parameters
    ----------
    baskets : ibis Table
        What each customer bought, as `baskets_of` makes it.
    names : ibis Table
        The name of each product number; the numbers are in the order of the alphabet.
    groups : DataFrame
        `customer_id` and `group`; an ordered categorical group gives the order of the result.
    limit : int
        How many products a group gets.

    Returns
    -------
    DataFrame
        `group`, `product`, `rank` (from 1), `lines`, `customers` and `revenue` (currency).
    """
    import ibis

    labels = pd.Categorical(groups[schema.GROUP])
    # Numbers, since neither the order of the groups nor their names concern the database; arrow,
    # since ibis reads a pandas frame through an option that pandas 3 warns of.
    places = pa.array(labels.codes, mask=labels.codes < 0)
    members = ibis.memtable(
        pa.table({schema.CUSTOMER_ID: pa.array(groups[schema.CUSTOMER_ID]), schema.RANK: places})
    ).drop_null(schema.RANK)
    best = _best_products(baskets, members).filter(ibis._.place < limit)
    best = best.inner_join(names, schema.PRODUCT_NO)
    table = best.order_by([schema.RANK, "place"]).to_pyarrow().to_pandas()
    return pd.DataFrame(
        {
            schema.GROUP: pd.Categorical.from_codes(
                table[schema.RANK], labels.categories, ordered=bool(labels.ordered)
            ),
            schema.PRODUCT: table[schema.PRODUCT],
            schema.RANK: table["place"] + 1,
            schema.LINES: table[schema.LINES].astype("int64"),
            schema.CUSTOMERS: table[schema.CUSTOMERS].astype("int64"),
            schema.REVENUE: table[schema.REVENUE] / schema.UNITS_PER_CURRENCY,
        }
    )


def _best_products(baskets: "ir.Table", members: "ir.Table") -> "ir.Table":
    """Return the products of each group with their place, from 0, within it."""
    import ibis
    from ibis import _

    counted = (
        baskets.inner_join(members, schema.CUSTOMER_ID)
        .group_by([schema.RANK, schema.PRODUCT_NO])
        .aggregate(
            _.count().name(schema.CUSTOMERS),
            _[schema.LINES].sum().cast("int64").name(schema.LINES),
            _[schema.AMOUNT_UNITS].sum().cast("int64").name(schema.REVENUE),
        )
    )
    place = ibis.row_number().over(
        group_by=schema.RANK, order_by=[ibis.desc(schema.LINES), ibis.asc(schema.PRODUCT_NO)]
    )
    return counted.mutate(place=place)


def pareto(customers: pd.DataFrame, points: int = 200) -> pd.DataFrame:
    """Return the share of revenue that the best share of customers brings, from (0, 0) to (1, 1).

    A customer who was paid back more than they paid counts as bringing nothing, so that the curve
    never exceeds 1.

    Parameters
    ----------
    customers : DataFrame
        With `monetary`, in the currency.
    points : int
        How many points the curve has at most, beside (0, 0).

    Returns
    -------
    DataFrame
        `share` of the customers and `revenue_share`, 0 to 1.
    """
    shares = np.linspace(0, 1, points + 1)
    return pd.DataFrame({schema.SHARE: shares, schema.REVENUE_SHARE: _brought(customers, shares)})


def key_figures(customers: pd.DataFrame) -> dict[str, Any]:
    """Return the figures that a manager asks for first, as values that JSON can hold.

    A figure that the customers do not allow (a median gap where nobody came back) is None.
    docs/definitions.md says what each means.
    """
    size = len(customers)
    orders = int(customers[schema.ORDERS].sum())
    revenue = int(units(customers).sum()) / schema.UNITS_PER_CURRENCY
    back = customers[schema.REPEAT_ORDERS].to_numpy() > 0
    return {
        schema.CUSTOMERS: size,
        schema.ORDERS: orders,
        schema.REVENUE: revenue,
        schema.AVERAGE_ORDER_VALUE: revenue / orders if orders else None,
        schema.CAME_BACK_SHARE: float(back.mean()) if size else None,
        schema.TOP_FIFTH_SHARE: (
            float(_brought(customers, np.array([_TOP_SHARE]))[0]) if size else None
        ),
        schema.MEDIAN_GAP_DAYS: typical_gap(customers),
        schema.FIRST_ORDER_AT: _moment(customers[schema.FIRST_ORDER_AT].min()),
        schema.LAST_ORDER_AT: _moment(customers[schema.LAST_ORDER_AT].max()),
    }


def units(customers: pd.DataFrame) -> NDArray[np.int64]:
    """Return every customer's money as a whole number of ten-thousandths."""
    amounts = customers[schema.MONETARY].to_numpy(dtype=float)
    whole: NDArray[np.int64] = np.rint(amounts * schema.UNITS_PER_CURRENCY).astype(np.int64)
    return whole


def _brought(customers: pd.DataFrame, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    amounts = np.sort(np.maximum(units(customers), 0))[::-1]
    running = np.concatenate([[0], np.cumsum(amounts)])
    if running[-1] <= 0:
        return np.asarray(shares, dtype=float)
    places = np.linspace(0, 1, len(running))
    return np.asarray(np.interp(shares, places, running / running[-1]), dtype=float)


def _moment(moment: Any) -> str | None:
    return None if pd.isna(moment) else pd.Timestamp(moment).isoformat()
