"""What the fits of the models say of a shop, in words."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from rfm.lifetime.models.gamma_gamma import GammaGamma
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


def spend_verdict_of(model: GammaGamma) -> str:
    """Return whether the fit of a spend model can be trusted, in a sentence."""
    if model.on_edge_:
        return _edge(model.on_edge_)
    if not model.converged_:
        return (
            "The search ended before the likelihood was at its highest: take the parameters as "
            "rough."
        )
    if model.q_ <= 1:
        return (
            f"The fit converged, but q is {model.q_:.2f}: a few customers spend so much that there "
            "is no meaningful average. Expected values of new customers are the plain mean of all "
            "orders."
        )
    return "The fit converged."


def _edge(on_edge: Mapping[str, str]) -> str:
    """Return what it means that a parameter ran to an edge, in the direction that it ran."""
    steady, alike = on_edge.get("p") == "high", on_edge.get("q") == "high"
    if steady and alike:
        return (
            "Order values hardly vary, neither of one customer nor from one to the next: p and q "
            "ran to their upper bounds. Expected order values lie between each customer's own mean "
            "and everybody's."
        )
    if steady:
        return (
            "The orders of one customer hardly vary: p ran to its upper bound. Expected order "
            "values stay at each customer's own mean."
        )
    if alike:
        return (
            "The model sees no difference between customers in what an order is worth: q ran to "
            "its upper bound. Everybody is expected to spend close to the mean of all orders, "
            "whatever their own."
        )
    names = " and ".join(f"{name} to its {edge}er bound" for name, edge in _bounds(on_edge))
    return (
        f"Order values vary in a way that the model cannot hold: it ran {names}. Take expected "
        "order values as rough."
    )


def _bounds(on_edge: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name, "upp" if edge == "high" else "low") for name, edge in on_edge.items()]
