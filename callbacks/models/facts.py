"""What the charts of the page Models are drawn from, and the numbers behind them in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from dash.exceptions import PreventUpdate

from callbacks.parts.views import SnapshotView
from layouts.charts.drawing.comparisons import Chances
from layouts.charts.lifetime.backtest import OverTime, Tenths
from layouts.charts.lifetime.ranking import Rank
from layouts.charts.lifetime.repeats import Repeats
from layouts.models.words import RULES
from rfm import schema
from rfm.lifetime.backtesting import card

if TYPE_CHECKING:
    from rfm.classifier.model import ClassifierCard
    from rfm.lifetime import Lifetime
    from rfm.lifetime.backtesting import BackTest
    from rfm.snapshot import Snapshot


def order_tenths(view: SnapshotView) -> tuple[Tenths, pd.DataFrame]:
    """Return the tenths by predicted orders, as means per customer."""
    return _tenths(view, card.PREDICTED_ORDERS, card.ACTUAL_ORDERS)


def revenue_tenths(view: SnapshotView) -> tuple[Tenths, pd.DataFrame]:
    """Return the tenths by predicted revenue, as means per customer."""
    return _tenths(view, card.PREDICTED_REVENUE, card.ACTUAL_REVENUE)


def _tenths(view: SnapshotView, predicted: str, actual: str) -> tuple[Tenths, pd.DataFrame]:
    rows = _back_test(view).deciles
    heads = {
        card.DECILE: "Tenth",
        card.CUSTOMERS: "Customers",
        card.PREDICTED_ORDERS: "Orders predicted",
        card.ACTUAL_ORDERS: "Orders that came",
        card.PREDICTED_REVENUE: view.look.with_currency("Revenue predicted"),
        card.ACTUAL_REVENUE: view.look.with_currency("Revenue that came"),
    }
    known = [column for column in heads if column in rows]
    # A log without amounts has no revenue to compare.
    found = rows.reindex(columns=[card.CUSTOMERS, predicted, actual]).dropna(axis="index")
    customers, foreseen, came = found.to_numpy(dtype=float).T
    each = np.maximum(customers, 1)
    tenths = Tenths(
        customers=customers,
        predicted=foreseen / each,
        actual=came / each,
        is_money=predicted == card.PREDICTED_REVENUE,
    )
    return tenths, rows[known].rename(columns=heads)


def over_time(view: SnapshotView) -> tuple[OverTime, pd.DataFrame]:
    """Return the running totals of the weeks."""
    tested = _back_test(view)
    weeks = tested.over_time
    days, is_held_out = pd.to_datetime(weeks[schema.DAY]), weeks[card.HELD_OUT].to_numpy(dtype=bool)
    numbers = {
        "Week ending": days,
        "Held out": np.where(is_held_out, "yes", "no"),
        "Orders predicted": weeks[card.PREDICTED].astype(float),
        "Orders that came": weeks[card.ACTUAL].astype(int),
        "Predicted so far": weeks[card.PREDICTED_TOTAL].astype(float),
        "Came so far": weeks[card.ACTUAL_TOTAL].astype(int),
    }
    totals = OverTime(
        weeks=days.to_numpy().astype("datetime64[s]"),
        predicted=weeks[card.PREDICTED_TOTAL].to_numpy(dtype=float),
        actual=weeks[card.ACTUAL_TOTAL].to_numpy(dtype=float),
        is_held_out=is_held_out,
        cut=tested.cut,
    )
    return totals, pd.DataFrame(numbers)


def churn_bins(view: SnapshotView) -> tuple[Chances, float]:
    """Return the bins by churn probability, and how far it was off as it is said elsewhere too."""
    tested = _back_test(view)
    rows = tested.calibration
    columns = (card.PREDICTED, card.ACTUAL, card.CUSTOMERS)
    bins = Chances(*(rows[column].to_numpy(dtype=float) for column in columns))
    return bins, tested.metric(card.CHURN, card.ECE)


def ranks(view: SnapshotView) -> tuple[list[Rank], pd.DataFrame]:
    """Return how well each rule ranks, by revenue first."""
    rows = _back_test(view).ranking
    order = rows[card.MEASURE].map({card.REVENUE: 0, card.ORDERS: 1}).argsort(kind="stable")
    found = [
        Rank(
            name=_named(row[card.RULE]),
            of_what=str(row[card.MEASURE]),
            score=float(row[card.GINI]),
            low=float(row[card.LOW]),
            high=float(row[card.HIGH]),
            is_model=row[card.RULE] == card.MODEL,
        )
        for row in rows.iloc[order].to_dict("records")
    ]
    names = [
        f"{_named(rule)}, {measure}"
        for rule, measure in zip(rows[card.RULE], rows[card.MEASURE], strict=True)
    ]
    numbers = {
        "Ranked by": names,
        "Gini": rows[card.GINI].astype(float),
        "from": rows[card.LOW].astype(float),
        "to": rows[card.HIGH].astype(float),
        "Spearman": rows[card.SPEARMAN].astype(float),
        "Best tenth's share (%)": 100 * rows[card.TOP_TENTH].astype(float),
    }
    return found, pd.DataFrame(numbers)


def _named(rule: str) -> str:
    return RULES.get(rule, rule).capitalize()


def counted(snapshot: "Snapshot") -> "Lifetime | None":
    """Return the models, where it was counted how often customers come back."""
    lifetime = snapshot.lifetime
    return lifetime if lifetime is not None and lifetime.seen_repeats else None


def repeats_of(view: SnapshotView) -> tuple[Repeats, pd.DataFrame]:
    """Return the customers at each count: in the log, and under every model."""
    lifetime = counted(view.snapshot)
    if lifetime is None:
        raise PreventUpdate
    repeats = Repeats(
        seen=np.array(lifetime.seen_repeats),
        expected=np.array(lifetime.candidate.expected_repeats),
        model=lifetime.candidate.title,
    )
    numbers = pd.DataFrame({"Came back": repeats.names, "Customers seen": repeats.seen})
    for each in lifetime.candidates:
        numbers[f"Expected by {each.title}"] = np.round(each.expected_repeats, 1)
    return repeats, numbers


def classifier_of(view: SnapshotView) -> "tuple[ClassifierCard]":
    """Return what there is to judge the model that places customers by."""
    found = view.snapshot.classifier_card
    if found is None:
        raise PreventUpdate
    return (found,)


def importances_of(view: SnapshotView) -> "tuple[ClassifierCard, Mapping[str, str]]":
    """Return the same, with the name in words of each column that has one."""
    attributes = view.snapshot.columns.attributes
    return *classifier_of(view), {each.name: each.label for each in attributes if each.label}


def _back_test(view: SnapshotView) -> "BackTest":
    tested = view.snapshot.back_test
    if tested is None:
        raise PreventUpdate
    return tested
