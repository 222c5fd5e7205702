"""Draw what customers may do: how often they buy and what they spend, by the fitted models."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rfm import schema
from rfm.lifetime.forecast.prospects import DAYS_PER_YEAR, discounted_orders
from rfm.lifetime.lifetime import Lifetime
from rfm.lifetime.models.gamma_gamma import GammaGamma
from rfm.lifetime.models.histories import Array, Histories
from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.lifetime.spending import Spending, order_values

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
class Shop:
    """The customers whose futures are drawn, and both models with one set of parameters.

    Attributes
    ----------
    histories : Histories
    spending : Spending
        Of the same customers, in the same order.
    horizon, value_days : float
        Days.
    purchases : PurchaseModel
    spend : GammaGamma
    """

    histories: Histories
    spending: Spending
    horizon: float
    value_days: float
    purchases: PurchaseModel
    spend: GammaGamma

    def under(self, parameters: Mapping[str, float]) -> "Shop":
        """Return the shop under other parameters."""
        return replace(
            self, purchases=type(self.purchases).of(parameters), spend=GammaGamma.of(parameters)
        )

    def expected_under(self, parameters: Mapping[str, float]) -> Array:
        """Return what is expected under other parameters."""
        return self.under(parameters).expected()

    def expected(self) -> Array:
        """Return expected orders, revenue, and money within the days of the value."""
        worth = order_values(self.spend, self.spending)
        soon = self.purchases.expected_orders(self.histories, self.horizon)
        later = self.purchases.expected_orders(self.histories, self.value_days)
        return np.stack([soon, soon * worth, later * worth])

    def drawn(self, generator: np.random.Generator) -> tuple[Array, Array]:
        """Return the same as it may turn out, and the orders of a year."""
        soon = self.purchases.draw_orders(self.histories, self.horizon, generator)
        later = self.purchases.draw_orders(self.histories, self.value_days, generator)
        paid_soon, money = self.paid(soon, generator), self.paid(later, generator)
        year = later
        if self.value_days != DAYS_PER_YEAR:
            year = self.purchases.draw_orders(self.histories, DAYS_PER_YEAR, generator)
        return np.stack([soon, paid_soon, money]), year

    def paid(self, orders: Array, generator: np.random.Generator) -> Array:
        """Return a random sum of the values of each customer's future orders."""
        model, known = self.spend, self.spending
        rate = model.gamma_ + known.orders * known.means
        pace = generator.gamma(model.p_ * known.orders + model.q_) / rate
        money = generator.gamma(np.maximum(model.p_ * orders, LEAST_SHAPE))
        return np.where(orders > 0, money / np.maximum(pace, LEAST_PACE), 0.0)


def draw_futures(
    lifetime: Lifetime, histories: Histories, spending: Spending, generator: np.random.Generator
) -> Futures:
    """Return futures of customers, the same number for each set of parameters.

    The histories and the spending are those of the customers. What is expected is worked out
    while chance is drawn, each on a processor of its own.
    """
    model, draws = lifetime.model, lifetime.draws
    days = lifetime.horizon_days, lifetime.value_days
    fitted = Shop(histories, spending, *days, model, lifetime.spend.model)
    discount, expected = _discount(lifetime, histories), fitted.expected()
    repeats = max(1, -(-FUTURES // len(draws)))
    means = np.empty((len(draws), *expected.shape))
    values = np.empty((len(draws), repeats, expected.shape[1]))
    orders = np.empty(values.shape, dtype=np.float32)
    squares = np.zeros_like(expected)
    with ThreadPoolExecutor(1) as beside:
        expecting = beside.map(fitted.expected_under, draws)
        for place, parameters in enumerate(draws):
            shop = fitted.under(parameters)
            turns = [shop.drawn(generator) for _ in range(repeats)]
            means[place] = next(expecting)
            for repeat, (future, orders[place, repeat]) in enumerate(turns):
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
