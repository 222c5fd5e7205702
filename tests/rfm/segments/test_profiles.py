"""Profiles: sizes, money and products of groups on customers that can be checked by hand."""

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfm import schema
from rfm.log.transactions.tables import baskets_of
from rfm.segments.profiles import group_profiles, key_figures, pareto, products_by_group

GOLD, SILVER, LEAD = "Gold", "Silver", "Lead"


@pytest.fixture
def customers():
    days = pd.to_datetime(
        ["2024-01-01T00:00", "2024-01-03T00:00", "2024-02-01T00:00", "2024-03-01T10:00"]
    )
    return pd.DataFrame(
        {
            schema.CUSTOMER_ID: ["a", "b", "c", "d"],
            schema.FIRST_ORDER_AT: days,
            schema.LAST_ORDER_AT: days + pd.to_timedelta([30, 0, 8, 0], unit="D"),
            schema.RECENCY_DAYS: [30, 59, 21, 1],
            schema.FREQUENCY: [4, 1, 3, 1],
            schema.MONETARY: [70.1, 20.2, 9.7, -10.0],
            schema.ORDERS: [4, 1, 3, 1],
            schema.REPEAT_ORDERS: [3, 0, 2, 0],
            schema.LAST_REPEAT_DAYS: [30, 0, 8, 0],
        }
    )


@pytest.fixture
def groups():
    order = pd.CategoricalDtype([GOLD, SILVER, LEAD], ordered=True)
    return pd.Series([GOLD, LEAD, GOLD, LEAD], dtype=order)


@pytest.fixture
def products():
    """Return the baskets of some lines, and the names of the products in them."""
    rows = [
        # Gold's customers a and c: three pens on two customers, two cups, two bags.
        ("a", "PEN", 1.0, False, True),
        ("a", "PEN", 1.0, False, True),
        ("c", "PEN", 1.5, False, True),
        ("a", "CUP", 5.0, False, True),
        ("a", "CUP", 5.0, False, True),
        ("c", "BAG", 9.0, False, True),
        ("c", "BAG", 9.0, False, True),
        ("c", "POSTAGE", 3.0, False, False),
        # A returned line is no purchase, and a product without a name cannot be shown.
        ("a", "BAG", -9.0, True, True),
        ("a", None, 2.0, False, True),
        ("b", "CUP", 5.0, False, True),
        # Nobody's group.
        ("z", "CUP", 5.0, False, True),
    ]
    names = [schema.CUSTOMER_ID, schema.PRODUCT, schema.AMOUNT_UNITS]
    frame = pd.DataFrame(rows, columns=[*names, schema.IS_RETURN, schema.IS_PRODUCT])
    frame[schema.AMOUNT_UNITS] = (frame[schema.AMOUNT_UNITS] * 10_000).astype("int64")
    alphabet = sorted(frame[schema.PRODUCT].dropna().unique())
    places = {name: place for place, name in enumerate(alphabet)}
    frame[schema.PRODUCT_NO] = frame[schema.PRODUCT].map(places).astype("Int64")
    connection = ibis.duckdb.connect()
    lines = connection.create_table("lines", pa.Table.from_pandas(frame))
    named = lines.drop_null(schema.PRODUCT_NO)
    yield baskets_of(lines), named.select(schema.PRODUCT_NO, schema.PRODUCT).distinct()
    connection.disconnect()


def test_a_group_has_its_size_share_and_money(customers, groups):
    profiles = group_profiles(customers, groups).set_index(schema.GROUP)
    gold = profiles.loc[GOLD]
    assert gold[schema.CUSTOMERS] == 2
    assert gold[schema.SHARE] == 0.5
    assert gold[schema.REVENUE] == 79.8
    assert gold[schema.REVENUE_SHARE] == pytest.approx(79.8 / 90.0)
    assert gold[schema.RECENCY_MEAN] == 25.5
    assert gold[schema.FREQUENCY_MEDIAN] == 3.5
    assert gold[schema.MONETARY_MEAN] == pytest.approx(39.9)
    assert gold[schema.MONETARY_MEDIAN] == pytest.approx(39.9)
    assert gold[schema.AVERAGE_ORDER_VALUE] == pytest.approx(79.8 / 7)


