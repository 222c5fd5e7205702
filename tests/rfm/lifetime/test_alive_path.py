"""P(alive) over the history of one customer."""

from datetime import datetime

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.lifetime import BgNbd
from rfm.lifetime.forecast.prospects import MOST_POINTS, alive_path

# The published parameters of the CDNOW sample, in weeks.
CDNOW = BgNbd.of({"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426})


def orders(*days: str, returned: str = "") -> pd.DataFrame:
    moments = [*days, returned] if returned else list(days)
    return pd.DataFrame(
        {
            schema.ORDERED_AT: pd.to_datetime(moments, format="ISO8601"),
            schema.IS_RETURN: [*[False] * len(days), *[True] * bool(returned)],
        }
    )


BOUGHT = orders("2011-01-01 09:00", "2011-01-11 10:00", "2011-01-11 18:00", "2011-01-31")
AS_OF = datetime(2011, 3, 2)


def test_the_path_ends_where_the_whole_history_stands():
    path = alive_path(CDNOW, BOUGHT, AS_OF)
    assert path.probability[-1] == pytest.approx(CDNOW.p_alive([[2, 30, 60]])[0])
    assert path.moments[0] == np.datetime64("2011-01-01")
    assert path.moments[-1] == np.datetime64("2011-03-02")


def test_each_day_knows_only_what_came_before_it():
    path = alive_path(CDNOW, BOUGHT, AS_OF)
    twentieth = path.probability[path.moments == np.datetime64("2011-01-20")]
    assert twentieth == pytest.approx(CDNOW.p_alive([[1, 10, 19]]))


def test_two_purchases_of_a_day_are_one_and_lift_the_curve_at_once():
    path = alive_path(CDNOW, BOUGHT, AS_OF)
    assert len(path.purchases) == 3
    last = path.probability[path.moments == np.datetime64("2011-01-31")]
    assert last == pytest.approx(CDNOW.p_alive([[1, 10, 30], [2, 30, 30]]))
    assert (np.diff(path.moments) >= np.timedelta64(0)).all()


def test_a_return_is_no_sign_of_life():
    bought = orders("2011-01-01", returned="2011-02-01")
    path = alive_path(CDNOW, bought, AS_OF)
    assert len(path.purchases) == 1
    assert path.probability == pytest.approx(np.ones(61))


def test_a_history_of_decades_has_few_points_and_one_of_returns_none():
    long = alive_path(CDNOW, orders("1980-01-01", "1990-01-01"), AS_OF)
    assert len(long.moments) < MOST_POINTS + 5
    none = alive_path(CDNOW, orders(returned="2011-02-01"), AS_OF)
    assert len(none.moments) == len(none.probability) == 0


def test_a_purchase_on_the_day_looked_back_from_is_the_end():
    path = alive_path(CDNOW, orders("2011-03-02"), AS_OF)
    assert list(path.probability) == [1.0]
