"""The charts of the page Models: what each is drawn from, and the numbers behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.look import Look
from layouts.charts.lifetime import backtest, calibration, ranking
from layouts.customers.tables import told_as_table
from layouts.ids import Chart, Models
from rfm.lifetime.backtesting import BackTest, card
from rfm.snapshot import Snapshot

_RULES: Final = {
    card.MODEL: "The model",
    card.PAST_SPEND: "Past spend",
    card.PAST_RATE: "Past rate",
}


def _back_test(snapshot: Snapshot) -> BackTest | None:
    return snapshot.back_test


@dataclass(frozen=True, kw_only=True)
class Question:
    """A chart of a back-test: how it is drawn and told, from what, and its numbers in words.

    `source` returns what the facts are read from; None where the snapshot has no such thing.
    """

    chart: Chart
    draw: Callable[[Any, Look], go.Figure]
    finding: Callable[[Any, Look], str]
    caption: Callable[[Any, Look], str]
    facts: Callable[[Any], Any]
    table: Callable[[Any, Look], pd.DataFrame]
    source: Callable[[Snapshot], Any] = _back_test
    file: str = "back-test"


def draw_card(question: Question, source: Any, look: Look) -> tuple[Any, str, str, Any]:
    """Return a card's figure, title, caption and table view."""
    facts = question.facts(source)
    finding = question.finding(facts, look)
    table = told_as_table(question.table(source, look), finding)
    figure = question.draw(facts, look).to_plotly_json()
    return figure, finding, question.caption(facts, look), table


def order_tenths(tested: BackTest) -> backtest.Tenths:
    """Return the tenths by predicted orders, as means per customer."""
    return _tenths(tested, card.PREDICTED_ORDERS, card.ACTUAL_ORDERS)


def revenue_tenths(tested: BackTest) -> backtest.Tenths:
    """Return the tenths by predicted revenue, as means per customer."""
    return _tenths(tested, card.PREDICTED_REVENUE, card.ACTUAL_REVENUE)


def _tenths(tested: BackTest, predicted: str, actual: str) -> backtest.Tenths:
    # A log without amounts has no revenue to compare.
    known = {predicted, actual} <= set(tested.deciles.columns)
    rows = tested.deciles if known else tested.deciles[:0]
    customers = rows[card.CUSTOMERS].to_numpy(dtype=float)
    each = np.maximum(customers, 1)
    return backtest.Tenths(
        customers=customers,
        predicted=rows[predicted].to_numpy(dtype=float) / each if known else each,
        actual=rows[actual].to_numpy(dtype=float) / each if known else each,
        is_money=predicted == card.PREDICTED_REVENUE,
    )


def over_time(tested: BackTest) -> backtest.OverTime:
    """Return the running totals of the weeks."""
    weeks = tested.over_time
    return backtest.OverTime(
        weeks=pd.to_datetime(weeks[card.DAY]).to_numpy().astype("datetime64[s]"),
        predicted=weeks[card.PREDICTED_TOTAL].to_numpy(dtype=float),
        actual=weeks[card.ACTUAL_TOTAL].to_numpy(dtype=float),
        is_held_out=weeks[card.HELD_OUT].to_numpy(dtype=bool),
        cut=tested.cut,
    )


def bins(tested: BackTest) -> calibration.Calibration:
    """Return the bins by churn probability."""
    rows = tested.calibration
    predicted, actual, customers = (
        rows[column].to_numpy(dtype=float)
        for column in (card.PREDICTED, card.ACTUAL, card.CUSTOMERS)
    )
    return calibration.Calibration(predicted=predicted, actual=actual, customers=customers)


def ranks(tested: BackTest) -> list[ranking.Rank]:
    """Return how well each rule ranks, by revenue first."""
    rows = tested.ranking
    order = rows[card.MEASURE].map({card.REVENUE: 0, card.ORDERS: 1}).argsort(kind="stable")
    return [
        ranking.Rank(
            name=_RULES.get(row[card.RULE], str(row[card.RULE])),
            of_what=str(row[card.MEASURE]),
            score=float(row[card.GINI]),
            low=float(row[card.LOW]),
            high=float(row[card.HIGH]),
            is_model=row[card.RULE] == card.MODEL,
        )
        for row in rows.iloc[order].to_dict("records")
    ]


