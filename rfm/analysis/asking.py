"""What the database of a log is asked while clusters are found, one question after the other."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from rfm import schema
from rfm.analysis.groups import products_of_groups

if TYPE_CHECKING:
    from rfm.analysis.naming import Scored
    from rfm.log.cleaned import CleanedLog
    from rfm.log.transactions.writing import Prepared
    from rfm.movement.changes import Rescored


def ask_of_log(
    log: "CleanedLog",
    prepared: "Prepared",
    customers: pd.DataFrame,
    scored: "Sequence[Scored]",
    rescoring: "Callable[[], Rescored | str]",
) -> "tuple[Rescored | str, pd.DataFrame | None]":
    """Return how customers stood one period earlier, and what segments buy most.

    What there is to check in the log is looked for, too. A connection answers one at a time.

    Parameters
    ----------
    log, prepared : CleanedLog, Prepared
        The log, and its baskets.
    customers : DataFrame
        One row per customer.
    scored : sequence of Scored
        Their segments.
    rescoring : callable
        What asks how they stood.
    """
    earlier, _ = rescoring(), log.warnings
    groups = {each.name: each.segments[schema.SEGMENT] for each in scored}
    ids = customers[schema.CUSTOMER_ID]
    return earlier, products_of_groups(log.transactions, prepared.baskets, ids, groups)
