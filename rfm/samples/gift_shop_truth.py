"""The truth that the made-up gift shop's customers are drawn from, and when they buy."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


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


def draw_purchases(customers: int, random: np.random.Generator) -> tuple[Integers, Integers]:
    """Return the customer and the day of every purchase, by rounds of everyone's next one.

    Parameters
    ----------
    customers : int
        How many customers bought at least once.
    random : Generator

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
    return np.concatenate(buyers), np.concatenate(days).astype(np.int64)
