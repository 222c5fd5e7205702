"""What a back-test found, as tables and sentences; also where a simple rule does better."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from rfm.lifetime.spending import OF_MEANS
from rfm.words import percent

# Tables of the card.
KIND: Final = "kind"
LOG_LIKELIHOOD: Final = "log_likelihood"
BEHIND: Final = "behind"
BEHIND_ERROR: Final = "behind_error"
AUC: Final = "auc"
BRIER: Final = "brier"
LOG_LOSS: Final = "log_loss"
ECE: Final = "calibration_error"
SLOPE: Final = "calibration_slope"
MEASURE: Final = "measure"
METRIC: Final = "metric"
MODEL: Final = "model"
LOW: Final = "low"
HIGH: Final = "high"
NAIVE: Final = "naive"
RULE: Final = "rule"
BETTER: Final = "better"
GINI: Final = "gini"
SPEARMAN: Final = "spearman"
TOP_TENTH: Final = "top_tenth_share"
CORRELATION: Final = "correlation"
MAE: Final = "mean_absolute_error"
RMSE: Final = "root_mean_squared_error"
DECILE_ERROR: Final = "decile_error"
TOTAL_ERROR: Final = "total_error"
DECILE: Final = "decile"
CUSTOMERS: Final = "customers"
PREDICTED_ORDERS: Final = "predicted_orders"
ACTUAL_ORDERS: Final = "actual_orders"
PREDICTED_REVENUE: Final = "predicted_revenue"
ACTUAL_REVENUE: Final = "actual_revenue"
HELD_OUT: Final = "held_out"
PREDICTED: Final = "predicted"
ACTUAL: Final = "actual"
PREDICTED_TOTAL: Final = "predicted_total"
ACTUAL_TOTAL: Final = "actual_total"
ORDERS: Final = "orders"
REVENUE: Final = "revenue"
CHURN: Final = "churn"
PAST_SPEND: Final = "past spend"
PAST_RATE: Final = "past rate"
P_ALIVE: Final = "1 - P(alive)"
BASE_RATE: Final = "share of all"
RECENCY: Final = "days since the last order"

WELL_CALIBRATED: Final = 0.05
BETTER_THAN_NOTHING: Final = 0.6
EXACT: Final = 0.01
Row = Mapping[Any, Any]
Figures = Mapping[tuple[str, str], Row]


@dataclass(frozen=True, kw_only=True)
class BackTest:
    """How the models would have done, had they been used in the past.

    Attributes
    ----------
    begins, cut, ends : date
        First day of the log, last day that the models knew, last day compared with.
    churn_days : int
        Days of silence that count as churn: the horizon of the settings, or all days held out
        where these are fewer.
    customers, all_customers : int
        Customers compared, and customers who had bought by the cut: more where a sample is drawn.
    purchase_model : str
        The model to be used, such as "bg-nbd".
    churn_model : str
        Whose churn probability is to be used: "model" (the purchase model's), "seasonal" or
        "recalibrated".
    churn_scored_on : tuple of date
        Days on which the churn probability was scored, none of which it was chosen on; empty where
        it is scored after the cut.
    spend_model : str
        Whose order values are to be used: "gamma-gamma" (of means) or "gamma-gamma-of-orders".
    reasons : tuple of str
        Why these, in sentences: the purchase model, the churn probability, the spend model.
    verdicts : tuple of str
        What the comparison says, in sentences; also where a naive rule does better.
    candidates : DataFrame
        One row per purchase model: `kind`, out-of-time `log_likelihood` per customer, how far it
        is `behind` the best and the standard error of that (`behind_error`), `correlation`,
        `mean_absolute_error`, `total_error`, `auc`, `brier`, `calibration_error`.
    churn : DataFrame
        One row per churn probability, on the days it is scored on: `kind`, `auc`, `brier`,
        `log_loss`, `calibration_error`, `calibration_slope`, and the 90 % interval `low`..`high`
        of the difference in `log_loss` to the first row.
    metrics : DataFrame
        `measure` (orders, revenue, churn), `metric`, `model` with its 90 % interval `low`..`high`,
        `naive` (the best known simple rule, named in `rule`) and which is `better`: "model",
        "naive", or "" where chance explains the difference.
    ranking : DataFrame
        `measure`, `rule` (model, past spend, past rate), `gini`, `low`, `high`, `spearman`,
        `top_tenth_share`.
    deciles : DataFrame
        `decile` (1 best), `customers`, `predicted_orders`, `actual_orders` by predicted orders,
        `predicted_revenue`, `actual_revenue` by predicted revenue; sums.
    over_time : DataFrame
        One row per week: `day` it ends on, `held_out`, `predicted` and `actual` repeat orders in
        it, and their running totals `predicted_total` and `actual_total`.
    calibration : DataFrame
        Ten bins of equally many customers by the churn probability that is used, on the days it is
        scored on: `customers`, `predicted`, `actual`.
    """

    begins: date
    cut: date
    ends: date
    churn_days: int
    customers: int
    all_customers: int
    purchase_model: str
    churn_model: str
    reasons: tuple[str, ...]
    verdicts: tuple[str, ...]
    candidates: pd.DataFrame
    churn: pd.DataFrame
    metrics: pd.DataFrame
    ranking: pd.DataFrame
    deciles: pd.DataFrame
    over_time: pd.DataFrame
    calibration: pd.DataFrame
    spend_model: str = OF_MEANS
    churn_scored_on: tuple[date, ...] = ()

    @property
    def churn_reason(self) -> str:
        """Why this churn probability is to be used."""
        return self.reasons[1]

    @property
    def held_out_days(self) -> int:
        """Days compared with."""
        return (self.ends - self.cut).days

    def metric(self, measure: str, metric: str, column: str = MODEL) -> float:
        """Return one figure of the table of metrics.

        Parameters
        ----------
        measure, metric : str
            Names of the table, such as "orders" and "gini".
        column : str
            Whose figure: the model's, or that of a rule of thumb.

        Returns
        -------
        float
            The figure; NaN where it is not defined.
        """
        rows = self.metrics
        found = rows[(rows[MEASURE] == measure) & (rows[METRIC] == metric)]
        return float(found[column].iloc[0]) if len(found) else float("nan")


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
