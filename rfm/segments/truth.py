"""Whether a segment's name is true of those who bear it, and what to say where it is not.

A relative scheme always has a last fifth, also in a shop where everybody buys every month: its name
then says "Lost" of customers who will be back next week.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rfm import schema
from rfm.log.rhythm import LATE_AFTER, gap_or_guess
from rfm.segments.claims import FREQUENT, GONE, LATELY, NEW
from rfm.segments.risk import is_at_risk, risks_of
from rfm.segments.scheme import Scheme
from rfm.words import days, rough_percent

# Below this share of its customers a name is false of most.
TRUE_FROM: Final = 0.5
# Of all customers: the share with false names from which on another scheme is taken.
MISNAMED_FROM: Final = 0.1
# Lately is within two typical gaps, but a month at least and a year at most.
_LEAST_LATELY, _MOST_LATELY = 30.0, 365.0


@dataclass(frozen=True, kw_only=True)
class Untrue:
    """A claim of a segment's name that is false of most of its customers.

    Parameters
    ----------
    claim : str
        Which, of `rfm.segments.claims.CLAIMS`.
    sentence : str
        A warning that says so, with the share of whom it is false.
    customers : int
        How many customers bear the name.
    """

    claim: str
    sentence: str
    customers: int


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What decides about claims: who fulfils each, and the figures that are told with it.

    Parameters
    ----------
    holds : mapping of str to ndarray of bool
        By claim: of whom it is true.
    recency, tenure : ndarray
        Days since each customer's last and first purchase.
    lately_days : float
        Up to how many days ago is lately, and up to how many a customer is new.
    """

    holds: Mapping[str, NDArray[np.bool_]]
    recency: NDArray[np.float64]
    tenure: NDArray[np.float64]
    lately_days: float


def facts_of(customers: pd.DataFrame, horizon_days: float | None = None) -> Facts:
    """Return what names are judged by.

    Parameters
    ----------
    customers : DataFrame
        `recency_days`, `tenure_days`, `repeat_orders` and `last_repeat_days` of each customer, and
        their `churn_probability` where there is one.
    horizon_days : float, optional
        How far it looks.

    Returns
    -------
    Facts
        Of these customers.
    """
    recency = customers[schema.RECENCY_DAYS].to_numpy(dtype=float)
    tenure = customers[schema.TENURE_DAYS].to_numpy(dtype=float)
    gaps = LATE_AFTER * gap_or_guess(customers)
    lately = float(round(min(_MOST_LATELY, max(_LEAST_LATELY, gaps))))
    return Facts(
        holds={
            GONE: is_at_risk(risks_of(customers, horizon_days)),
            NEW: tenure <= lately,
            LATELY: recency <= lately,
            FREQUENT: customers[schema.REPEAT_ORDERS].to_numpy() > 0,
        },
        recency=recency,
        tenure=tenure,
        lately_days=lately,
    )


def untrue_names(scheme: Scheme, groups: pd.Series, facts: Facts) -> dict[str, Untrue]:
    """Return the segments whose names claim what is false of most of their customers.

    Parameters
    ----------
    scheme : Scheme
        What the names claim.
    groups : Series
        Each customer's segment, categorical.
    facts : Facts
        Of the same customers.

    Returns
    -------
    dict of str to Untrue
        By the segment's name; empty where all names are true.
    """
    labels = pd.Categorical(groups)
    found: dict[str, Untrue] = {}
    for place, name in enumerate(labels.categories):
        members = labels.codes == place
        if members.any():
            untrue = _untrue(scheme.claims[str(name)], members, facts)
            found |= {str(name): untrue} if untrue else {}
    return found


def misnamed_share(untrue: Mapping[str, Untrue], customers: int) -> float:
    """Return the share of all customers in segments whose names are false of most.

    Parameters
    ----------
    untrue : mapping of str to Untrue
        The segments with false names.
    customers : int
        How many customers there are in all.

    Returns
    -------
    float
        0 to 1.
    """
    return sum(each.customers for each in untrue.values()) / max(customers, 1)


def _untrue(claims: Sequence[str], members: NDArray[np.bool_], facts: Facts) -> Untrue | None:
    for claim in claims:
        share = float(facts.holds[claim][members].mean())
        if share < TRUE_FROM:
            most = f"{rough_percent(1 - share)} of them" if share else "all of them"
            sentence = _sentence(claim, most, members, facts)
            return Untrue(claim=claim, sentence=sentence, customers=int(members.sum()))
    return None


def _sentence(claim: str, most: str, members: NDArray[np.bool_], facts: Facts) -> str:
    limit = days(facts.lately_days)
    if claim == GONE:
        return f"Not gone: {most} are likely to buy again, or not late yet by their own rhythm."
    if claim == NEW:
        typical = days(round(float(np.median(facts.tenure[members]))))
        return f"Not new: {most} first bought more than {limit} ago, typically {typical}."
    if claim == LATELY:
        typical = days(round(float(np.median(facts.recency[members]))))
        return f"Not lately: {most} last bought more than {limit} ago, typically {typical}."
    return f"Not often: {most} bought on one day only."
