"""What the fit of a purchase model says of a shop, in words."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.words import percent

NEARLY_ALL: Final = 0.98
DAYS_PER_YEAR: Final = 365


def verdict_of(model: PurchaseModel, alive: float) -> str:
    """Return whether and how far a fit can be trusted; `alive` is the mean of P(alive)."""
    sentences = []
    if not model.converged_:
        sentences.append(
            "The search ended before the likelihood was at its highest: take the parameters as "
            "rough."
        )
    elif not model.on_edge_:
        sentences.append("The fit converged.")
    if alive > NEARLY_ALL:
        sentences.append(
            "The log shows hardly anybody leaving for good: silences are no longer than each "
            "customer's own pace explains, so P(alive) is close to 1 for everyone. The churn "
            "probability still tells customers apart, because slow buyers stay silent longer."
        )
    elif model.on_edge_:
        names = " and ".join(model.on_edge_)
        sentences.append(
            f"The log does not tell how large {names} should be (the likelihood keeps rising to "
            "the edge). The predictions hardly depend on it."
        )
    return " ".join(sentences)


def meanings_of(values: Mapping[str, float], stages: int) -> tuple[str, ...]:
    """Return what the parameters of a purchase model say of a shop, in sentences."""
    pace = stages * values["alpha"] / values["r"]
    spread = 1 / np.sqrt(values["r"])
    if "a" in values:
        share = values["a"] / (values["a"] + values["b"])
        leaving = f"After a purchase {percent(share)} of customers leave for good, on average."
    else:
        share = -np.expm1(-values["s"] * np.log1p(DAYS_PER_YEAR / values["beta"]))
        leaving = (
            f"Within a year of their first purchase {percent(share)} of customers leave for good."
        )
    regular = (
        (
            "Customers are regular: one's gaps vary by "
            f"{percent(1 / np.sqrt(stages), 0)} around their mean, where chance alone has 100 %.",
        )
        if stages > 1
        else ()
    )
    return (
        f"While they are customers, people buy every {pace:,.0f} days on average; the pace of "
        f"customers varies by {percent(spread, 0)} around the mean.",
        *regular,
        leaving,
    )