def test_groups_come_best_first_and_keep_their_rank_where_one_is_empty(customers, groups):
    profiles = group_profiles(customers, groups)
    assert profiles[schema.GROUP].tolist() == [GOLD, LEAD]
    assert profiles[schema.RANK].tolist() == [1, 3]


def test_a_group_shows_the_product_that_stands_for_it(customers, groups):
    profiles = group_profiles(customers, groups, pd.Series({LEAD: "CUP", GOLD: "PEN"}))
    assert profiles[schema.TOP_PRODUCT].tolist() == ["PEN", "CUP"]


def test_without_revenue_every_share_of_it_is_nought(customers, groups):
    paid_back = customers.assign(**{schema.MONETARY: -1.0})
    assert group_profiles(paid_back, groups)[schema.REVENUE_SHARE].tolist() == [0.0, 0.0]


def test_products_of_a_group_go_by_lines_and_then_by_the_alphabet(customers, groups, products):
    members = customers[[schema.CUSTOMER_ID]].assign(**{schema.GROUP: groups})
    best = products_by_group(*products, members)
    assert best[schema.GROUP].tolist() == [GOLD, GOLD, GOLD, LEAD]
    assert best[schema.PRODUCT].tolist() == ["PEN", "BAG", "CUP", "CUP"]
    assert best[schema.RANK].tolist() == [1, 2, 3, 1]
    assert best[schema.LINES].tolist() == [3, 2, 2, 1]
    assert best[schema.CUSTOMERS].tolist() == [2, 1, 1, 1]
    assert best[schema.REVENUE].tolist() == [3.5, 18.0, 10.0, 5.0]
    first = products_by_group(*products, members, limit=1)
    assert first[schema.PRODUCT].tolist() == ["PEN", "CUP"]


def test_key_figures_are_those_worked_by_hand(customers):
    figures = key_figures(customers)
    assert figures[schema.CUSTOMERS] == 4
    assert figures[schema.ORDERS] == 9
    assert figures[schema.REVENUE] == 90.0
    assert figures[schema.AVERAGE_ORDER_VALUE] == 10.0
    assert figures[schema.CAME_BACK_SHARE] == 0.5
    # Of 100 paid and not given back, the best 0.8 customers of four bring 0.8 of 70.1.
    assert figures[schema.TOP_FIFTH_SHARE] == pytest.approx(0.5608)
    # A gap of 10 days for a and of 4 days for c.
    assert figures[schema.MEDIAN_GAP_DAYS] == 7.0
    assert figures[schema.FIRST_ORDER_AT] == "2024-01-01T00:00:00"
    assert figures[schema.LAST_ORDER_AT] == "2024-03-01T10:00:00"


def test_one_customer_who_bought_once_has_key_figures(customers):
    figures = key_figures(customers.iloc[[1]])
    assert figures[schema.CAME_BACK_SHARE] == 0.0
    assert figures[schema.MEDIAN_GAP_DAYS] is None
    assert figures[schema.TOP_FIFTH_SHARE] == pytest.approx(0.2)


@settings(deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50))
def test_the_pareto_curve_rises_ever_slower_from_nothing_to_everything(amounts):
    curve = pareto(pd.DataFrame({schema.MONETARY: amounts}), points=40)
    shares = curve[schema.REVENUE_SHARE].to_numpy()
    assert curve[schema.SHARE].tolist() == pytest.approx(np.linspace(0, 1, 41).tolist())
    assert (shares[0], shares[-1]) == pytest.approx((0, 1))
    steps = np.diff(shares)
    assert (steps >= -1e-12).all()
    assert (np.diff(steps) <= 1e-9).all()


def test_half_of_equal_customers_bring_half_of_the_revenue():
    curve = pareto(pd.DataFrame({schema.MONETARY: [5.0] * 10}), points=2)
    assert curve[schema.REVENUE_SHARE].tolist() == pytest.approx([0, 0.5, 1])
