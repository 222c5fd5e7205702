"""The same log looked at from one period earlier: its customers then, and the periods since."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import ibis
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rfm import schema
from rfm.lifetime.horizon import usual_horizon
from rfm.log.customers import scorable_by_number
from rfm.log.transactions.cleaning import shop_time
from rfm.movement.movement import Period
from rfm.movement.periods import CountedPeriods
from rfm.settings import Settings
from rfm.words import days as in_days

if TYPE_CHECKING:
    from rfm.log.transactions.tables import Transactions

_YEAR: Final = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """The customers of a log at an earlier moment, with what was bought since and before.

    Parameters
    ----------
    days : int
        How many days earlier it is.
    customers : DataFrame
        Who had bought by then, with the columns that segments are made of.
    places : ndarray of int
        The place of each among the customers of now.
    periods : tuple of Period
        The period until now, the one before, and where the log reaches back so far the same as the
        first one year earlier.
    """

    days: int
    customers: pd.DataFrame
    places: NDArray[np.int64]
    periods: tuple[Period, ...]


def look_back(
    transactions: "Transactions", customers: pd.DataFrame, settings: Settings, as_of: datetime
) -> Earlier | str:
    """Return the same log as it looked one period earlier, or why that cannot be told.

    The period is as long as is looked ahead: the shop's horizon. A separate analysis of the orders
    that had begun by then gives the same customers.

    Parameters
    ----------
    transactions : Transactions
        The orders that count, in a database that other threads may use meanwhile.
    customers : DataFrame
        The customers of now, by customer number, with `first_order_at` and their repeat purchases.
    settings : Settings
        What is counted, and the horizon where it is chosen.
    as_of : datetime
        The moment looked back from now.

    Returns
    -------
    Earlier or str
        A sentence where the log does not reach back two periods.
    """
    now = shop_time(as_of, settings)
    horizon = usual_horizon(customers, settings)
    days = timedelta(days=horizon.days)
    first = pd.Timestamp(customers[schema.FIRST_ORDER_AT].min()).to_pydatetime()
    if first > now - 2 * days:
        return _too_short(now - first, horizon.days)
    cursor = transactions.lines.get_backend().con.cursor()
    orders = ibis.to_sql(transactions.orders)
    then = ibis.to_sql(scorable_by_number(transactions, settings, now - days))
    ends = (now, now - days, *([now - _YEAR] if first <= now - _YEAR - days else []))
    order = f"ORDER BY {schema.CUSTOMER_ID}"
    earlier = cursor.sql(f"SELECT * FROM ({then}) {order}").to_arrow_table().to_pandas()  # noqa: S608
    known = cursor.execute(
        f"SELECT DISTINCT {schema.CUSTOMER_ID} FROM ({orders}) WHERE NOT {schema.IS_RETURN} "  # noqa: S608
        f"AND {schema.ORDERED_AT} <= $now {order}",
        {"now": now},
    ).to_arrow_table()[schema.CUSTOMER_ID]
    return Earlier(
        days=horizon.days,
        customers=earlier,
        places=pd.Index(known.to_pandas()).get_indexer(earlier[schema.CUSTOMER_ID]),
        periods=CountedPeriods(cursor, orders, days).of(ends, first),
    )


def _too_short(span: timedelta, days: int) -> str:
    return (
        f"What changed cannot be told yet: the log has {in_days(max(span.days, 1))}, and to "
        f"compare the last {in_days(days)} with as many before needs {in_days(2 * days)}."
    )
