"""One paragraph about each cluster, made of its own numbers."""

from dataclasses import dataclass

from rfm.clusters.purchases.features import Axes
from rfm.settings import Count
from rfm.words import days, frequency, rough_percent, round_money


@dataclass(frozen=True)
class Summary:
    """The numbers of one cluster or of all customers."""

    customers: int
    revenue: float
    medians: Axes


def describe(cluster: Summary, everyone: Summary, count: Count, currency: str) -> str:
    """Return the paragraph about a cluster.

    Parameters
    ----------
    cluster, everyone : Summary
        The cluster's numbers and, to compare, those of all customers.
    count : {"orders", "lines", "days"}
        What `frequency` counts.
    currency : str
        Symbol or code that money is shown with.
    """
    own, base = cluster.medians, everyone.medians
    who = "customer" if cluster.customers == 1 else "customers"
    sentences = [
        f"{cluster.customers:,} {who} ({rough_percent(cluster.customers / everyone.customers)}) "
        f"whose last order was {days(own.recency)} ago, with {frequency(own.frequency, count)} "
        f"worth {round_money(own.monetary, currency)} in all (medians; all customers: "
        f"{days(base.recency)}, {frequency(base.frequency, count)}, "
        f"{round_money(base.monetary, currency)}).",
        _revenue(cluster, everyone, currency),
    ]
    return " ".join(filter(None, sentences))


def _revenue(cluster: Summary, everyone: Summary, currency: str) -> str:
    they = "This customer" if cluster.customers == 1 else "They"
    if cluster.revenue < 0:
        verb = "returns" if cluster.customers == 1 else "return"
        return f"{they} {verb} more than was bought, by {round_money(-cluster.revenue, currency)}."
    if everyone.revenue <= 0:
        return ""
    verb = "brings" if cluster.customers == 1 else "bring"
    return f"{they} {verb} {rough_percent(cluster.revenue / everyone.revenue)} of the revenue."
