"""The customers of a log one period earlier, with the segments they had then."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from rfm import schema
from rfm.analysis.naming import Named, score_customers
from rfm.log.cleaned import CleanedLog
from rfm.movement.changes import Moved, Rescored, compare_moments
from rfm.movement.earlier import look_back

if TYPE_CHECKING:
    from rfm.segments.known import KnownSchemes


def rescore_earlier(
    log: CleanedLog, customers: pd.DataFrame, as_of: datetime, before: "KnownSchemes | None"
) -> Rescored | str:
    """Return what an analysis made one period earlier would have named, or why there is none."""
    found = look_back(log.transactions, customers, log.settings, as_of)
    if isinstance(found, str):
        return found
    scored = score_customers(found.customers, log.settings, before)
    return Rescored(found, {each.name: each.segments[schema.SEGMENT] for each in scored})


def with_changes(named: Named, then: Rescored | str) -> tuple[Named, Moved]:
    """Return the customers with the segments that each had then, and what changed."""
    moved = compare_moments(named.customers, then)
    return replace(named, customers=named.customers.assign(**moved.columns)), moved
