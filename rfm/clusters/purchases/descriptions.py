"""One paragraph about each cluster, made of its own numbers."""

from dataclasses import dataclass
from typing import Final

from rfm.clusters.purchases.features import Axes
from rfm.settings import Count
from rfm.words import rough_percent

# What `frequency` counts, one and many.
UNITS: Final[dict[Count, tuple[str, str]]] = {
    "orders": ("order", "orders"),
    "lines": ("line", "lines"),
    "days": ("purchase day", "purchase days"),
}
# Amounts from here on are shown without pence, shares from here on without decimals.
_WHOLE_MONEY_FROM: Final = 100


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
        f"whose last order was {days(own.recency)} ago, with {counted(own.frequency, count)} worth "
        f"{money(own.monetary, currency)} in all (medians; all customers: {days(base.recency)}, "
        f"{counted(base.frequency, count)}, {money(base.monetary, currency)}).",
        _revenue(cluster, everyone, currency),
    ]
    return " ".join(filter(None, sentences))


def money(amount: float, currency: str) -> str:
    """Return an amount in the currency, such as "£1,767", "-£0.42" or "EUR 1,767"."""
    gap = " " if currency[-1:].isalpha() else ""
    digits = 0 if abs(amount) >= _WHOLE_MONEY_FROM else 2
    number = f"{abs(amount):,.{digits}f}".removesuffix(".00")
    sign = "-" if amount < 0 and number != "0" else ""
    return f"{sign}{currency}{gap}{number}"


def days(number: float) -> str:
    """Return a number of days, such as "1 day" or "44.5 days"."""
    return f"{_plain(number)} {'day' if number == 1 else 'days'}"


def counted(number: float, count: Count) -> str:
    """Return what `frequency` counts, such as "1 order" or "2.5 orders"."""
    one, many = UNITS[count]
    return f"{_plain(number)} {one if number == 1 else many}"


def _plain(number: float) -> str:
    return f"{number:,.1f}".removesuffix(".0")


def _revenue(cluster: Summary, everyone: Summary, currency: str) -> str:
    they = "This customer" if cluster.customers == 1 else "They"
    if cluster.revenue < 0:
        verb = "returns" if cluster.customers == 1 else "return"
        return f"{they} {verb} more than was bought, by {money(-cluster.revenue, currency)}."
    if everyone.revenue <= 0:
        return ""
    verb = "brings" if cluster.customers == 1 else "bring"
    return f"{they} {verb} {rough_percent(cluster.revenue / everyone.revenue)} of the revenue."