def table_of_tenths(tested: BackTest, look: Look) -> pd.DataFrame:
    """Return what was predicted for each tenth, and what came."""
    heads = {
        card.DECILE: "Tenth",
        card.CUSTOMERS: "Customers",
        card.PREDICTED_ORDERS: "Orders predicted",
        card.ACTUAL_ORDERS: "Orders that came",
        card.PREDICTED_REVENUE: look.with_currency("Revenue predicted"),
        card.ACTUAL_REVENUE: look.with_currency("Revenue that came"),
    }
    known = [column for column in heads if column in tested.deciles]
    return tested.deciles[known].rename(columns=heads)


def table_of_weeks(tested: BackTest, look: Look) -> pd.DataFrame:
    """Return the weeks with their orders and running totals."""
    del look
    weeks = tested.over_time
    return pd.DataFrame(
        {
            "Week ending": pd.to_datetime(weeks[card.DAY]),
            "Held out": np.where(weeks[card.HELD_OUT].to_numpy(dtype=bool), "yes", "no"),
            "Orders predicted": weeks[card.PREDICTED].astype(float),
            "Orders that came": weeks[card.ACTUAL].astype(int),
            "Predicted so far": weeks[card.PREDICTED_TOTAL].astype(float),
            "Came so far": weeks[card.ACTUAL_TOTAL].astype(int),
        }
    )


def table_of_bins(tested: BackTest, look: Look) -> pd.DataFrame:
    """Return each bin's mean probability and the share that did not buy."""
    del look
    rows = tested.calibration
    return pd.DataFrame(
        {
            "Bin": np.arange(1, len(rows) + 1),
            "Customers": rows[card.CUSTOMERS].astype(int),
            "Churn probability (%)": 100 * rows[card.PREDICTED].astype(float),
            "Did not buy (%)": 100 * rows[card.ACTUAL].astype(float),
        }
    )


def table_of_ranks(tested: BackTest, look: Look) -> pd.DataFrame:
    """Return each rule's scores."""
    del look
    rows = tested.ranking
    return pd.DataFrame(
        {
            "Ranked by": [
                f"{_RULES.get(rule, rule)}, {measure}"
                for rule, measure in zip(rows[card.RULE], rows[card.MEASURE], strict=True)
            ],
            "Gini": rows[card.GINI].astype(float),
            "from": rows[card.LOW].astype(float),
            "to": rows[card.HIGH].astype(float),
            "Spearman": rows[card.SPEARMAN].astype(float),
            "Best tenth's share (%)": 100 * rows[card.TOP_TENTH].astype(float),
        }
    )


def _tenths_question(chart: Chart, facts: Callable[[BackTest], Any]) -> Question:
    return Question(
        chart=chart,
        draw=backtest.draw_tenths,
        finding=backtest.finding_of_tenths,
        caption=backtest.caption_of_tenths,
        facts=facts,
        table=table_of_tenths,
    )


QUESTIONS: Final = (
    _tenths_question(Models.ORDER_TENTHS, order_tenths),
    _tenths_question(Models.REVENUE_TENTHS, revenue_tenths),
    Question(
        chart=Models.CALIBRATION,
        draw=calibration.draw_calibration,
        finding=calibration.finding_of_calibration,
        caption=calibration.caption_of_calibration,
        facts=bins,
        table=table_of_bins,
    ),
    Question(
        chart=Models.OVER_TIME,
        draw=backtest.draw_over_time,
        finding=backtest.finding_of_over_time,
        caption=backtest.caption_of_over_time,
        facts=over_time,
        table=table_of_weeks,
    ),
    Question(
        chart=Models.RANKING,
        draw=ranking.draw_ranking,
        finding=ranking.finding_of_ranking,
        caption=ranking.caption_of_ranking,
        facts=ranks,
        table=table_of_ranks,
    ),
)
