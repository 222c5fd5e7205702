"""What changed since one period earlier is what two separate analyses, one then and one now, say.

The logs are made at random: customers who come, go silent and come back, and give some back.
"""

from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.analysis.log import analysing
from rfm.movement.movement import Period
from rfm.settings import Settings
from rfm.snapshot import Snapshot
from rfm.snapshot.writer import publish

BEGAN = datetime(2023, 1, 1)
NOW = datetime(2024, 7, 1)
DAYS = 60
THEN = NOW - timedelta(days=DAYS)
SETTINGS = Settings(lifetime="off", horizon_days=DAYS, as_of=NOW)


def shop(seed: int, days: int = 540) -> pd.DataFrame:
    """Return the lines of a shop's log until NOW; each line has a price of its own."""
    random = np.random.default_rng(seed)
    customers = np.repeat(np.arange(1, 61), random.integers(1, 12, 60))
    minutes = random.integers(1, days * 24 * 60, len(customers))
    lines = pd.DataFrame(
        {
            "customer": customers,
            "order": np.arange(len(customers)),
            "date": [NOW - timedelta(minutes=int(each)) for each in minutes],
            "product": random.integers(1, 8, len(customers)),
            "quantity": random.integers(2, 6, len(customers)),
            "price": 5 + np.arange(len(customers)) / 100,
        }
    )
    # One piece of some orders comes back some days later.
    back = lines.sample(frac=0.15, random_state=seed)
    later = back["date"] + pd.to_timedelta(random.integers(1, 90, len(back)), unit="D")
    returns = back.assign(quantity=-1, date=later)
    return pd.concat([lines, returns[later <= NOW]]).sort_values("date")


def analysed(lines: pd.DataFrame, path, **changed):
    """Return the customers, segments and what moved of an analysis of the lines."""
    lines.to_csv(path, index=False)
    settings = Settings(**{"lifetime": "off", "horizon_days": DAYS, "as_of": NOW} | changed)
    with analysing(str(path), settings) as found:
        return found


@pytest.fixture(scope="module", params=[1, 2, 3])
def both(request, tmp_path_factory):
    """Return a shop's lines, its analysis now, and one of what it had been by then."""
    folder, lines = tmp_path_factory.mktemp("moved"), shop(request.param)
    now = analysed(lines, folder / "now.csv")
    then = analysed(lines[lines["date"] <= THEN], folder / "then.csv", as_of=THEN)
    return lines, now, then


def test_a_segment_had_the_customers_and_revenue_that_a_separate_analysis_gives_it(
    both,
) -> None:
    _, now, then = both
    keys = [schema.SCHEME, schema.GROUP]
    changes = now.moved.movement.changes.set_index(keys).sort_index()
    was = then.segments.set_index(keys).sort_index()[[schema.CUSTOMERS, schema.REVENUE]]
    told = changes[[schema.CUSTOMERS_BEFORE, schema.REVENUE_BEFORE]]
    told = told[told[schema.CUSTOMERS_BEFORE] > 0].set_axis(was.columns, axis="columns")
    pd.testing.assert_frame_equal(told, was, check_dtype=False)
    current = now.segments.set_index(keys).sort_index()[[schema.CUSTOMERS, schema.REVENUE]]
    told = changes.loc[changes[schema.CUSTOMERS] > 0, [schema.CUSTOMERS, schema.REVENUE]]
    pd.testing.assert_frame_equal(told, current, check_dtype=False)


def test_each_customer_had_the_segment_of_then_and_who_came_since_had_none(both) -> None:
    _, now, then = both
    was = then.customers.set_index(schema.CUSTOMER_ID)
    known = now.customers.set_index(schema.CUSTOMER_ID)
    for scheme in schema.SHIPPED_SCHEMES:
        told = known[schema.before_column(scheme)].dropna().astype(str)
        expected = was[schema.group_column(scheme)].astype(str)
        pd.testing.assert_series_equal(told, expected, check_names=False)


