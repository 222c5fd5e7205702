"""How likely a customer is lost, in words, by the customer's own rhythm.

A churn probability looks a fixed number of days ahead. Where a customer's usual gap between
purchases is longer than that, silence is no news: such a customer is judged by how many of their
own gaps have passed without a purchase.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rfm import schema
from rfm.log.rhythm import LATE_AFTER, SILENT_AFTER, gap_or_guess, own_gaps
from rfm.words import AT_RISK_FROM, LOST_FROM


def risks_of(customers: pd.DataFrame, horizon_days: float | None) -> "pd.Categorical[str]":
    """Return one of `schema.RISKS` for each customer.

    Parameters
    ----------
    customers : DataFrame
        `recency_days`, `repeat_orders` and `last_repeat_days` of each customer, and their
        `churn_probability` where it is known.
    horizon_days : float, optional
        How far the churn probability looks; None where it is not known.

    Returns
    -------
    Categorical
        Where a customer's own gap (`rfm.log.rhythm.own_gaps`) fits into the horizon: "likely to
        buy again" below a churn probability of a half, "at risk" from there, "probably lost" from
        nine in ten. Where it does not: "not due yet" until two gaps have passed, "at risk" until
        four, then what the probability says, at least "at risk"; a low probability is "likely to
        buy again" in any case. Without a probability: "not due yet", "at risk" and "probably
        lost" by the gaps alone.
    """
    own = own_gaps(customers, gap_or_guess(customers))
    silence = customers[schema.RECENCY_DAYS].to_numpy(dtype=float) / own
    by_silence = np.array([1, 2, 3], dtype=np.int8)[_passed(silence, LATE_AFTER, SILENT_AFTER)]
    if horizon_days is None or schema.CHURN_PROBABILITY not in customers:
        return _named(by_silence)
    churn = customers[schema.CHURN_PROBABILITY].to_numpy(dtype=float)
    by_churn = np.array([0, 2, 3], dtype=np.int8)[np.digitize(churn, (AT_RISK_FROM, LOST_FROM))]
    is_foreseen = (own <= horizon_days) | (by_churn == 0)
    return _named(np.where(is_foreseen, by_churn, np.minimum(by_churn, by_silence)))


def _passed(silence: NDArray[np.float64], *gaps: float) -> NDArray[np.int64]:
    return np.asarray(np.digitize(silence, gaps, right=True), dtype=np.int64)


def _named(codes: NDArray[np.int8]) -> "pd.Categorical[str]":
    return pd.Categorical.from_codes(codes, pd.Index(schema.RISKS), ordered=True)


def is_at_risk(risks: "pd.Categorical[str] | pd.Series[str]") -> NDArray[np.bool_]:
    """Return who is at risk or probably lost."""
    return np.asarray(pd.Categorical(risks).isin([schema.AT_RISK, schema.PROBABLY_LOST]))
