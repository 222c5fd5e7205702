"""What orders would have been expected to be worth, and which likelihood is used from now on."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from rfm.lifetime.backtesting.choice import AFTER_THE_CUT
from rfm.lifetime.backtesting.draws import WITHIN
from rfm.lifetime.candidates import ModelChoice
from rfm.lifetime.models.histories import Array
from rfm.lifetime.purchase_days import Bought, KnownOnDay
from rfm.lifetime.spending import OF_MEANS, OF_ORDERS, SPEND_MODELS
from rfm.words import percent

FEWEST_SPENDERS: Final = 10
UNTESTED: Final = ModelChoice(
    OF_ORDERS,
    "The value of each order counts: that tells how evenly a customer spends. The log is too "
    "short to test whether the means alone would do better.",
)


def expected_values(known: KnownOnDay) -> dict[str, Array]:
    """Return the expected value of each customer's next orders, by kind of spend model.

    Where too few have spent anything, everybody gets the mean; where a model has no mean over the
    customers, those without known values do.
    """
    some = known.valued > 0
    if some.sum() < FEWEST_SPENDERS:
        total = float(known.spent.sum())
        return {OF_MEANS: np.full(len(some), total / max(float(known.orders.sum()), 1.0))}
    columns = [known.valued, known.mean_value, known.mean_logarithm]
    everyone = float(known.mean_value[some].mean())
    values = {}
    for kind, model_class in SPEND_MODELS.items():
        rows = np.column_stack(columns[: len(model_class.columns)])[some]
        expected = model_class().fit(rows).expected_spend(known.valued, known.mean_value)
        values[kind] = np.where(np.isfinite(expected), expected, everyone)
    return values


def choose_spend_model(
    values: Mapping[str, Array], bought: Bought, when: str = AFTER_THE_CUT
) -> ModelChoice:
    """Return the likelihood that is used, by what customers spent on an order at a time (`when`).

    The value of each order says more than the mean; it counts unless the means alone foresaw
    order values better than chance explains.
    """
    if not _tells(values, bought):
        return ModelChoice(
            OF_MEANS, "The means of customers count: too few orders have a value to tell more."
        )
    means, orders = _errors(values, bought)
    gains = means - orders
    gain, reach = float(gains.mean()), WITHIN * float(gains.std()) / np.sqrt(len(gains))
    difference = percent(abs(gain) / max(float(means.mean()), float(orders.mean())))
    if gain < -reach:
        return ModelChoice(
            OF_MEANS,
            f"The mean of each customer's orders counts: what customers spent on an order {when} "
            f"was foreseen better so, by {difference} of the error, than from the value of each "
            "order.",
        )
    than = (
        f"was foreseen better so, by {difference} of the error, than from the means alone."
        if gain > reach
        else "was foreseen as well so as from the means alone (chance explains the difference), "
        "and it tells how evenly a customer spends."
    )
    return ModelChoice(
        OF_ORDERS,
        f"The value of each order counts: what customers spent on an order {when} {than}",
    )


def held_up(values: Mapping[str, Array], bought: Bought, kind: str) -> str:
    """Return how a spend model did that was chosen on other days, in a sentence."""
    if not _tells(values, bought) or kind not in values:
        return "On the days after these too few orders have a value to tell."
    errors = dict(zip((OF_MEANS, OF_ORDERS), map(np.mean, _errors(values, bought)), strict=True))
    other = OF_MEANS if kind == OF_ORDERS else OF_ORDERS
    ours, theirs = float(errors[kind]), float(errors[other])
    difference = percent(abs(ours - theirs) / max(ours, theirs))
    than = "smaller" if ours <= theirs else "larger"
    return f"On the days after these its error was {than} than the other's, by {difference}."


def _tells(values: Mapping[str, Array], bought: Bought) -> bool:
    return len(values) == len(SPEND_MODELS) and bool((bought.spent > 0).any())


def _errors(values: Mapping[str, Array], bought: Bought) -> tuple[Array, Array]:
    """Return how far off each model was of what each customer spent on an order."""
    came = bought.spent > 0
    spent = bought.spent[came] / bought.orders[came]
    means, orders = (np.abs(values[kind][came] - spent) for kind in (OF_MEANS, OF_ORDERS))
    return means, orders
