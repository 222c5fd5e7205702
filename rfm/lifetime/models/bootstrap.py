"""The models fitted again and again to customers drawn at random: how sure the parameters are.

Each time as many customers as there are, are drawn with replacement; a customer's purchases and
spend are drawn together, so that the two models vary as one. Drawing customers is weighing the
distinct histories, and each fit starts where the first one ended, so a fit takes milliseconds.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np

from rfm.lifetime.models.gamma_gamma import GammaGamma
from rfm.lifetime.models.histories import Histories
from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.lifetime.spending import Spending

DRAWS: Final = 200
FEWEST_DRAWS: Final = 40
ROWS_FOR_ALL_DRAWS: Final = 20_000

Parameters = Mapping[str, float]


def number_of_draws(model: PurchaseModel, histories: Histories) -> int:
    """Return how often a model is fitted again: fewer times to very many distinct histories."""
    cost = max(len(histories.x), 1) * model.cost
    return max(FEWEST_DRAWS, min(DRAWS, DRAWS * ROWS_FOR_ALL_DRAWS // cost))


def draw_parameters(
    models: tuple[PurchaseModel, GammaGamma],
    histories: Histories,
    spending: Spending,
    seed: int,
    *,
    most: int | None = None,
) -> tuple[Parameters, ...]:
    """Return the parameters of both models for each random draw of customers.

    Parameters
    ----------
    models : tuple
        The fitted purchase model and the fitted spend model.
    histories, spending : Histories, Spending
        Of the same customers, in the same order.
    seed : int
        The same seed gives the same draws.
    most : int, optional
        How many draws are enough.
    """
    purchases, spend = models
    generator = np.random.default_rng(seed)
    buyers, rows = spending.orders > 0, spending.rows_of(spend)
    size = len(buyers)
    draws = []
    wanted = number_of_draws(purchases, histories)
    for _ in range(wanted if most is None else min(most, wanted)):
        times = np.bincount(generator.integers(size, size=size), minlength=size).astype(np.float64)
        weights = np.bincount(histories.place_of, times, len(histories.x)).astype(np.float64)
        again = purchases.refit(histories.weighted(weights))
        spent = spend.refit(rows, times[buyers])
        draws.append({**again.values_, **spent.values_})
    return tuple(draws)
