"""What a log comes to: how many customers and orders, how much money, from when to when."""

from dataclasses import dataclass
from datetime import date

from ibis import _

from rfm import schema
from rfm.log.transactions.tables import Transactions


@dataclass(frozen=True, kw_only=True)
class LogFigures:
    """The key figures of a log, as its analysis counts them.

    Parameters
    ----------
    customers, orders : int
        Who bought, and how often.
    revenue : float
        What they spent, less what was given back, in the log's currency.
    first, last : date
        The days of the first and the last order.
    """

    customers: int
    orders: int
    revenue: float
    first: date
    last: date


def figures_of(transactions: Transactions) -> LogFigures:
    """Return the key figures of the lines and orders that count."""
    orders = transactions.orders
    is_purchase = ~orders[schema.IS_RETURN]
    moment, units = orders[schema.ORDERED_AT], orders[schema.AMOUNT_UNITS]
    customers = orders.group_by(schema.CUSTOMER_ID).aggregate(
        orders=is_purchase.sum(),
        units=units.sum(),
        first=moment.min(where=is_purchase),
        last=moment.max(where=is_purchase),
    )
    bought = customers.filter(_["orders"] > 0)
    totals = bought.aggregate(
        customers=bought.count(),
        orders=bought["orders"].sum(),
        units=bought["units"].sum(),
        first=bought["first"].min(),
        last=bought["last"].max(),
    )
    (found,) = totals.to_pyarrow().to_pylist()
    return LogFigures(
        customers=found["customers"],
        orders=int(found["orders"]),
        revenue=int(found["units"]) / schema.UNITS_PER_CURRENCY,
        first=found["first"].date(),
        last=found["last"].date(),
    )
