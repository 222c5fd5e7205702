"""Gift shops with a season and a trend: as many purchases as an even one, at other times."""

import numpy as np
import pytest

from rfm.samples.gift_shop import make_gift_shop, write_gift_shop
from rfm.samples.gift_shop_truth import DAYS, EVEN, Calendar, draw_purchases


def days_of(calendar):
    return draw_purchases(20_000, np.random.default_rng(3), calendar)[1]


def test_an_even_calendar_changes_no_day():
    moments = np.array([0.0, 0.9, 17.2, DAYS - 0.1])
    assert EVEN.day_of(moments).tolist() == [0, 0, 17, DAYS - 1]


def test_purchases_rise_to_the_season_s_height_and_fall_half_a_year_later():
    even, seasonal = days_of(EVEN), days_of(Calendar(season=0.5))
    assert len(even) == len(seasonal)
    ratios = []
    for day in (3 * 365 + 340, 3 * 365 + 340 + 182):
        here = [(np.abs(days - day) < 20).sum() for days in (even, seasonal)]
        ratios.append(here[1] / here[0])
    # 1 + .5 and 1 - .5 of the mean, and a little less for the width of the days looked at.
    assert ratios == pytest.approx([1.5, 0.5], abs=0.06)


def test_a_trend_multiplies_the_pace_from_year_to_year():
    moments = np.random.default_rng(1).uniform(0, DAYS, 200_000)
    days = Calendar(trend=0.2).day_of(moments)
    years = np.bincount((days / 365.25).astype(int))[:5]
    assert years[1:] / years[:-1] == pytest.approx(np.full(4, np.exp(0.2)), abs=0.03)


def test_the_log_has_the_season_of_its_calendar(tmp_path):
    log = make_gift_shop(2_000, calendar=Calendar(season=0.8))
    months = log["InvoiceDate"].dt.month()
    assert (months == 12).sum() > 3 * (months == 6).sum()
    names = {
        write_gift_shop(tmp_path, 50, calendar=calendar).name
        for calendar in (EVEN, Calendar(season=0.8), Calendar(trend=0.1))
    }
    assert names == {
        "gift-shop-50-20.parquet",
        "gift-shop-50-20-0.8-0.0.parquet",
        "gift-shop-50-20-0.0-0.1.parquet",
    }
