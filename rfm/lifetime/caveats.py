"""What weakens the numbers of a shop, each as a sentence to be shown beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from rfm.lifetime.candidates import PurchaseFit
from rfm.lifetime.models.histories import Array, Histories
from rfm.lifetime.purchase_days import DAYS_PER_WEEK
from rfm.lifetime.spending import SpendFit, Spending
from rfm.words import percent, round_money

FEWEST_REPEAT_BUYERS: Final = 200
FEWEST_WEEKS: Final = 26
LINKED: Final = 0.15
STRONGLY_LINKED: Final = 0.3
MOVED: Final = 0.2


@dataclass(frozen=True)
class Caveat:
    """Something that weakens the numbers.

    Attributes
    ----------
    sentence : str
    is_of_all, is_of_money : bool
        Whether all numbers, or those in money, are no more than a hint.
    """

    sentence: str
    is_of_all: bool = False
    is_of_money: bool = False


@dataclass(frozen=True)
class Evidence:
    """What the models of a shop were fitted to, and the fits."""

    candidate: PurchaseFit
    spend: SpendFit
    histories: Histories
    spending: Spending
    customer_ids: NDArray[Any]
    currency: str

    @property
    def weeks(self) -> float:
        """From the first purchase of all to the moment looked back from."""
        return float(self.histories.T.max() / DAYS_PER_WEEK)

    @property
    def repeats(self) -> Array:
        """Purchase days after the first, of each customer."""
        return self.histories.x[self.histories.place_of]


def caveats_of(evidence: Evidence) -> tuple[Caveat, ...]:
    """Return everything that weakens the numbers, the gravest first."""
    checks = (_too_little, _no_mean, _at_bound, _outliers, _linked, _left_out)
    return tuple(caveat for check in checks for caveat in check(evidence))


def _too_little(evidence: Evidence) -> Iterator[Caveat]:
    buyers, weeks = int((evidence.repeats > 0).sum()), evidence.weeks
    for sentence, size, enough in (
        (f"Only {buyers:,} customers came back", buyers, FEWEST_REPEAT_BUYERS),
        (f"The log covers {weeks:.0f} weeks", weeks, FEWEST_WEEKS),
    ):
        if size < enough:
            fewer = f"with fewer than {enough} the numbers are indicative."
            yield Caveat(f"{sentence}; {fewer}", is_of_all=True)


def _no_mean(evidence: Evidence) -> Iterator[Caveat]:
    q = evidence.spend.values["q"]
    if q <= 1:
        yield Caveat(
            f"A few customers spend so much that a mean order value hardly exists (q is {q:.2f}, "
            "at most 1): values in money are indicative.",
            is_of_money=True,
        )


def _at_bound(evidence: Evidence) -> Iterator[Caveat]:
    if evidence.spend.on_edge:
        yield Caveat(evidence.spend.verdict, is_of_money=True)


def _linked(evidence: Evidence) -> Iterator[Caveat]:
    orders, means = evidence.spending.rows.T
    orders, means = orders[orders > 1], means[orders > 1]
    if not (len(orders) and np.ptp(orders) and np.ptp(means)):
        return
    link = float(spearmanr(orders, means).statistic)
    if abs(link) > LINKED:
        more, low = ("more", "low") if link > 0 else ("less", "high")
        yield Caveat(
            f"Customers who buy more often spend {more} per order (rank correlation {link:.2f}). "
            f"The spend model knows no such link: values of frequent buyers tend to be too {low}.",
            is_of_money=abs(link) > STRONGLY_LINKED,
        )


def _left_out(evidence: Evidence) -> Iterator[Caveat]:
    spending = evidence.spending
    if spending.left_out_orders:
        yield Caveat(
            f"{spending.left_out_orders:,} purchase days are worth nothing or less after returns; "
            "they count as purchases and are left out of the spend model. "
            f"{spending.left_out_customers:,} customers have no other."
        )


def _outliers(evidence: Evidence) -> Iterator[Caveat]:
    """Fit again without the customers who stand out most, and tell what moves."""
    busiest = int(np.argmax(evidence.repeats))
    moved = _largest(evidence.candidate, _without_buyer(evidence, busiest))
    if moved:
        name, change = moved
        yield Caveat(
            f"Customer {evidence.customer_ids[busiest]} alone, with "
            f"{evidence.repeats[busiest] + 1:,.0f} purchase days, moves the parameter {name} by "
            f"{percent(change, 0)}: look whether this is one customer."
        )
    spent = evidence.spending.orders * evidence.spending.means
    for place in dict.fromkeys((int(np.argmax(evidence.spending.means)), int(np.argmax(spent)))):
        moved = _largest(evidence.spend, _without_spender(evidence, place))
        if moved:
            name, change = moved
            yield Caveat(
                f"Customer {evidence.customer_ids[place]} alone, who spent "
                f"{round_money(spent[place], evidence.currency)}, moves the parameter {name} of "
                f"the spend model by {percent(change, 0)}: look whether these orders are right.",
                is_of_money=True,
            )


def _without_buyer(evidence: Evidence, place: int) -> dict[str, float]:
    weights = evidence.histories.weights.copy()
    weights[evidence.histories.place_of[place]] -= 1
    again = evidence.candidate.model.refit(evidence.histories.weighted(weights))
    return again.values_


def _without_spender(evidence: Evidence, place: int) -> dict[str, float]:
    spending = evidence.spending
    others = np.arange(len(spending.orders)) != place
    weights = others[spending.orders > 0].astype(float)
    model = evidence.spend.model
    return model.refit(spending.rows_of(model), weights).values_


def _largest(fit: PurchaseFit | SpendFit, again: dict[str, float]) -> tuple[str, float] | None:
    """Return the parameter that moved most and how far; None when none moved by much.

    A parameter that the log does not tell (its error is as large as itself) moves with any row.
    """
    changes = {
        name: abs(again[name] / value - 1)
        for name, value in fit.values.items()
        if fit.standard_errors[name] < value
    }
    name = max(changes, key=changes.__getitem__, default=None)
    return (name, changes[name]) if name and changes[name] > MOVED else None
