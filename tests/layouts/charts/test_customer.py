"""The charts of one customer, and the sentences around them."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pandas as pd
import pytest

from layouts.charts.clouds.table_map import MapDirections
from layouts.charts.customer.alive import StillCustomer, still_customer
from layouts.charts.customer.buying_times import buying_times
from layouts.charts.customer.on_map import OnMap, customer_on_map
from layouts.charts.customer.order_values import OrderValues, order_values
from layouts.charts.customer.percentiles import (
    HEADS,
    Percentiles,
    percentiles_of_attributes,
    percentiles_of_measures,
)
from layouts.charts.customer.purchases import purchases, top_products
from layouts.charts.customer.worth import Worth, worth_in_segment
from layouts.charts.drawing.look import Look
from rfm import schema
from rfm.lifetime.forecast.prospects import AlivePath

LOOK = Look(names=("Champions", "Lost"), currency="£")
IN_CLUSTERS = Look(grouping=schema.CLUSTERS, names=("Old", "Young"))


def orders(*rows: tuple[str, float]) -> pd.DataFrame:
    moments = pd.to_datetime([moment for moment, _ in rows])
    amounts = [amount for _, amount in rows]
    return pd.DataFrame(
        {
            schema.ORDERED_AT: moments,
            schema.AMOUNT: amounts,
            schema.IS_RETURN: [amount < 0 for amount in amounts],
        }
    )


THREE = orders(("2011-01-03 09:30", 10.0), ("2011-02-07 09:45", 30.0), ("2011-02-08 12:00", -5.0))
ONE = orders(("2011-01-03", 10.0))
MANY = orders(*[(f"2011-{1 + n // 28:02d}-{1 + n % 28:02d} 10:00", 1.0 + n) for n in range(200)])
PATH = AlivePath(
    moments=np.array(["2011-01-01", "2011-01-31", "2011-01-31", "2011-04-30"], "datetime64[D]"),
    probability=np.array([1.0, 0.8, 0.95, 0.5]),
    purchases=np.array(["2011-01-01", "2011-01-31"], "datetime64[D]"),
)
ALIVE = StillCustomer(
    path=PATH, now=0.5, next_from=datetime(2011, 5, 10), next_to=datetime(2011, 7, 1)
)
NO_PATH = replace(
    PATH, moments=PATH.moments[:0], probability=np.zeros(0), purchases=PATH.moments[:0]
)
WORTH = Worth(
    own=300.0, low=100.0, high=600.0, everyone=np.array([0.0, 100, 200, 300, 400]), segment="Lost"
)
MEASURES = pd.DataFrame(
    {
        schema.MEASURE: list(schema.RFM),
        schema.VALUE: [1.0, 2.0, 3.0],
        schema.MEDIAN: [2.0, 2.0, 2.0],
        schema.PERCENTILE: [90.0, 50.0, 80.0],
        schema.MEDIAN_PERCENTILE: [60.0, 50.0, 40.0],
    }
)
NUMBERS = pd.DataFrame(
    [("Age", "31", 20.0, "40", 60.0), ("Fee", "£9", 50.0, "£8", 45.0)], columns=list(HEADS)
)


def values_of(bought: pd.DataFrame) -> OrderValues:
    return OrderValues(orders=bought, own=20.0, of_segment=30.0, segment="Champions")


def percentiles(places: pd.DataFrame, group: str) -> Percentiles:
    return Percentiles(places=places, customers=1_000, group=group)


def on_map(people: int) -> OnMap:
    places = np.random.default_rng(1).normal(0, 1, (people, 2))
    codes = np.arange(people) % 2
    customers = pd.DataFrame(
        {
            schema.CUSTOMER_ID: [f"C{number}" for number in range(people)],
            schema.MAP_X: places[:, 0] + 10 * codes,
            schema.MAP_Y: places[:, 1],
            schema.CLUSTER_NAME: pd.Categorical.from_codes(codes, IN_CLUSTERS.names, ordered=True),
        }
    )
    return OnMap(
        customers=customers,
        directions=MapDirections(),
        own=(0.0, 99.0),
        cluster="Old",
        is_member=codes == 0,
    )


@pytest.mark.parametrize(
    ("drawn", "title"),
    [
        (lambda: top_products(None, LOOK), "What do they buy?"),
        (lambda: top_products(pd.DataFrame(), LOOK), "What do they buy?"),
        (
            lambda: still_customer(StillCustomer(path=NO_PATH, now=1.0), LOOK),
            "Are they still a customer?",
        ),
        (
            lambda: worth_in_segment(replace(WORTH, own=0.0, everyone=np.zeros(3)), LOOK),
            "Worth £0, as much as the median of Lost",
        ),
        (
            lambda: percentiles_of_attributes(percentiles(NUMBERS[:0], "Old"), IN_CLUSTERS),
            "How do they compare?",
        ),
        (
            lambda: customer_on_map("Too few customers.", IN_CLUSTERS),
            "There is no map without clusters",
        ),
    ],
)
def test_nothing_to_draw_is_a_sentence_instead_of_an_empty_axis(drawn, title: str):
    nothing = drawn()
    assert nothing.title == title
    assert len(nothing.figure.layout.annotations[0].text) > 15
    assert not nothing.figure.data


def test_spending_adds_up_and_a_return_takes_off():
    drawn = purchases(THREE, LOOK)
    line, dots, crosses = drawn.figure.data
    assert list(line.y) == [10, 40, 35]
    assert list(dots.y) == [10, 40]
    assert list(crosses.y) == [35]
    assert crosses.name == "Return"
    assert drawn.title == "£35.00 in 2 orders from 3 Jan 2011 to 7 Feb 2011"
    assert "a return worth £5.00" in drawn.caption
    assert list(drawn.numbers["Kind"]) == ["Order", "Order", "Return"]


def test_one_order_is_told_as_one_and_its_axis_still_spans_days():
    drawn = purchases(ONE, LOOK)
    assert drawn.title == "One order so far, of 3 Jan 2011: £10.00 in all"
    assert "Nothing was returned" in drawn.caption
    low, high = drawn.figure.layout.xaxis.range
    assert pd.Timestamp(high) - pd.Timestamp(low) >= pd.Timedelta(days=6)


def test_orders_with_times_are_counted_by_weekday_and_hour():
    drawn = buying_times(THREE, LOOK)
    heat = drawn.figure.data[0]
    assert heat.z[0][list(heat.x).index(9)] == 2
    assert np.sum(heat.z) == 2, "returns do not count"
    assert drawn.title == "Buys most often on Mondays, around 9:00"
    assert drawn.numbers.to_numpy().tolist() == [["Monday, 9:00", 2]]


def test_a_log_of_days_gets_weekdays_and_months_instead_of_hours():
    drawn = buying_times(ONE, LOOK)
    assert [bars.y[0] for bars in drawn.figure.data] == [1, 1]
    assert drawn.title == "Bought once, on a Monday in Jan"
    assert "no time of day" in drawn.caption
    assert len(drawn.numbers) == 7 + 12


def test_no_time_is_called_a_favourite_when_several_tie():
    bought = orders(("2011-01-03 09:30", 1.0), ("2011-01-04 10:30", 1.0))
    assert buying_times(bought, LOOK).title == "No favourite time to buy stands out"


def test_each_order_has_a_bar_until_there_are_too_many():
    few, many = (order_values(values_of(bought), LOOK) for bought in (THREE, MANY))
    assert list(few.figure.data[0].y) == [10, 30]
    assert sum(many.figure.data[0].y) == 198, "the two largest of 200 lie beyond the axis"
    assert "2 beyond the axis" in many.caption
    assert len(many.numbers) == 200


def test_an_average_order_is_compared_with_the_segment():
    drawn = order_values(values_of(THREE), LOOK)
    assert drawn.title == "An average order is worth £20.00, less than the segment's £30.00"
    notes = drawn.figure.layout.annotations
    assert [note.text for note in notes] == ["their average £20.00", "segment median £30.00"]


def test_the_product_bought_most_is_on_top_with_what_was_spent():
    products = pd.DataFrame(
        {
            schema.PRODUCT: ["CUP", "VASE", *"ABCD"],
            schema.LINES: [3, *[1] * 5],
            schema.REVENUE: [9.0, 4.0, *[1.0] * 4],
        }
    )
    drawn = top_products(products, LOOK)
    assert list(drawn.figure.data[0].x) == [3, 1, 1, 1, 1]
    assert list(drawn.figure.data[0].text)[:2] == ["£9.00", "£4.00"]
    assert drawn.title == "Bought most often: CUP, 3 times"
    assert drawn.caption.startswith("The first 5 of 6 products")
    assert (len(drawn.numbers), len(drawn.saved)) == (5, 6)
    assert top_products(None, LOOK).caption == "This log names no products."


def test_the_radar_shows_the_customer_over_the_middle_of_the_segment():
    drawn = percentiles_of_measures(percentiles(MEASURES, "Champions"), LOOK)
    middle, own = drawn.figure.data
    assert list(own.r) == [90, 50, 80, 90], "the ring closes"
    assert middle.name == "Champions median"
    assert drawn.title == "Ahead of the Champions median on 2 of 3 measures"


def test_a_customer_of_a_table_is_furthest_from_the_middle_in_one_number():
    drawn = percentiles_of_attributes(percentiles(NUMBERS, "Old"), IN_CLUSTERS)
    assert drawn.title == "Furthest below the middle of Old: Age, 31"
    assert list(drawn.figure.data[2].x) == [20, 50]
    assert list(drawn.numbers.columns) == list(HEADS.values())


def test_one_far_away_is_a_star_at_the_edge_of_the_map():
    drawn = customer_on_map(on_map(30), IN_CLUSTERS)
    star = drawn.figure.data[-1]
    assert star.marker.symbol == "star"
    assert star.y[0] < 99
    assert drawn.title == "Nearer to the middle of Old than 0 % of its customers"
    assert "Rings" not in drawn.caption


def test_a_customer_is_compared_with_the_middle_of_the_segment():
    assert WORTH.median == 200
    assert WORTH.share_below == pytest.approx(0.7)
    drawn = worth_in_segment(WORTH, LOOK)
    assert drawn.title == "Worth £300, more than the Lost median of £200"
    assert sum(drawn.figure.data[0].y) == 4, "who is worth nothing has no place on a log axis"
    assert list(drawn.numbers.iloc[:, 1]) == [300, 100, 600, 0, 100, 200, 300, 400]
