"""Draw what customers may do: how often they buy and what they spend, by the fitted models."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rfm import schema
from rfm.lifetime.forecast.prospects import DAYS_PER_YEAR, discounted_orders
from rfm.lifetime.lifetime import Lifetime
from rfm.lifetime.models.gamma_gamma import GammaGamma
from rfm.lifetime.models.histories import Array, Histories
from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.lifetime.spend_fit import order_values
from rfm.lifetime.spending import Spending

FUTURES: Final = 400
"""At least as many futures are drawn of each customer, over all sets of parameters."""

QUANTITIES: Final = (schema.EXPECTED_ORDERS, schema.EXPECTED_REVENUE, schema.CLV)
LEAST_SHAPE: Final = 1e-12
LEAST_PACE: Final = 1e-200


@dataclass(frozen=True)
class Quantity:
    """Orders, or money, of each customer within some days.

    Attributes
    ----------
    expected : ndarray, shape (n_drawn,)
        Mean with the fitted parameters.
    means : ndarray, shape (n_draws, n_drawn)
        Mean under each set of parameters.
    variances : ndarray, shape (n_drawn,)
        How much chance adds.
    """

    expected: Array
    means: Array
    variances: Array


@dataclass(frozen=True)
class Futures:
    """What was drawn: quantities by column name; each customer's value and year in each future.

    `money` is the discounted money within the days of the value, `orders` those of a year.
    """

    quantities: Mapping[str, Quantity]
    money: Array
    orders: NDArray[np.float32]


@dataclass(frozen=True)
class _Customers:
    """The customers whose futures are drawn."""

    histories: Histories
    spending: Spending
    horizon: float
    value_days: float

    def expected(self, shop: "_Shop") -> tuple[Array, Array, Array]:
        """Return expected orders, revenue, and money within the days of the value."""
        worth = order_values(shop.spend, self.spending)
        soon = shop.purchases.expected_orders(self.histories, self.horizon)
        later = shop.purchases.expected_orders(self.histories, self.value_days)
        return soon, soon * worth, later * worth

    def drawn(self, shop: "_Shop", generator: np.random.Generator) -> tuple[Array, ...]:
        """Return the same as it may turn out, and the orders of a year."""
        soon = shop.purchases.draw_orders(self.histories, self.horizon, generator)
        later = shop.purchases.draw_orders(self.histories, self.value_days, generator)
        paid_soon = _spend(shop.spend, soon, self.spending, generator)
        money = _spend(shop.spend, later, self.spending, generator)
        if self.value_days == DAYS_PER_YEAR:
            return soon, paid_soon, money, later
        year = shop.purchases.draw_orders(self.histories, DAYS_PER_YEAR, generator)
        return soon, paid_soon, money, year


@dataclass(frozen=True)
class _Shop:
    """Both models with one set of parameters."""

    purchases: PurchaseModel
    spend: GammaGamma


def draw_futures(
    lifetime: Lifetime, histories: Histories, spending: Spending, generator: np.random.Generator
) -> Futures:
    """Return futures of customers, the same number for each set of parameters.

    Parameters
    ----------
    lifetime : Lifetime
        The models, with the parameters drawn.
    histories, spending : Histories, Spending
        Of the customers, one history each.
    generator : Generator
        What draws.
    """
    customers = _Customers(histories, spending, lifetime.horizon_days, lifetime.value_days)
    model, draws = lifetime.model, lifetime.draws
    discount = _discount(lifetime, histories)
    expected = np.stack(customers.expected(_Shop(model, lifetime.spend.model)))
    repeats = max(1, -(-FUTURES // len(draws)))
    means = np.empty((len(draws), *expected.shape))
    values = np.empty((len(draws), repeats, expected.shape[1]))
    orders = np.empty(values.shape, dtype=np.float32)
    squares = np.zeros_like(expected)
    for place, parameters in enumerate(draws):
        shop = _Shop(type(model).of(parameters), GammaGamma.of(parameters))
        means[place] = customers.expected(shop)
        for repeat in range(repeats):
            *drawn, orders[place, repeat] = customers.drawn(shop, generator)
            future = np.stack(drawn)
            squares += (future - means[place]) ** 2
            values[place, repeat] = future[-1] * discount
    scale = np.ones_like(expected)
    scale[-1] = discount
    variances = squares * scale**2 / (len(draws) * repeats)
    quantities = {
        name: Quantity(expected[row] * scale[row], means[:, row] * scale[row], variances[row])
        for row, name in enumerate(QUANTITIES)
    }
    everyone = expected.shape[1]
    return Futures(quantities, values.reshape(-1, everyone), orders.reshape(-1, everyone))


def _discount(lifetime: Lifetime, histories: Histories) -> Array:
    """Return how much of each customer's expected orders is left when discounted."""
    days, model = lifetime.value_days, lifetime.model
    whole = model.expected_orders(histories, days)
    kept = discounted_orders(model, histories, days, lifetime.discount_rate)
    return np.divide(kept, whole, out=np.ones_like(whole), where=whole > 0)


def _spend(
    model: GammaGamma, orders: Array, spending: Spending, generator: np.random.Generator
) -> Array:
    """Return a random sum of the values of each customer's future orders."""
    rate = model.gamma_ + spending.orders * spending.means
    pace = generator.gamma(model.p_ * spending.orders + model.q_) / rate
    money = generator.gamma(np.maximum(model.p_ * orders, LEAST_SHAPE))
    return np.where(orders > 0, money / np.maximum(pace, LEAST_PACE), 0.0)
