"""Labelled customers -> the model that places new ones best, judged on customers it never saw.

A fifth of the customers is held out for the final judgement. On the rest every candidate is tuned
by cross-validation, one is chosen, calibrated where that helps, and fitted.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rfm import schema
from rfm.classifier.candidates import Encoding, fit_encoding, make_model, may_stop_early
from rfm.classifier.model import Classified, Classifier
from rfm.classifier.tuning import FOLDS, Split, Trial, choose, split_off, try_all
from rfm.classifier.writing import Target, write_card
from rfm.errors import SettingsError
from rfm.features.points import Codes, codes_of
from rfm.table.attribute import Attribute
from rfm.threads import one_thread
from rfm.words import counted

FEWEST_CUSTOMERS: Final = 50
FEWEST_OF_A_CLASS: Final = 10
# More customers than these make a model slower and hardly better.
MOST_CUSTOMERS: Final = 60_000
_MOST_CLASSES: Final = 50


def fit_classifier(
    customers: pd.DataFrame,
    attributes: Sequence[Attribute],
    target: pd.Series,
    *,
    target_name: str = schema.CLUSTER,
    seed: int,
    progress: Callable[[str], None] = lambda _: None,
) -> Classified:
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
        What the target is called: the name of a given label's column, or "cluster".
    seed : int
        Of every split and model.
    progress : callable
        Told in words what is being done.

    Returns
    -------
    Classified
        The model with its card, or the reason why there is none.

    Raises
    ------
    SettingsError
        When there are far too many different labels.
    """
    learned = target_of(customers, target, target_name, seed)
    if isinstance(learned, str):
        return Classified(reason=learned)
    labelled = customers.iloc[learned.rows]
    encoding = fit_encoding(labelled, attributes, target_name)
    if not encoding.names:
        reason = f"No attribute differs between customers: {target_name} cannot be told."
        return Classified(reason=reason)
    split = split_off(encoding.matrix(labelled), learned.codes, seed)
    with one_thread():
        tuned = (split.learned[split.tuned], split.learned_codes[split.tuned])
        trials = try_all(*tuned, encoding, seed=seed, progress=progress)
        chosen = choose(trials)
        progress(f"Fitting the chosen model, {chosen.title}")
        estimator = _fitted(split, chosen, encoding, seed)
        progress("Judging it on customers held out")
        judged = [one.judged(is_chosen=one is chosen) for one in trials]
        card = write_card(estimator, split, judged, learned, encoding.names, seed=seed)
    return Classified(Classifier(card, encoding, estimator))


def _fitted(split: Split, chosen: Trial, encoding: Encoding, seed: int) -> Any:
    from rfm.classifier.tuning import calibrated, choose_calibration

    # Calibration holds customers out as tuning did.
    stops_early = may_stop_early(split.learned_codes, 1 - 1 / FOLDS)
    model = make_model(chosen.title, chosen.settings, encoding, seed, stops_early=stops_early)
    method = choose_calibration(chosen.chances, split.learned_codes[split.tuned], seed)
    if method:
        model = calibrated(model, method)
    return model.fit(split.learned, split.learned_codes)


def target_of(
    customers: pd.DataFrame, target: pd.Series, target_name: str, seed: int
) -> Target | str:
    """Return what is to be learned, or why nothing can be, in a sentence."""
    words = target.astype("str").to_numpy(dtype=object)
    words[target.isna().to_numpy(dtype=bool)] = ""
    counts = pd.Series(words[words != ""], dtype="str").value_counts()
    classes = [one for one in _ordered(target) if counts.get(one, 0) >= FEWEST_OF_A_CLASS]
    if len(classes) > _MOST_CLASSES:
        raise SettingsError(
            f"{target_name} has {len(classes):,} different labels: a model tells at most "
            f"{_MOST_CLASSES} apart, so choose a column with fewer."
        )
    codes = codes_of(pd.Series(words, dtype="str"), classes)
    by_number = np.argsort(customers[schema.CUSTOMER_ID].to_numpy(dtype=object), kind="stable")
    rows = by_number[codes[by_number] >= 0]
    reason = _objection(len(rows), classes, target_name)
    if reason:
        return reason
    taken = _sampled(codes[rows], seed)
    notes = _notes(words, counts, target_name, len(taken) < len(rows))
    return Target(target_name, rows[taken], codes[rows[taken]], tuple(classes), notes)


def _ordered(target: pd.Series) -> list[str]:
    if isinstance(target.dtype, pd.CategoricalDtype):
        return [str(one) for one in target.cat.categories]
    return sorted({str(one) for one in target.dropna().unique()} - {""})


def _objection(rows: int, classes: Sequence[str], target_name: str) -> str:
    """Return why nothing can be learned, in the words of clusters or of a given label."""
    if target_name == schema.CLUSTER:
        none = f"No cluster has at least {FEWEST_OF_A_CLASS} customers"
        one = f"Only one cluster has at least {FEWEST_OF_A_CLASS} customers"
        few = f"Only {rows} customers are in clusters large enough to learn"
    else:
        none = f"No label of {target_name} is that of at least {FEWEST_OF_A_CLASS} customers"
        one = f"{target_name} has only one label that at least {FEWEST_OF_A_CLASS} customers have"
        few = f"Only {rows} customers have a label in {target_name}"
    if not classes:
        return f"{none}: there is nothing to learn from."
    if len(classes) == 1:
        return f"{one}, {classes[0]}: there is nothing to tell apart."
    if rows < FEWEST_CUSTOMERS:
        return f"{few}: at least {FEWEST_CUSTOMERS} are needed to learn from and to judge by."
    return ""


def _sampled(codes: Codes, seed: int) -> NDArray[np.int64]:
    rows = np.arange(len(codes))
    if len(codes) <= MOST_CUSTOMERS:
        return rows
    # In proportion, but all of a class that would become too small to learn.
    rank = pd.Series(np.random.default_rng(seed).permutation(len(codes)))
    place = rank.groupby(codes).rank().to_numpy()
    sizes = np.bincount(codes)[codes]
    kept = np.maximum(FEWEST_OF_A_CLASS, sizes * (MOST_CUSTOMERS / len(codes)))
    return np.asarray(rows[place <= kept])


def _notes(
    words: NDArray[np.object_], counts: pd.Series, target_name: str, is_sampled: bool
) -> tuple[str, ...]:
    notes = []
    gaps = int((words == "").sum())
    if gaps:
        was = "was" if gaps == 1 else "were"
        who = counted(gaps, "customer")
        notes.append(f"{who} without a value in {target_name} {was} not used.")
    rare = counts[counts < FEWEST_OF_A_CLASS].sort_index()
    of_clusters = target_name == schema.CLUSTER
    who_have = ("customer is in", "customers are in") if of_clusters else ("has", "have")
    notes += [
        f"{'The cluster' if of_clusters else target_name} {name} was left out: "
        f"{counted(count, *who_have)} it, and {FEWEST_OF_A_CLASS} customers are "
        "needed to learn it."
        for name, count in list(rare.items())[:5]
    ]
    if is_sampled:
        notes.append(f"The model learned from a sample of about {MOST_CUSTOMERS:,} customers.")
    return tuple(notes)
