"""What a back-test found, as tables and sentences."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

import pandas as pd

from rfm.lifetime.spending import OF_MEANS

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
DAYS: Final = "days"
HELD: Final = "held"
PAST_SPEND: Final = "past spend"
PAST_RATE: Final = "past rate"
P_ALIVE: Final = "1 - P(alive)"
BASE_RATE: Final = "share of all"
RECENCY: Final = "days since the last order"


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
    models_chosen_on : tuple of date
        The last day that was known, and the last that was compared with, when the models of
        purchases and spend were chosen; empty where that was on the days they are scored on.
    note : str
        On which days they were chosen, in a sentence; empty where the cut was asked for.
    coverage : DataFrame
        How often the 90 % interval of a customer held what came, one row for `measure` orders and
        one for revenue: `customers`, `days`, and the share that was `held`; empty in snapshots that
        do not have it yet.
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
    models_chosen_on: tuple[date, ...] = ()
    note: str = ""
    coverage: pd.DataFrame = field(default_factory=pd.DataFrame)

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
