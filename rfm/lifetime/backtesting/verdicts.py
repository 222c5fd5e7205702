"""What a back-test says, in sentences; also where a simple rule does better."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from rfm.lifetime.backtesting.card import (
    AUC,
    BETTER,
    CHURN,
    ECE,
    GINI,
    MAE,
    MEASURE,
    METRIC,
    MODEL,
    NAIVE,
    ORDERS,
    PAST_SPEND,
    REVENUE,
    RULE,
    TOTAL_ERROR,
)
from rfm.words import percent

WELL_CALIBRATED: Final = 0.05
BETTER_THAN_NOTHING: Final = 0.6
EXACT: Final = 0.01
Row = Mapping[Any, Any]
Figures = Mapping[tuple[str, str], Row]


def verdicts(table: pd.DataFrame, *, customers: int, churn_days: int) -> tuple[str, ...]:
    """Return what the table of metrics says."""
    rows: Figures = {(row[MEASURE], row[METRIC]): row for row in table.to_dict("records")}
    found = [
        _totals(rows, customers),
        _each(rows[ORDERS, MAE]),
        *(_ranking(rows[what, GINI]) for what in (ORDERS, REVENUE) if (what, GINI) in rows),
        _calibrated(rows[CHURN, ECE], churn_days),
        _telling(rows[CHURN, AUC]),
    ]
    return tuple(found)


def _totals(rows: Figures, customers: int) -> str:
    errors = " and ".join(
        f"{what} {_percent(float(rows[what, TOTAL_ERROR][MODEL]))}"
        for what in (ORDERS, REVENUE)
        if (what, TOTAL_ERROR) in rows
    )
    return f"For all {customers:,} customers known at the cut together, the model had {errors}."


def _percent(error: float) -> str:
    if abs(error) < EXACT:
        return "right to within a percent"
    return f"{percent(abs(error), 0)} too {'high' if error > 0 else 'low'}"


def _each(row: Row) -> str:
    ours, theirs = row[MODEL], row[NAIVE]
    better = "the model" if ours <= theirs else "the past rate"
    return (
        f"For a single customer the forecast was off by {ours:.2f} orders on average, carrying on "
        f"the past rate by {theirs:.2f}: {better} is closer{_uncertainty(row)}."
    )


def _ranking(row: Row) -> str:
    rule = "past spend" if row[RULE] == PAST_SPEND else "the past rate of orders"
    most = "spend most" if row[MEASURE] == REVENUE else "order most"
    ours, theirs = row[MODEL], row[NAIVE]
    figures = f"(Gini {ours:.3f} for the model, {theirs:.3f} for {rule})"
    better, worse, advice = "the model", rule, ""
    if theirs > ours:
        better, worse = rule, "the model"
        advice = f" To pick the best customers, sort by {rule}." if row[BETTER] else ""
    return (
        f"Who will {most} was told better by {better} than by {worse} {figures}"
        f"{_uncertainty(row)}.{advice}"
    )


def _uncertainty(row: Row) -> str:
    return "" if row[BETTER] else ", though chance can explain the difference"


def _calibrated(row: Row, days: int) -> str:
    error = float(row[MODEL])
    beginning = (
        f"The probability of no order within {days} days is off by {100 * error:.1f} points on "
        "average, in tenths of the customers"
    )
    if error <= WELL_CALIBRATED:
        return f"{beginning}: it can be read as a share."
    return f"{beginning}: read it as an order of customers, not as a share."


def _telling(row: Row) -> str:
    ours, theirs = float(row[MODEL]), float(row[NAIVE])
    sentence = (
        "Of a customer who came back and one who did not, the churn probability tells which is "
        f"which {percent(ours, 0)} of the time, the days since the last order {percent(theirs, 0)}"
    )
    if ours < BETTER_THAN_NOTHING:
        return f"{sentence}; a coin does so half of the time."
    return f"{sentence}{_uncertainty(row)}."
