"""The charts of one customer, and the sentences around them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from layouts.charts.customer import habits
from layouts.charts.customer import orders as customer
from layouts.charts.customer import values as customer_values
from layouts.charts.customer.values import Averages
from layouts.charts.drawing.look import Look
from rfm import schema

LOOK = Look(names=("Champions", "Lost"), currency="£")
AVERAGES = Averages(own=20.0, of_segment=30.0, segment="Champions")


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
RETURNS = orders(("2011-01-03 09:30", -10.0))


def drawn_again(figure: go.Figure) -> go.Figure:
    """Return a figure after plotly has checked every property of it."""
    return go.Figure(figure.to_dict())


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("bought", [THREE, ONE, MANY, RETURNS])
def test_every_chart_of_orders_is_one_that_plotly_accepts(bought: pd.DataFrame, theme: str):
    look = replace(LOOK, theme=theme)
    for figure in (
        customer.draw_purchases(bought, look),
        customer_values.draw_order_values(bought, AVERAGES, look),
        habits.draw_buying_times(bought, look),
    ):
        assert drawn_again(figure).to_dict()["data"] or figure.layout.annotations
        assert len(figure.to_json()) < 60_000


def test_spending_adds_up_and_a_return_takes_off():
    line, dots, crosses = customer.draw_purchases(THREE, LOOK).data
    assert list(line.y) == [10, 40, 35]
    assert list(dots.y) == [10, 40]
    assert list(crosses.y) == [35]
    assert crosses.name == "Return"


def test_the_finding_tells_what_was_spent_and_when():
    assert customer.finding_of_purchases(THREE, LOOK) == (
        "£35.00 in 2 orders from 3 Jan 2011 to 7 Feb 2011"
    )
    assert (
        customer.finding_of_purchases(ONE, LOOK) == "One order so far, of 3 Jan 2011: £10.00 in all"
    )
    assert "a return worth £5.00" in customer.caption_of_purchases(THREE, LOOK)
    assert "Nothing was returned" in customer.caption_of_purchases(ONE, LOOK)


def test_the_axis_of_one_order_still_spans_days():
    low, high = customer.draw_purchases(ONE, LOOK).layout.xaxis.range
    assert pd.Timestamp(high) - pd.Timestamp(low) >= pd.Timedelta(days=6)


def test_orders_with_times_are_counted_by_weekday_and_hour():
    heat = habits.draw_buying_times(THREE, LOOK).data[0]
    nine = list(heat.x).index(9)
    assert heat.z[0][nine] == 2
    assert np.sum(heat.z) == 2, "returns do not count"
    told = habits.finding_of_buying_times(THREE)
    assert told == "Buys most often on Mondays, around 9:00"


def test_a_log_of_days_gets_weekdays_and_months_instead_of_hours():
    weekdays, months = habits.draw_buying_times(ONE, LOOK).data
    assert weekdays.y[0] == 1
    assert months.y[0] == 1
    assert habits.finding_of_buying_times(ONE) == "Bought once, on a Monday in Jan"
    assert "no time of day" in habits.caption_of_buying_times(ONE)


def test_no_time_is_called_a_favourite_when_several_tie():
    bought = orders(("2011-01-03 09:30", 1.0), ("2011-01-04 10:30", 1.0))
    told = habits.finding_of_buying_times(bought)
    assert told == "No favourite time to buy stands out"


def test_each_order_has_a_bar_until_there_are_too_many():
    few = customer_values.draw_order_values(THREE, AVERAGES, LOOK).data[0]
    many = customer_values.draw_order_values(MANY, AVERAGES, LOOK).data[0]
    assert list(few.y) == [10, 30]
    assert sum(many.y) == 198, "the two largest of 200 lie beyond the axis"
    assert "2 beyond the axis" in customer_values.caption_of_order_values(MANY, AVERAGES, LOOK)


def test_an_average_order_is_compared_with_the_segment():
    told = customer_values.finding_of_order_values(THREE, AVERAGES, LOOK)
    assert told == "An average order is worth £20.00, less than the segment's £30.00"
    notes = customer_values.draw_order_values(THREE, AVERAGES, LOOK).layout.annotations
    assert [note.text for note in notes] == ["their average £20.00", "segment median £30.00"]


def test_a_log_without_products_says_so_instead_of_an_empty_axis():
    figure = customer.draw_top_products(None, LOOK)
    assert figure.layout.annotations[0].text == "This log names no products."
    assert customer.caption_of_top_products(None, 0) == "This log names no products."


def test_the_product_bought_most_is_on_top_with_what_was_spent():
    products = pd.DataFrame(
        {schema.PRODUCT: ["CUP", "VASE"], schema.LINES: [3, 1], schema.REVENUE: [9.0, 4.0]}
    )
    bars = customer.draw_top_products(products, LOOK).data[0]
    assert list(bars.x) == [3, 1]
    assert list(bars.text) == ["£9.00", "£4.00"]
    assert customer.finding_of_top_products(products) == "Bought most often: CUP, 3 times"


def test_the_radar_shows_the_customer_over_the_middle_of_the_segment():
    standing = pd.DataFrame(
        {
            schema.MEASURE: list(schema.RFM),
            schema.VALUE: [1.0, 2.0, 3.0],
            schema.MEDIAN: [2.0, 2.0, 2.0],
            schema.PERCENTILE: [90.0, 50.0, 80.0],
            schema.MEDIAN_PERCENTILE: [60.0, 50.0, 40.0],
        }
    )
    middle, own = habits.draw_standing(standing, "Champions", LOOK).data
    assert list(own.r) == [90, 50, 80, 90], "the ring closes"
    assert middle.name == "Champions median"
    told = habits.finding_of_standing(standing, "Champions")
    assert told == "Ahead of the Champions median on 2 of 3 measures"
