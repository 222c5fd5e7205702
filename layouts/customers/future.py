"""What is next for one customer: a sentence to read out, and figures with intervals."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from dash import html

from layouts.charts.drawing.look import Look
from layouts.charts.prediction.places import share_in_words
from layouts.parts import glossary
from layouts.parts.components import key_figure
from layouts.parts.verdicts import indicative
from rfm import schema, words

_HARDLY: Final = 0.5
_YEAR: Final = words.span(365)
_MARKS: Final = dict(zip(schema.RISKS, ("good", "good", "watch", "bad"), strict=True))
_ICONS: Final = dict(zip(schema.RISKS, "●◕◐○", strict=True))


@dataclass(frozen=True, kw_only=True)
class Future:
    """What is expected of a customer, and the middle of their segment.

    `churn` is the probability of no order within `churn_days`; `risk`, of `schema.RISKS`, says what
    that means for somebody who usually comes every `usual_gap` days and has been silent for
    `silence`; without `came_back`, that gap is usual for the shop. `orders` are those of a year,
    between `orders_low` and `orders_high` with 90 %. The value is of the orders within
    `value_days`, discounted, between `low` and `high` with 90 %. The next order falls between
    `next_from` and `next_to` with an even chance; both are None where that cannot be said. `season`
    says which factors are in these numbers, and `season_reasons` why; both are empty without any.
    """

    alive: float
    churn: float
    churn_days: int
    risk: str
    usual_gap: float
    came_back: bool = True
    silence: float
    orders: float
    orders_low: float
    orders_high: float
    order_value: float
    value: float
    low: float
    high: float
    value_days: int
    next_from: datetime | None
    next_to: datetime | None
    segment: str
    median_value: float
    median_churn: float
    is_indicative: bool
    season: str = ""
    season_reasons: tuple[str, ...] = ()


def future_card(future: Future, look: Look) -> html.Div:
    """Return what is expected of a customer."""
    mark: list[Any] = [" ", indicative()] if future.is_indicative else []
    return html.Div(
        [
            html.H3("What is next", className="future-title"),
            html.P([sentence_of(future, look), *mark], className="read-out"),
            html.Div(_figures(future, look), className="key-figures customer-figures"),
            *([_season(future)] if future.season else []),
        ]
    )


def _season(future: Future) -> html.Details:
    reasons = [html.P(each) for each in future.season_reasons]
    return html.Details([html.Summary(future.season), *reasons], className="note")


def no_future(reason: str) -> html.Div:
    """Return why nothing is said of the future."""
    return html.Div(
        [html.H3("What is next", className="future-title"), html.P(reason, className="note")],
        className="panel",
    )


def sentence_of(future: Future, look: Look) -> str:
    """Return what is expected, in one sentence that can be read out."""
    churn = share_in_words(100 * future.churn)
    return (
        f"We expect {_orders_and_value(future, look)}; {_next_in_words(future)}the chance of no "
        f"order in the next {words.days(future.churn_days)} is {churn}."
    )


def _orders_and_value(future: Future, look: Look) -> str:
    value, low, high = (
        words.short_money(each, look.currency) for each in (future.value, future.low, future.high)
    )
    orders = "hardly any order"
    if future.orders >= _HARDLY:
        orders = f"about {words.counted(round(future.orders), 'more order')}"
    likely = f" (likely {low} to {high})" if low != high else ""
    span = words.span(future.value_days)
    if span == _YEAR:
        return f"{orders} within {_YEAR}, worth about {value}{likely}"
    return f"{orders} within {_YEAR}, and about {value} within {span}{likely}"


def _next_in_words(future: Future) -> str:
    if future.next_from is None or future.next_to is None:
        return ""
    return f"the next one between {window_in_words(future.next_from, future.next_to, 'and')}; "


def window_in_words(begins: datetime, ends: datetime, joined_by: str) -> str:
    """Return two days as one phrase; the year is said once where it is the same."""
    first = f"{begins.day} {words.MONTHS[begins.month - 1]}"
    if begins.year != ends.year:
        first = words.date_text(begins)
    return f"{first} {joined_by} {words.date_text(ends)}"


def _figures(future: Future, look: Look) -> list[Any]:
    low, high = (words.number(each, 0) for each in (future.orders_low, future.orders_high))
    each = words.money(future.order_value, look.currency)
    return [
        _risk(future),
        _next_order(future),
        key_figure(
            f"Orders within {_YEAR}",
            words.number(future.orders, 1),
            f"likely {low} to {high}; worth {each} each",
            "The mean of what may happen; purchases of one day count once.",
        ),
        _worth(future, look),
    ]


def _risk(future: Future) -> html.Div:
    risk, days = future.risk, words.days(future.churn_days)
    own = words.days(max(1, round(future.usual_gap)))
    rhythm = "usually comes" if future.came_back else "customers here usually come"
    figure = key_figure(
        "Churn risk",
        f"{_ICONS[risk]} {risk[:1].upper()}{risk[1:]}",
        f"{share_in_words(100 * future.churn)} chance of no order in {days}; {rhythm} every "
        f"{own}, silent for {words.days(future.silence)}",
        f"The chance of no order in the next {days}; the segment's median is "
        f"{share_in_words(100 * future.median_churn)}. {glossary.RISKS} "
        f"Still a customer (P(alive)): {share_in_words(100 * future.alive)}.",
    )
    return html.Div(figure, className=f"risk risk-{_MARKS[risk]}")


def _next_order(future: Future) -> html.Div:
    window, chance = words.MISSING, "with an even chance"
    if future.next_from is None or future.next_to is None:
        # Of who came once, purchase models may not doubt that they still are a customer.
        alive = f": {share_in_words(100 * future.alive)} likely still a customer"
        chance = f"may take over a year, or never come{alive if future.came_back else ''}"
    else:
        window = window_in_words(future.next_from, future.next_to, "to")
    figure = key_figure(
        "Next order",
        window,
        chance,
        "Given the silence so far, the next order comes before these days with a chance of a "
        "quarter, and after them, or never, with another.",
    )
    # Two dates are longer than a number: they get smaller letters.
    return html.Div(figure, className="favourite")


def _worth(future: Future, look: Look) -> html.Div:
    value, low, high, median = (
        words.short_money(each, look.currency)
        for each in (future.value, future.low, future.high, future.median_value)
    )
    return key_figure(
        f"Worth within {words.span(future.value_days)}",
        value,
        f"likely {low} to {high}; segment median {median}",
        "Customer lifetime value (CLV): expected orders times their value, discounted. The median "
        f"of {future.segment} is {median}.",
    )
