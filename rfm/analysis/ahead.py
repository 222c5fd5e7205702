"""What is expected of the customers of a log."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

import pandas as pd

from rfm.log.cleaned import CleanedLog

if TYPE_CHECKING:
    from rfm.lifetime import Checked

SWITCHED_OFF: Final = "This analysis was made without looking ahead (lifetime: off)."


def look_ahead_of(log: CleanedLog, customers: pd.DataFrame, as_of: datetime) -> "Checked":
    """Return what the models of lifetime expect, with what there is to trust them by."""
    from rfm.lifetime import Checked, look_ahead_checked, purchase_days
    from rfm.log.transactions.cleaning import shop_time

    if log.settings.lifetime == "off":
        return Checked(None, SWITCHED_OFF, None, SWITCHED_OFF, ())
    moment = shop_time(as_of, log.settings)
    days = purchase_days(log.transactions, moment)
    return look_ahead_checked(customers, days, log.settings, moment)