def test_who_came_to_a_segment_and_who_left_it_are_counted_from_the_customers(both) -> None:
    _, now, then = both
    segment = schema.group_column(schema.GRID)
    was = then.customers.set_index(schema.CUSTOMER_ID)[segment].astype(str)
    current = now.customers.set_index(schema.CUSTOMER_ID)[segment].astype(str)
    members = {each: set(current.index[current == each]) for each in current.unique()}
    earlier = {each: set(was.index[was == each]) for each in was.unique()}
    changes = now.moved.movement.changes
    for row in changes[changes[schema.SCHEME] == schema.GRID].itertuples():
        here, there = members.get(row.group, set()), earlier.get(row.group, set())
        assert (row.came, row.left) == (len(here - there), len(there - here))


def bought(lines: pd.DataFrame, ends: datetime) -> pd.DataFrame:
    return lines[(lines["date"] > ends - timedelta(days=DAYS)) & (lines["date"] <= ends)]


def test_a_period_has_the_figures_that_are_summed_from_its_lines(both) -> None:
    lines, now, _ = both
    purchases = lines[lines["quantity"] > 0]
    first = purchases.groupby("customer")["date"].min()
    movement = now.moved.movement
    ends = (NOW, THEN, NOW - timedelta(days=365))
    for period, end in zip(
        (movement.now, movement.before, movement.year_before), ends, strict=True
    ):
        inside, begins = bought(lines, end), end - timedelta(days=DAYS)
        here = set(bought(purchases, end)["customer"])
        earlier = set(bought(purchases, begins)["customer"])
        assert (period.begins, period.ends) == (begins, end)
        assert period.customers == len(here)
        assert period.orders == len(bought(purchases, end))
        assert period.revenue == pytest.approx((inside["quantity"] * inside["price"]).sum())
        assert period.new_customers == int(first.between(begins, end, inclusive="right").sum())
        assert period.came_back == sum(first[who] <= begins for who in here - earlier)
        assert period.fell_silent == len(earlier - here)


@pytest.mark.parametrize(("orders", "average"), [(4, 25.0), (0, None)])
def test_the_average_order_is_the_revenue_by_its_orders(orders, average) -> None:
    period = Period(
        begins=THEN, ends=NOW, customers=1, orders=orders, revenue=100.0, new_customers=0
    )
    assert period.average_order_value == average


def test_a_snapshot_keeps_what_changed(both, tmp_path) -> None:
    lines, *_ = both
    lines.to_csv(tmp_path / "log.csv", index=False)
    with analysing(str(tmp_path / "log.csv"), SETTINGS) as found:
        publish(found, tmp_path / "shop", NOW)
    kept, movement = Snapshot.open(tmp_path / "shop"), found.moved.movement
    assert (kept.movement.days, kept.no_movement_reason) == (DAYS, "")
    assert kept.movement.year_before == movement.year_before
    pd.testing.assert_frame_equal(
        kept.movement.changes, movement.changes, check_index_type=False, check_dtype=False
    )


def test_a_short_log_says_how_much_it_lacks_and_names_nobody(tmp_path) -> None:
    lines = shop(4, days=100)
    found = analysed(lines[lines["date"] > NOW - timedelta(days=100)], tmp_path / "short.csv")
    assert found.moved.movement is None
    assert found.moved.reason == (
        "What changed cannot be told yet: the log has 99 days, and to compare the last 60 days "
        "with as many before needs 120 days."
    )
    assert not [name for name in found.customers if name.endswith("_before")]


def test_who_was_silent_before_is_not_told_where_the_log_does_not_reach_back(tmp_path) -> None:
    lines = shop(5, days=150)
    movement = analysed(lines, tmp_path / "some.csv").moved.movement
    assert movement.year_before is None
    assert movement.now.came_back is not None
    assert (movement.before.came_back, movement.before.fell_silent) == (None, None)
