"""What the symbols and measures of the models mean, in plain words."""

from collections.abc import Mapping
from typing import Final

_ALPHA: Final = "scale of the paces, in days; alpha divided by r is the mean gap between orders"
_ERLANG: Final = "scale of the paces, in days; k times alpha divided by r is the mean gap"
_LEAVING: Final = "with b: the chance to leave after any order, also the first, is a / (a + b)"
_ALIKE: Final = "with a: the larger both are, the more alike customers are in leaving"
_R: Final = "how alike the paces of customers are: below 1 they differ widely"

PARAMETERS: Final[Mapping[str, Mapping[str, str]]] = {
    "bg-nbd": {
        "r": _R,
        "alpha": _ALPHA,
        "a": "with b: the chance to leave after an order is a / (a + b) on average",
        "b": _ALIKE,
    },
    "mbg-nbd": {
        "r": _R,
        "alpha": _ALPHA,
        "a": _LEAVING,
        "b": _ALIKE,
    },
    "pareto-nbd": {
        "r": _R,
        "alpha": _ALPHA,
        "s": "how alike customers are in how soon they leave: below 1 they differ widely",
        "beta": "scale of leaving, in days; s divided by beta is the mean rate of leaving a day",
    },
    **{f"mbg-cnbd-{k}": {"r": _R, "alpha": _ERLANG, "a": _LEAVING, "b": _ALIKE} for k in (2, 3, 4)},
    "gamma-gamma": {
        "p": "how steady the orders of one customer are: large means hardly varying",
        "q": "how alike customers are in what they spend; at 1 or below there is no mean",
        "gamma": "scale, in the currency: p gamma / (q - 1) is the mean order",
    },
}

HABITS: Final[Mapping[str, str]] = {
    "bg-nbd": "Customers buy at their own pace and may leave right after an order.",
    "mbg-nbd": "Customers buy at their own pace and may leave after any order, also the first.",
    "pareto-nbd": "Customers buy at their own pace and may leave at any moment.",
    **{
        f"mbg-cnbd-{k}": "Customers buy at their own pace, more regularly than by chance, and may "
        "leave after any order, also the first."
        for k in (2, 3, 4)
    },
}
SPEND_HABIT: Final = (
    "Orders vary around each customer's own mean; the means vary from customer to customer."
)

MEASURES: Final[Mapping[str, str]] = {
    "orders": "Orders",
    "revenue": "Revenue",
    "churn": "Churn (no order in time)",
}
METRICS: Final[Mapping[str, tuple[str, str]]] = {
    "total_error": ("Total", "All customers together: predicted more (+) or less (-) than came."),
    "mean_absolute_error": (
        "Typical error (MAE)",
        "How far the prediction of one customer is off on average.",
    ),
    "root_mean_squared_error": (
        "Large errors (RMSE)",
        "As the typical error, but large misses count more.",
    ),
    "correlation": ("Correlation", "1: who was predicted more also bought more, in proportion."),
    "decile_error": (
        "Error by tenth (MAPE)",
        "How far each tenth of the customers is off on average, as a share.",
    ),
    "gini": (
        "Ranking (normalised Gini)",
        "1: customers sorted by the prediction are sorted by what they bought; 0: by chance.",
    ),
    "spearman": ("Rank correlation (Spearman)", "1: the same order of customers; 0: by chance."),
    "top_tenth_share": (
        "Caught by the best tenth",
        "Share of everything that the tenth predicted best brought.",
    ),
    "auc": (
        "Telling apart (AUC)",
        "How often one who stayed away had the higher churn probability than one who bought; "
        "50 % is chance.",
    ),
    "brier": (
        "Squared error (Brier)",
        "Mean squared gap between probability and what happened; lower is better.",
    ),
    "log_loss": ("Surprise (log loss)", "How surprising what happened was; lower is better."),
    "calibration_error": (
        "Off its word (ECE)",
        "How far probability and share are apart, over ten bins of customers.",
    ),
    "calibration_slope": (
        "Boldness (slope)",
        "1: as bold as it should be; below 1: too bold; above 1: too careful.",
    ),
}
CHURN_MODELS: Final[Mapping[str, tuple[str, str]]] = {
    "model": ("Purchase model", "The probability of no order, as the purchase model has it."),
    "seasonal": (
        "Purchase model, with the season",
        "The same, of as many days as hold the orders that the season of the year before had.",
    ),
    "recalibrated": (
        "Purchase model, recalibrated",
        "The same, moved and stretched to what came in the same season of the year before.",
    ),
    "1 - P(alive)": (
        "1 - P(alive)",
        "Sometimes shown as churn. It is not: a customer may stay one and pause.",
    ),
    "share of all": ("Share of all", "The same probability for everyone: what churned overall."),
}
RULES: Final[Mapping[str, str]] = {
    "model": "the model",
    "past spend": "past spend",
    "past rate": "past rate",
    "share of all": "share of all",
}
SHARES: Final = frozenset(
    {"total_error", "decile_error", "top_tenth_share", "auc", "calibration_error"}
)
