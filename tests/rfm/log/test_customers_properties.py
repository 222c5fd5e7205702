"""What must hold for any log: a plain reference, any order of rows, any number of threads."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as checked
from hypothesis import strategies as st

from rfm import schema
from rfm.log.transactions.cleaning import clean, connect
from rfm.settings import Settings
from tests.rfm.log.conftest import lines_of, table_of

NOON = datetime(2024, 2, 29, 12)


PRODUCTS = st.sampled_from(["ALARM CLOCK", "BOX", "cup", "Ümlaut", None])
TIMES = st.integers(0, 40_000).map(
    lambda minutes: datetime(2024, 2, 20) + timedelta(0, minutes * 60)
)
LINES = st.tuples(
    st.sampled_from([f"c{number}" for number in range(12)]),
    st.sampled_from(["1", "2", "3", "C4", "C5"]),
    TIMES,
    PRODUCTS,
    st.integers(-3, 5).map(float),
    # Few prices, so that something bought is often given back.
    st.sampled_from([0.0, 0.5, 2.0, 3.99]),
)
Row = tuple[Any, ...]
LOGS = st.lists(LINES, min_size=1, max_size=80)
FEW = checked(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def reference(rows: list[Row], settings: Settings, as_of: datetime) -> dict[str, dict[str, Any]]:
    """Count each customer as the definitions say, row by row."""
    kept = [row for row in dict.fromkeys(rows) if round(row[4] * row[5] * 100)]
    if settings.returns == "ignore":
        kept = [row for row in kept if row[4] > 0]
    customers = {}
    for customer_id in {row[0] for row in kept}:
        own = [row for row in kept if row[0] == customer_id]
        gone = given_back(own)
        bought = [row for row in own if row[4] > 0 and row[1] not in gone]
        if bought:
            customers[customer_id] = figures_of(own, bought, settings, as_of)
    return customers


def given_back(own: list[Row]) -> set[str]:
    """Return the orders of a customer of which all was given back, return by return."""
    left = {row: row[4] for row in own if row[4] > 0}
    later = sorted(own, key=lambda row: (row[2], row[4] < 0))
    open_returns = []
    for exact in (True, False):
        for row in later if exact else open_returns:
            if row[4] > 0 or not row[3]:
                continue
            asked = -row[4]
            before = [
                one
                for one in later[: later.index(row)]
                if one[4] > 0 and (one[3], one[5]) == (row[3], row[5])
            ]
            if exact:
                fitting = [one for one in before if left[one] == one[4] == asked]
                if fitting:
                    left[fitting[-1]] = 0
                else:
                    open_returns.append(row)
                continue
            for one in reversed(before):
                taken = min(asked, left[one])
                left[one] -= taken
                asked -= taken
    orders = {row[1] for row in left}
    whole = {order for order in orders if not any(left[row] for row in left if row[1] == order)}
    return whole | refunded(own)


def refunded(own: list[Row]) -> set[str]:
    """Return the orders that a return without a product took back."""
    found = set()
    bought, returned = {}, {}
    for row in own:
        if row[4] > 0 or not row[3]:
            group = bought if row[4] > 0 else returned
            moment, cents = group.get(row[1], (row[2], 0))
            group[row[1]] = min(moment, row[2]), cents + round(abs(row[4] * row[5] * 100))
    for moment, cents in sorted(returned.values()):
        before = [
            (when, order)
            for order, (when, worth) in bought.items()
            if when <= moment and worth == cents and order not in found
        ]
        if before:
            found.add(max(before)[1])
    return found


def figures_of(
    own: list[Row], bought: list[Row], settings: Settings, as_of: datetime
) -> dict[str, Any]:
    begun: dict[str, datetime] = {}
    for row in bought:
        begun[row[1]] = min(row[2], begun.get(row[1], row[2]))
    days: set[date] = {time.date() for time in begun.values()}
    cents = sum(round(row[4] * row[5] * 100) for row in own)
    products = Counter(row[3] for row in bought if row[3])
    counted = {"orders": len(begun), "lines": len(bought), "days": len(days)}
    return {
        schema.RECENCY_DAYS: (as_of - max(begun.values())).days,
        schema.TENURE_DAYS: (as_of - min(begun.values())).days,
        schema.FREQUENCY: counted[settings.count],
        schema.ORDERS: len(begun),
        schema.LINES: len(bought),
        schema.MONETARY: cents / 100,
        schema.AVERAGE_ORDER_VALUE: pytest.approx(cents / 100 / len(begun)),
        schema.RETURNED_AMOUNT: (sum(round(row[4] * row[5] * 100) for row in bought) - cents) / 100,
        schema.PRODUCTS: len(products),
        schema.FAVOURITE_PRODUCT: min(
            products, key=lambda name: (-products[name], name), default=None
        ),
        schema.REPEAT_ORDERS: len(days) - 1,
        schema.LAST_REPEAT_DAYS: (max(days) - min(days)).days,
    }


@FEW
@given(rows=LOGS, count=st.sampled_from(["orders", "lines", "days"]), net=st.booleans())
def test_customers_equal_a_reference_that_counts_row_by_row(rows, count, net, cleaned):
    settings = Settings(count=count, returns="net" if net else "ignore")
    as_of = datetime(2024, 3, 25)
    expected = reference([("buyer", "1", NOON, "BOX", 1.0, 1.0), *rows], settings, as_of)
    log = lines_of(("buyer", "1", NOON, "BOX", 1.0, 1.0), *rows)
    customers = table_of(cleaned(log, settings), settings, as_of)
    assert customers[schema.CUSTOMER_ID].to_list() == sorted(expected)
    for customer in customers.iter_rows(named=True):
        figures = expected[customer[schema.CUSTOMER_ID]]
        assert {name: customer[name] for name in figures} == figures


@FEW
@given(rows=LOGS, randomness=st.randoms(use_true_random=False))
def test_the_order_of_rows_and_a_repeated_file_change_nothing(rows, randomness, cleaned):
    rows = [("buyer", "1", NOON, "BOX", 1.0, 1.0), *rows]
    shuffled = rows * 2
    randomness.shuffle(shuffled)
    customers = table_of(cleaned(lines_of(*rows)))
    assert table_of(cleaned(lines_of(*shuffled))).equals(customers)


def test_sums_of_money_are_the_same_on_one_thread_and_on_many(online_retail, tmp_path):
    tables = []
    for threads in (1, 4):
        workspace = tmp_path / str(threads)
        workspace.mkdir()
        connection = connect(workspace, threads=threads)
        tables.append(table_of(clean(online_retail, Settings(), connection)))
        connection.disconnect()
    assert tables[0].equals(tables[1])
