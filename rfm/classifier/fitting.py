"""Labelled customers -> the model that places new ones best, judged on customers it never saw.

A fifth of the customers is held out for the final judgement. On the rest every candidate is tuned
by cross-validation, one is chosen, calibrated where that helps, and fitted.
"""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from rfm.classifier.candidates import make_model, may_stop_early
from rfm.classifier.encoding import Encoding, fit_encoding
from rfm.classifier.model import Classifier
from rfm.classifier.target import NoModel, target_of
from rfm.classifier.tuning import FOLDS, Split, Trial, choose, split_off, try_all
from rfm.classifier.writing import Matter, write_card
from rfm.table.attribute import Attribute
from rfm.threads import one_thread


def fit_classifier(
    customers: pd.DataFrame,
    attributes: Sequence[Attribute],
    target: pd.Series,
    *,
    target_name: str,
    is_agreement: bool,
    seed: int = 0,
    progress: Callable[[str], None] = lambda _: None,
) -> Classifier | NoModel:
    """Return the model that tells the target from the attributes best.

    Parameters
    ----------
    customers : DataFrame
        One row per customer: `customer_id` and a column per attribute.
    attributes : sequence of Attribute
        Those that are features are used, but never the target itself.
    target : Series
        The label of each customer, in the order of `customers`; gaps where it is not known. The
        classes are in the order of its categories, if it has any.
    target_name : str
        What the target is called: a column's name, or "cluster".
    is_agreement : bool
        Whether the target was made from these very attributes.
    seed : int
        Of every split and model.
    progress : callable
        Told in words what is being done.

    Raises
    ------
    SettingsError
        When there is not one label for each customer, or far too many different ones.
    """
    learned = target_of(customers, target, target_name, seed)
    if isinstance(learned, NoModel):
        return learned
    labelled = customers.iloc[learned.rows]
    encoding = fit_encoding(labelled, attributes, target_name)
    if not encoding.names:
        return NoModel(f"No attribute differs between customers: {target_name} cannot be told.")
    split = split_off(encoding.matrix(labelled), learned.codes, seed)
    matter = Matter(target_name, is_agreement, learned.classes, encoding.names, learned.notes)
    with one_thread():
        tuned = (split.learned[split.tuned], split.learned_codes[split.tuned])
        trials = try_all(*tuned, encoding, seed=seed, progress=progress)
        chosen = choose(trials)
        progress(f"Fitting the chosen model, {chosen.title}")
        estimator = _fitted(split, chosen, encoding, seed)
        progress("Judging it on customers held out")
        judged = [one.judged(is_chosen=one is chosen) for one in trials]
        card = write_card(estimator, split, judged, matter, seed=seed)
    return Classifier(card, encoding, estimator)


def _fitted(split: Split, chosen: Trial, encoding: Encoding, seed: int) -> Any:
    from rfm.classifier.calibrating import calibrated, choose_calibration

    # Calibration holds customers out as tuning did.
    stops_early = may_stop_early(split.learned_codes, 1 - 1 / FOLDS)
    model = make_model(chosen.title, chosen.settings, encoding, seed, stops_early=stops_early)
    method = choose_calibration(chosen.said, split.learned_codes[split.tuned], seed)
    if method:
        model = calibrated(model, method)
    return model.fit(split.learned, split.learned_codes)
