"""The models that compete, and which is used from now on by what came after the cut, and why.

* Purchase model: what came must be most likely under it. Models that are behind by no more than
  chance explains (two standard errors of the paired difference) are equal; of these the one whose
  churn probabilities were closest to what came is used, the best known where these are alike.
* Churn probability: the purchase model's own; recalibrated, where that was closer to what came;
  gradient boosting's, where that was closer yet. Closer is a lower log loss or Brier score beyond
  the 90 % interval of the paired difference, when the other is not higher beyond its own.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from rfm.lifetime.backtesting import card, metrics
from rfm.lifetime.backtesting.draws import WITHIN
from rfm.lifetime.candidates import MODELS, TITLES, ModelChoice
from rfm.lifetime.forecast import churn
from rfm.lifetime.models.histories import Array, collapse
from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.lifetime.purchase_days import KnownOnDay, PurchaseDays, known_at

CHANCE: Final = 2.0
SAME_CALIBRATION: Final = 0.002
CHURN_TITLES: Final = {
    churn.AS_MODELLED: "the purchase model's own",
    churn.RECALIBRATED: "the purchase model's, recalibrated on an earlier stretch of the log",
    churn.BOOSTING: "gradient boosting's, learned on an earlier stretch of the log",
}


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """A purchase model, what it foresaw, and how likely it held what came.

    Attributes
    ----------
    kind : str
    model : PurchaseModel
    orders : ndarray
        Expected orders of each customer in the days held out.
    silence : ndarray
        Probability of no order in the days that count as churn.
    alive : ndarray
        P(alive) at the cut.
    surprise : ndarray
        Log-likelihood of what each customer did after the cut, given what was known.
    """

    kind: str
    model: PurchaseModel
    orders: Array
    silence: Array
    alive: Array
    surprise: Array


def compete(
    days: PurchaseDays, known: KnownOnDay, held_out: int, churn_days: int
) -> tuple[Forecast, ...]:
    """Fit every purchase model to what was known and ask it about the days held out."""
    before = known.histories()
    later = known_at(days, known.day + held_out)
    # Who bought first after the cut was not known at it.
    kept = np.searchsorted(later.members, known.members)
    after = collapse(np.column_stack([later.repeats, later.last - later.first, later.tenure])[kept])
    forecasts = []
    for kind, model_class in MODELS.items():
        model = model_class().fit(before)
        forecasts.append(
            Forecast(
                kind=kind,
                model=model,
                orders=model.expected_orders(before, held_out),
                silence=model.no_purchase_probability(before, churn_days),
                alive=model.p_alive(before),
                surprise=model.log_likelihoods(after) - model.log_likelihoods(before),
            )
        )
    return tuple(forecasts)


def choose_purchase_model(forecasts: tuple[Forecast, ...], silent: Array) -> ModelChoice:
    """Return the purchase model that is used."""
    likeliest = _likeliest(forecasts)
    gaps = [(forecast, *_behind(forecast, likeliest)) for forecast in forecasts]
    equal = [forecast for forecast, gap, error in gaps if gap <= CHANCE * error]
    errors = [metrics.calibration_error(silent, forecast.silence) for forecast in equal]
    best = next(
        forecast
        for forecast, error in zip(equal, errors, strict=True)
        if error <= min(errors) + SAME_CALIBRATION
    )
    title, others = TITLES[best.kind], [TITLES[one.kind] for one in equal if one is not best]
    if not others:
        reason = (
            f"{title} is used: what customers did after the cut was more likely under it than "
            "under the other models, by more than chance explains."
        )
    else:
        reason = (
            f"{title} is used: what customers did after the cut was as likely under it as under "
            f"{' and '.join(others)} (chance explains the difference), and its churn "
            "probabilities were as close to what came or closer."
        )
    return ModelChoice(best.kind, reason)


def _likeliest(forecasts: tuple[Forecast, ...]) -> Forecast:
    """Return the model under which what came was most likely; the first of equals."""
    return max(forecasts, key=lambda forecast: float(forecast.surprise.mean()))


def _behind(forecast: Forecast, best: Forecast) -> tuple[float, float]:
    """Return by how much a model's log-likelihood per customer is lower, and its standard error."""
    differences = best.surprise - forecast.surprise
    return float(differences.mean()), float(differences.std() / np.sqrt(len(differences)))


