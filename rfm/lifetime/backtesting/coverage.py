"""How often the intervals that are told of single customers held what came after the cut."""

from typing import Final

import numpy as np
import pandas as pd

from rfm.lifetime.backtesting import card
from rfm.lifetime.backtesting.choosing import Chosen
from rfm.lifetime.backtesting.measures import CutPast
from rfm.lifetime.backtesting.spend import FEWEST_SPENDERS
from rfm.lifetime.forecast.futures import Shop
from rfm.lifetime.forecast.sums import HIGH, LOW
from rfm.lifetime.models.bootstrap import draw_parameters
from rfm.lifetime.models.histories import Array
from rfm.lifetime.purchase_days import KnownOnDay
from rfm.lifetime.spending import SPEND_MODELS, Spending

MOST_CUSTOMERS: Final = 1_000
PARAMETERS: Final = 40
FUTURES_OF_EACH: Final = 5


def coverage(trial: CutPast, chosen: Chosen) -> pd.DataFrame:
    """Return how many of the customers' 90 % intervals held their orders and their revenue.

    The intervals are made as those that are shown: the models are fitted again to customers drawn
    at random, and for each set of parameters futures are drawn. Of more than 1,000 customers so
    many are asked; where too few have spent anything for a spend model, there is no row.
    """
    if (trial.known.valued > 0).sum() < FEWEST_SPENDERS:
        return pd.DataFrame()
    drawn = _drawn(len(trial.known.members), trial.seed)
    orders, money = _futures(trial, chosen, drawn)
    expected = chosen.winner.orders[drawn]
    worth = expected * chosen.worth[drawn]
    asked = [
        (card.ORDERS, orders, (expected, trial.bought.orders[drawn])),
        (card.REVENUE, money, (worth, trial.bought.spent[drawn])),
    ]
    known = asked if trial.bought.spent.sum() > 0 else asked[:1]
    return pd.DataFrame([_row(trial, *each) for each in known])


def _drawn(customers: int, seed: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    if customers <= MOST_CUSTOMERS:
        return np.arange(customers)
    chosen = np.random.default_rng(seed).choice(customers, MOST_CUSTOMERS, replace=False)
    return np.sort(chosen)


def _row(
    trial: CutPast, measure: str, futures: Array, outcome: tuple[Array, Array]
) -> dict[str, str | float]:
    """Return how often the middle 90 % of futures held what came; the outcome is mean, actual."""
    expected, came = outcome
    low, high = np.quantile(futures, (LOW, HIGH), axis=0)
    held = (np.minimum(low, expected) <= came) & (came <= np.maximum(high, expected))
    return {
        card.MEASURE: measure,
        card.CUSTOMERS: len(came),
        card.DAYS: trial.held_out,
        card.HELD: float(held.mean()),
    }


def _futures(
    trial: CutPast, chosen: Chosen, drawn: "np.ndarray[tuple[int], np.dtype[np.int64]]"
) -> tuple[Array, Array]:
    """Return orders and money of some customers in each future, one row a future."""
    histories, spending = trial.known.histories(), _spending(trial.known)
    spend, days = SPEND_MODELS[chosen.spend.kind], float(trial.held_out)
    purchases = chosen.winner.model
    models = purchases, spend().fit(spending.rows_of(spend))
    parameters = draw_parameters(models, histories, spending, trial.seed, most=PARAMETERS)
    some = histories.only(histories.place_of[drawn])
    of_some = Spending(spending.orders[drawn], spending.means[drawn], 0, 0)
    generator = np.random.default_rng(trial.seed)
    orders, money = [], []
    for values in parameters:
        model = type(purchases).of(values)
        shop = Shop(some, of_some, days, days, model, spend.of(values))
        for _ in range(FUTURES_OF_EACH):
            orders.append(model.draw_orders(some, days, generator))
            money.append(shop.paid(orders[-1], generator))
    return np.array(orders), np.array(money)


def _spending(known: KnownOnDay) -> Spending:
    orders = known.valued.astype(np.float64)
    return Spending(orders, known.mean_value, 0, 0, known.mean_logarithm)
