"""What the log says about the future of a shop: the fitted models and how far to trust them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from rfm import schema
from rfm.lifetime.candidates import PurchaseFit
from rfm.lifetime.list_order import ListOrder
from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.lifetime.seasons.correction import Correction
from rfm.lifetime.seasons.wording import in_short, of_a_customer
from rfm.lifetime.spending import SpendFit


@dataclass(frozen=True)
class Estimate:
    """A number and the interval that holds it with 90 % probability.

    Parameters
    ----------
    mean : float
        The number that is expected.
    low, high : float
        The ends of the interval.
    """

    mean: float
    low: float
    high: float


UNKNOWN: Final = Estimate(math.nan, math.nan, math.nan)


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """What all customers together are expected to do in one of the coming quarters.

    Attributes
    ----------
    begins, ends : date
        Its first and its last day.
    orders, revenue : Estimate
        Revenue is not discounted.
    is_indicative : bool
        Whether the intervals are no more than a hint.
    """

    begins: date
    ends: date
    orders: Estimate
    revenue: Estimate
    is_indicative: bool


@dataclass(frozen=True, kw_only=True)
class Lifetime:
    """The models of purchases and spend, fitted to one shop.

    Attributes
    ----------
    kind : str
        The purchase model in use, such as "bg-nbd".
    reason : str
        Why it is the one in use.
    candidates : tuple of PurchaseFit
        Every purchase model.
    spend : SpendFit
    as_of : datetime
        The moment looked back from, and ahead from.
    horizon_days, value_days : int
        How far the churn probability and the value look.
    discount_rate : float
        A year's.
    customers, repeat_buyers : int
        All customers, and those who came on a second day.
    weeks : float
        From the first purchase to `as_of`.
    draws : tuple of mapping
        Parameters of both models fitted again to customers drawn at random, as many as there are.
    warnings : tuple of str
        What weakens the numbers, as sentences.
    is_indicative, is_value_indicative : bool
        Whether the log allows no more than a hint: in all numbers, or in those in money.
    seen_repeats : tuple of int
        How many customers came back 0, 1, ... and 7 or more times; empty in snapshots that do not
        have it yet.
    orders, revenue, value : Estimate
        Of all customers together: orders and revenue within `horizon_days`, and discounted value
        within `value_days`.
    horizon_reason : str
        Why the horizon is so long; empty in snapshots that do not have it yet, as what follows.
    corrections : mapping of str to Correction
        What the log's own past says of these sums, by the column of customers that is added up.
    quarters : tuple of Quarter
        Those that the days of the value hold, one after the other.
    list_order : ListOrder
        By what lists of customers are sorted.
    """

    kind: str
    reason: str
    candidates: tuple[PurchaseFit, ...]
    spend: SpendFit
    as_of: datetime
    horizon_days: int
    value_days: int
    discount_rate: float
    customers: int
    repeat_buyers: int
    weeks: float
    draws: tuple[Mapping[str, float], ...]
    warnings: tuple[str, ...]
    is_indicative: bool
    is_value_indicative: bool
    seen_repeats: tuple[int, ...] = ()
    orders: Estimate = UNKNOWN
    revenue: Estimate = UNKNOWN
    value: Estimate = UNKNOWN
    horizon_reason: str = ""
    corrections: Mapping[str, Correction] = field(default_factory=dict)
    quarters: tuple[Quarter, ...] = ()
    list_order: ListOrder = field(default_factory=ListOrder)

    @property
    def season(self) -> str:
        """Whether a season is in the revenue within the horizon, in a short sentence."""
        return in_short(self.corrections.get(schema.EXPECTED_REVENUE))

    @property
    def season_of_a_customer(self) -> str:
        """Which factors are in the numbers of one customer, in a sentence; empty without any."""
        return of_a_customer(self.corrections, self.horizon_days)

    @property
    def sums_are_indicative(self) -> bool:
        """Whether the intervals of sums are no more than a hint."""
        return self.is_indicative or any(one.is_indicative for one in self.corrections.values())

    @property
    def certainty_of_sums(self) -> str:
        """Whether sums in money and their intervals are a hint or measured, in a word."""
        is_hint = self.is_value_indicative or self.sums_are_indicative
        return schema.INDICATIVE if is_hint else schema.MEASURED

    @property
    def reasons_of_season(self) -> tuple[str, ...]:
        """Why sums have these factors, and how far off they were."""
        reasons = [one.reason for one in self.corrections.values()]
        return tuple(dict.fromkeys(reason for reason in reasons if reason))

    @property
    def candidate(self) -> PurchaseFit:
        """The candidate in use."""
        return next(one for one in self.candidates if one.kind == self.kind)

    @property
    def model(self) -> PurchaseModel:
        """The purchase model in use, ready to predict; times in days."""
        return self.candidate.model
