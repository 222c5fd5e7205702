"""How much a log must say before anything is said of the future."""

from typing import Final

import pandas as pd

from rfm import schema
from rfm.errors import TooLittleError
from rfm.lifetime.caveats import FEWEST_REPEAT_BUYERS
from rfm.lifetime.purchase_days import PurchaseDays

FEWEST_REPEAT_BUYERS_AT_ALL: Final = 10


def ensure_enough(customers: pd.DataFrame, days: PurchaseDays) -> None:
    """Refuse a log that says too little about the future.

    Raises
    ------
    TooLittleError
        When all purchases are on one day, or fewer than 10 customers bought on a second day.
    """
    if days.first_day == days.last_day:
        raise TooLittleError(
            "All purchases are on one day, so the log does not say who comes back. The models need "
            "a log of some months."
        )
    back = int((customers[schema.REPEAT_ORDERS] > 0).sum())
    if not back:
        raise TooLittleError(
            f"None of the {len(customers):,} customers bought on a second day, so the log does "
            "not say how customers come back."
        )
    if back < FEWEST_REPEAT_BUYERS_AT_ALL:
        raise TooLittleError(
            f"Only {back:,} of {len(customers):,} customers bought on a second day; the models "
            f"need at least {FEWEST_REPEAT_BUYERS_AT_ALL}, and {FEWEST_REPEAT_BUYERS} to be more "
            "than indicative."
        )
