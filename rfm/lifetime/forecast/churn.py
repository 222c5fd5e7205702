"""Churn learned from the past: who stayed silent after an earlier day.

A purchase model derives the probability of no purchase from a profile of how customers behave. Two
rivals learn it instead, from what came of the customers known on an earlier day: the model's own
probability, recalibrated; and gradient boosting on what is known of each history. A back-test
decides which is used.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.special import expit

from rfm.lifetime.models.histories import Array
from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.lifetime.purchase_days import KnownOnDay, PurchaseDays, Whole, bought_after, known_at

AS_MODELLED: Final = "model"
RECALIBRATED: Final = "recalibrated"
BOOSTING: Final = "boosting"
FEWEST_OF_A_KIND: Final = 50
MOST_LEARNED_FROM: Final = 100_000
FOLDS: Final = 3
LATELY: Final = (30, 90)
SAFE: Final = 1e-6
STEPS: Final = 50
ENOUGH: Final = 1e-10
PULL: Final = 1e-3
LEAST_SLOPE: Final = 0.2
MOST_SLOPE: Final = 5.0


@dataclass(frozen=True)
class Recalibration:
    """How log-odds are corrected: `shift + slope * log-odds`, learned on a past forecast.

    J. Platt (1999), "Probabilistic outputs for support vector machines".
    """

    shift: float
    slope: float

    def apply(self, probability: Array) -> Array:
        """Return the corrected probabilities."""
        return np.asarray(expit(self.shift + self.slope * log_odds(probability)), np.float64)


def learn_recalibration(probability: Array, happened: Array) -> Recalibration:
    """Return the correction of probabilities that a past outcome asks for."""
    shift, slope = fit_logistic(log_odds(probability), happened)
    if not LEAST_SLOPE <= slope <= MOST_SLOPE:
        # Such a slope is learned from too little; then only the level is corrected.
        happened_odds, given_odds = log_odds(np.array([happened.mean(), probability.mean()]))
        return Recalibration(float(happened_odds - given_odds), 1.0)
    return Recalibration(shift, slope)


def log_odds(probability: Array) -> Array:
    """Return the logarithm of the odds; probabilities of 0 and 1 are taken for nearly so."""
    inside = np.clip(probability, SAFE, 1 - SAFE)
    return np.log(inside) - np.log1p(-inside)


def fit_logistic(values: Array, happened: Array) -> tuple[float, float]:
    """Return the intercept and the slope of the logistic regression on one value (Newton)."""
    point = np.array([0.0, 1.0])
    design = np.column_stack([np.ones_like(values), values])
    # A weak pull towards (0, 1) keeps the answer finite where the value separates the outcomes.
    pull = np.eye(2) * PULL
    for _ in range(STEPS):
        expected = expit(design @ point)
        slope = design.T @ (happened - expected) - pull @ (point - [0.0, 1.0])
        curvature = (design.T * (expected * (1 - expected))) @ design + pull
        step = np.clip(np.linalg.solve(curvature, slope), -1.0, 1.0)
        point = point + step
        if float(np.abs(step).max()) < ENOUGH:
            break
    return float(point[0]), float(point[1])


@dataclass(frozen=True)
class Churn:
    """What was learned from an earlier day.

    Attributes
    ----------
    horizon : int
        Days of silence that count as churn.
    window : int
        Days that were learned from: at most half of the time the log covers, so that enough is
        known before them. Where that is less than the horizon, corrections carry over as odds.
    recalibration : Recalibration
    boosting : estimator or None
        None where fewer than 50 customers stayed silent or came back.
    """

    horizon: int
    window: int
    recalibration: Recalibration
    boosting: Any

    def recalibrated(self, model: PurchaseModel, known: KnownOnDay) -> Array:
        """Return the purchase model's churn probabilities, corrected."""
        return self.recalibration.apply(
            model.no_purchase_probability(known.histories(), self.horizon)
        )

    def boosted(self, model: PurchaseModel, days: PurchaseDays, known: KnownOnDay) -> Array:
        """Return the churn probabilities of gradient boosting; it must have been learned."""
        histories = known.histories()
        short = model.no_purchase_probability(histories, self.window)
        features = history_features(days, known, short)
        learned = self.boosting.predict_proba(features)[:, 1]
        if self.window == self.horizon:
            return np.asarray(learned, np.float64)
        whole = model.no_purchase_probability(histories, self.horizon)
        moved = log_odds(learned) - log_odds(short) + log_odds(whole)
        return np.asarray(expit(moved), np.float64)


