"""The purchase models that compete, which is used by what came after a day, and why.

What came must be most likely under it. Models that are behind by no more than
chance explains (two standard errors of the paired difference) are equal; of these the one whose
churn probabilities were closest to what came is used, the best known where these are alike.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rfm.lifetime.backtesting import card, metrics
from rfm.lifetime.backtesting.draws import WITHIN
from rfm.lifetime.candidates import MODELS, TITLES, USUAL, ModelChoice, likeliest_regular
from rfm.lifetime.models.histories import Array, collapse
from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.lifetime.purchase_days import KnownOnDay, PurchaseDays, known_at

CHANCE: Final = 2.0
SAME_CALIBRATION: Final = 0.002
AFTER_THE_CUT: Final = "after the cut"


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
    days: PurchaseDays, known: KnownOnDay, held_out: int, churn_days: int, kind: str = ""
) -> tuple[Forecast, ...]:
    """Fit the purchase models to what was known and ask them about the days held out.

    A model of regular customers is among them where the histories are likelier under it; one of
    a `kind` is in any case.
    """
    before = known.histories()
    later = known_at(days, known.day + held_out)
    # Who bought first after the cut was not known at it.
    kept = np.searchsorted(later.members, known.members)
    after = collapse(np.column_stack([later.repeats, later.last - later.first, later.tenure])[kept])
    more = (later.repeats[kept] - known.repeats).astype(np.float64)
    gaps = later.log_gaps[kept] - known.log_gaps
    models: dict[str, PurchaseModel] = {kind: MODELS[kind]().fit(before) for kind in USUAL}
    regular = likeliest_regular(before, float(known.log_gaps.sum()), models["mbg-nbd"])
    models |= dict([regular] if regular else [])
    models |= {each: MODELS[each]().fit(before) for each in {kind} - {"", *models}}
    return tuple(
        Forecast(
            kind=kind,
            model=model,
            orders=model.expected_orders(before, held_out),
            silence=model.no_purchase_probability(before, churn_days),
            alive=model.p_alive(before),
            surprise=model.log_likelihoods(after)
            - model.log_likelihoods(before)
            + model.gap_term(more, gaps),
        )
        for kind, model in models.items()
    )


def choose_purchase_model(
    forecasts: tuple[Forecast, ...], silent: Array, when: str = AFTER_THE_CUT
) -> ModelChoice:
    """Return the purchase model that is used, by what came at a time that `when` names."""
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
            f"{title} is used: what customers did {when} was more likely under it than under the "
            "other models, by more than chance explains."
        )
    else:
        reason = (
            f"{title} is used: what customers did {when} was as likely under it as under "
            f"{' and '.join(others)} (chance explains the difference), and its churn "
            "probabilities were as close to what came or closer."
        )
    return ModelChoice(best.kind, reason)


def held_up(forecasts: tuple[Forecast, ...], kind: str) -> str:
    """Return how a model did that was chosen on other days, in a sentence."""
    best, used = _likeliest(forecasts), next(one for one in forecasts if one.kind == kind)
    if best is used:
        return "On the days after these it was the likeliest again."
    gap, error = _behind(used, best)
    if gap <= CHANCE * error:
        return f"On the days after these it was as likely as {TITLES[best.kind]}, to within chance."
    return (
        f"On the days after these {TITLES[best.kind]} was likelier, by more than chance explains: "
        "the order of the models changes with the season, or the shop has changed."
    )


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


def churn_table(
    probabilities: dict[str, Array], silent: Array, groups: NDArray[np.int64]
) -> pd.DataFrame:
    """Return one row per churn probability, with its log loss less that of the first.

    Customers are of several days, by number: it is well calibrated who is so on each.
    """
    first = next(iter(probabilities.values()))
    rows = []
    for kind, probability in probabilities.items():
        low, high = _interval(
            metrics.log_losses(silent, probability) - metrics.log_losses(silent, first)
        )
        rows.append(
            {
                card.KIND: kind,
                card.AUC: metrics.area_under_curve(silent, probability),
                card.BRIER: metrics.brier(silent, probability),
                card.LOG_LOSS: metrics.log_loss(silent, probability),
                card.ECE: metrics.calibration_error(silent, probability, groups),
                card.SLOPE: metrics.calibration_slope(silent, probability),
                card.LOW: low,
                card.HIGH: high,
            }
        )
    return pd.DataFrame(rows)


def _interval(differences: Array) -> tuple[float, float]:
    """Return the 90 % interval of a mean difference over the same customers."""
    reach = WITHIN * float(differences.std()) / np.sqrt(len(differences))
    return float(differences.mean()) - reach, float(differences.mean()) + reach
