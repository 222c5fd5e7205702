"""What changed between one moment of a log and a period earlier."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Period:
    """The key figures of some days of a log.

    Parameters
    ----------
    begins, ends : datetime
        The moments between which it lies; what happened as it begins is of the period before.
    customers, orders : int
        Who bought, and how often.
    revenue : float
        Money spent less money given back, in the currency.
    new_customers : int
        Who bought for the first time.
    came_back, fell_silent : int, optional
        Who bought, and had not in the period before but earlier; who had bought in the period
        before, and did not. None where the log does not reach back to all of the period before.
    """

    begins: datetime
    ends: datetime
    customers: int
    orders: int
    revenue: float
    new_customers: int
    came_back: int | None = None
    fell_silent: int | None = None

    @property
    def average_order_value(self) -> float | None:
        """Revenue divided by orders; None without orders."""
        return self.revenue / self.orders if self.orders else None


@dataclass(frozen=True, kw_only=True)
class Movement:
    """What changed between two moments.

    Parameters
    ----------
    days : int
        How many days lie between them; as long is each period.
    now, before : Period
        The days until the moment looked back from, and as many days before.
    year_before : Period, optional
        The same days one year earlier, where the log reaches back so far.
    changes : DataFrame
        One row a segment of each scheme that has or had customers, best first: `scheme`, `group`;
        `customers` and `revenue` now, `customers_before` and `revenue_before` at the earlier
        moment; `came` counts who is in it now and was not, `left` who was and is not. A revenue is
        the money of a segment's customers up to the moment.
    """

    days: int
    now: Period
    before: Period
    year_before: Period | None
    changes: pd.DataFrame
