"""The truth that the made-up gift shop's customers are drawn from, and when they buy."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class GiftShopTruth:
    """The parameters that the gift shop's customers are drawn from; times in days, money in €.

    A customer buys about every 200 days, so that two purchases rarely fall on one day, which a log
    of days shows as one; and the shop is old enough that 10,000 customers tell every parameter.
    """

    r: float = 1.2
    alpha: float = 240.0
    a: float = 0.5
    b: float = 1.2
    p: float = 1.5
    q: float = 2.5
    gamma: float = 40.0


GIFT_SHOP_TRUTH: Final = GiftShopTruth()
DAYS: Final = 1_826
# New customers come until there are two years left to see whether they return.
DAYS_OF_ARRIVALS: Final = 1_100
DAYS_PER_YEAR: Final = 365.25
PEAK: Final = 340
"""The day of the first year on which a season is at its height: early December."""


@dataclass(frozen=True)
class Calendar:
    """How the pace of all purchases changes with the calendar.

    Parameters
    ----------
    season : float
        How far it rises above its mean at the height of the season, and falls below it half a year
        later: 0 for an even year, below 1.
    trend : float
        The logarithm of what it is multiplied by from year to year: 0.1 is some 10 % more.
    """

    season: float = 0.0
    trend: float = 0.0

    def day_of(self, moments: Floats) -> Integers:
        """Return the days on which purchases come that an even shop would have at these moments.

        The shop's five years have as many purchases as without a season and a trend.
        """
        if not (self.season or self.trend):
            return moments.astype(np.int64)
        day = np.arange(DAYS + 1)
        wave = np.cos(2 * np.pi * (day - PEAK) / DAYS_PER_YEAR)
        pace = (1 + self.season * wave) * np.exp(self.trend * day / DAYS_PER_YEAR)
        passed = np.concatenate([[0.0], np.cumsum(pace[:-1])])
        return np.interp(moments, passed * DAYS / passed[-1], day).astype(np.int64)


EVEN: Final = Calendar()


def draw_purchases(
    customers: int, random: np.random.Generator, calendar: Calendar = EVEN
) -> tuple[Integers, Integers]:
    """Return the customer and the day of every purchase, by rounds of everyone's next one.

    Parameters
    ----------
    customers : int
        How many customers bought at least once.
    random : Generator
    calendar : Calendar
        Season and trend of the shop.

    Returns
    -------
    customer, day : ndarray of int
        Customers are 0 to `customers` - 1; days are counted from the first day of the shop.
    """
    truth = GIFT_SHOP_TRUTH
    rate = random.gamma(truth.r, 1 / truth.alpha, customers)
    leaving = random.beta(truth.a, truth.b, customers)
    customer = np.arange(customers)
    moment = random.uniform(0, DAYS_OF_ARRIVALS, customers)
    buyers, days = [customer], [moment]
    while customer.size:
        moment = moment + random.exponential(size=customer.size) / rate[customer]
        in_time = moment < DAYS
        customer, moment = customer[in_time], moment[in_time]
        buyers.append(customer)
        days.append(moment)
        stays = random.random(customer.size) >= leaving[customer]
        customer, moment = customer[stays], moment[stays]
    return np.concatenate(buyers), calendar.day_of(np.concatenate(days))
