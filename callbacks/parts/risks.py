"""How likely customers are lost, in words, by their own rhythm."""

import pandas as pd

from rfm import schema
from rfm.log.rhythm import gap_or_guess, own_gaps
from rfm.segments.risk import risks_of
from rfm.snapshot import Snapshot

_GAPS = (schema.REPEAT_ORDERS, schema.LAST_REPEAT_DAYS)


def risks(snapshot: Snapshot) -> pd.Series:
    """Return the risk of each customer of a log that was looked ahead of."""
    if schema.RISK in snapshot.customer_columns:
        return snapshot.customers(schema.RISK)[schema.RISK]
    # A snapshot from before it was stored.
    needed = (schema.RECENCY_DAYS, *_GAPS, schema.CHURN_PROBABILITY)
    horizon = snapshot.lifetime.horizon_days if snapshot.lifetime else None
    return pd.Series(risks_of(snapshot.customers(*needed), horizon), name=schema.RISK)


def usual_gap(snapshot: Snapshot, customer: pd.Series) -> float:
    """Return how many days usually pass between two purchases of a customer."""
    typical = gap_or_guess(snapshot.customers(*_GAPS))
    return float(own_gaps(customer[list(_GAPS)].to_frame().T, typical)[0])