def learn_churn(
    model: PurchaseModel, days: PurchaseDays, now: int, horizon: int, *, seed: int
) -> Churn | None:
    """Learn churn from what came of the customers known on an earlier day.

    Parameters
    ----------
    model : PurchaseModel
        Fitted to the purchases until `now`.
    days : PurchaseDays
        Purchases after `now` are not looked at.
    now : int
        The day looked back from.
    horizon : int
        Days of silence that count as churn.
    seed : int
        Of the choice of customers, where there are very many, and of the folds.

    Returns
    -------
    Churn or None
        None where too few customers stayed silent or came back to learn anything.
    """
    window = min(horizon, (now - days.first_day) // 2)
    past = known_at(days.until(now), now - window) if window > 0 else None
    if past is None or not past.tenure.any():
        return None
    silent = (bought_after(days.until(now), past, window).orders == 0).astype(np.float64)
    fewest = min(silent.sum(), len(silent) - silent.sum())
    if fewest < FEWEST_OF_A_KIND // 2:
        return None
    histories = past.histories()
    expected = model.refit(histories).no_purchase_probability(histories, window)
    boosting = None
    if fewest >= FEWEST_OF_A_KIND:
        boosting = _boost(history_features(days, past, expected), silent, seed)
    return Churn(horizon, window, learn_recalibration(expected, silent), boosting)


def history_features(days: PurchaseDays, known: KnownOnDay, silence: Array) -> Array:
    """Return what is told about each customer, one row each.

    Purchases, days from the first to the last and since both, money in all and on average and on
    the last day, mean gap, its spread, the longest and the last gap, the silence as a multiple of
    the mean gap, purchases of late, and the log-odds of silence by the purchase model. A customer
    without a gap has none (NaN).
    """
    past = days.until(known.day)
    customers = len(known.members)
    place = np.repeat(np.arange(customers), known.orders)
    mean, spread, longest, last = _gaps(past, place, known.repeats)
    silent_days = (known.day - known.last).astype(np.float64)
    lately = [
        np.bincount(place[past.day > known.day - back], minlength=customers) for back in LATELY
    ]
    return np.column_stack(
        [
            known.repeats,
            known.last - known.first,
            known.tenure,
            silent_days,
            known.spent,
            known.spent / known.orders,
            past.amount[np.cumsum(known.orders) - 1],
            mean,
            spread,
            longest,
            last,
            silent_days / mean,
            *lately,
            log_odds(silence),
        ]
    )


def _gaps(past: PurchaseDays, place: Whole, repeats: Whole) -> tuple[Array, ...]:
    """Return each customer's mean gap, its relative spread, the longest gap and the last one."""
    customers = len(repeats)
    again = place[1:] == place[:-1]
    of, gap = place[1:][again], np.diff(past.day)[again].astype(np.float64)
    gaps = np.where(repeats > 0, repeats, np.nan)
    mean = np.bincount(of, gap, customers) / gaps
    spread = np.sqrt(np.bincount(of, np.square(gap - mean[of]), customers) / gaps) / mean
    longest, last = np.full(customers, np.nan), np.full(customers, np.nan)
    np.fmax.at(longest, of, gap)
    last[of] = gap
    return mean, spread, longest, last


def _boost(features: Array, silent: Array, seed: int) -> Any:
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.model_selection import StratifiedKFold

    generator = np.random.default_rng(seed)
    if len(features) > MOST_LEARNED_FROM:
        drawn = generator.choice(len(features), MOST_LEARNED_FROM, replace=False)
        features, silent = features[drawn], silent[drawn]
    trees = HistGradientBoostingClassifier(
        max_iter=60,
        learning_rate=0.06,
        max_leaf_nodes=8,
        min_samples_leaf=40,
        early_stopping=False,
        random_state=seed,
    )
    calibrated = CalibratedClassifierCV(
        trees,
        # Steps (isotonic) would say 0 and 1, which nobody knows of a customer.
        method="sigmoid",
        cv=StratifiedKFold(FOLDS, shuffle=True, random_state=seed),
        ensemble=False,
    )
    return calibrated.fit(features, silent)