def candidates_table(forecasts: tuple[Forecast, ...], orders: Array, silent: Array) -> pd.DataFrame:
    """Return one row per purchase model with what it was worth after the cut."""
    best = _likeliest(forecasts)
    rows = []
    for forecast in forecasts:
        gap, error = _behind(forecast, best)
        rows.append(
            {
                card.KIND: forecast.kind,
                card.LOG_LIKELIHOOD: float(forecast.surprise.mean()),
                card.BEHIND: gap,
                card.BEHIND_ERROR: error,
                card.CORRELATION: metrics.correlation(orders, forecast.orders),
                card.MAE: metrics.mean_absolute_error(orders, forecast.orders),
                card.TOTAL_ERROR: metrics.total_error(orders, forecast.orders),
                card.AUC: metrics.area_under_curve(silent, forecast.silence),
                card.BRIER: metrics.brier(silent, forecast.silence),
                card.ECE: metrics.calibration_error(silent, forecast.silence),
            }
        )
    return pd.DataFrame(rows)


def churn_table(probabilities: dict[str, Array], silent: Array) -> pd.DataFrame:
    """Return one row per churn probability, with its log loss less that of the first."""
    first = next(iter(probabilities.values()))
    rows = []
    for kind, probability in probabilities.items():
        low, high = _interval(_LOSSES[0](silent, probability) - _LOSSES[0](silent, first))
        rows.append(
            {
                card.KIND: kind,
                card.AUC: metrics.area_under_curve(silent, probability),
                card.BRIER: metrics.brier(silent, probability),
                card.LOG_LOSS: metrics.log_loss(silent, probability),
                card.ECE: metrics.calibration_error(silent, probability),
                card.SLOPE: metrics.calibration_slope(silent, probability),
                card.LOW: low,
                card.HIGH: high,
            }
        )
    return pd.DataFrame(rows)


def choose_churn_model(probabilities: dict[str, Array], silent: Array) -> ModelChoice:
    """Return whose churn probability is used, from the plainest to the least plain."""
    used = churn.AS_MODELLED
    tried = [kind for kind in (churn.RECALIBRATED, churn.BOOSTING) if kind in probabilities]
    for kind in tried:
        if _is_closer(probabilities[kind], probabilities[used], silent):
            used = kind
    if used != churn.AS_MODELLED:
        why = _gain(probabilities[used], probabilities[churn.AS_MODELLED], silent)
    elif tried:
        why = "none that is learned from earlier customers was closer by more than chance explains."
    else:
        why = "too few customers came before to learn another from them."
    return ModelChoice(used, f"The churn probability is {CHURN_TITLES[used]}: {why}")


def _gain(probability: Array, own: Array, silent: Array) -> str:
    losses, errors = (
        [measure(silent, one) for one in (probability, own)]
        for measure in (metrics.log_loss, metrics.brier)
    )
    return (
        "it was closer to what came than the model's own, by more than chance explains (log loss "
        f"{losses[0]:.4f} against {losses[1]:.4f}, mean squared error {errors[0]:.4f} against "
        f"{errors[1]:.4f})."
    )


def _is_closer(probability: Array, other: Array, silent: Array) -> bool:
    intervals = [_interval(loss(silent, probability) - loss(silent, other)) for loss in _LOSSES]
    return any(high < 0 for _, high in intervals) and not any(low > 0 for low, _ in intervals)


def _interval(differences: Array) -> tuple[float, float]:
    """Return the 90 % interval of a mean difference over the same customers."""
    reach = WITHIN * float(differences.std()) / np.sqrt(len(differences))
    return float(differences.mean()) - reach, float(differences.mean()) + reach


_LOSSES: Final = (metrics.log_losses, metrics.squared_errors)
