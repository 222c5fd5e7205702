"""The clusters of a log judged like any others: next to other algorithms, explained, predicted."""

from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from rfm import schema
from rfm.analysis.clusters.making import StudyProgress, ignore
from rfm.features.points import Codes, Features
from rfm.settings import Count
from rfm.table.attribute import Attribute
from rfm.words import FREQUENCY_UNITS

if TYPE_CHECKING:
    from rfm.classifier.model import Supervised
    from rfm.clusters.comparison.comparing import Compared
    from rfm.clusters.comparison.results import Comparison
    from rfm.clusters.profiles.stories import Stories
    from rfm.clusters.purchases import ClusterModel

IN_USE: Final = "kmeans"
LOG_STUDY_STEPS: Final = (
    "Comparing algorithms",
    "Explaining clusters",
    "Training the model that places",
    "Publishing",
)
_ALWAYS_A_FEATURE: Final = "It is counted from the orders, for every customer."


@dataclass(frozen=True, kw_only=True)
class LogStudy:
    """What there is to judge the clusters of a log by."""

    attributes: tuple[Attribute, ...]
    comparison: "Comparison"
    stories: "Stories"
    supervised: "Supervised | None"
    no_supervised_reason: str


def study_of_log(
    customers: pd.DataFrame,
    model: "ClusterModel",
    *,
    seed: int,
    currency: str = "",
    progress: StudyProgress = ignore,
) -> LogStudy:
    """Compare the clusters of a log with those of other algorithms, and explain them.

    Parameters
    ----------
    customers : DataFrame
        One row per customer with `customer_id`, `recency_days`, `frequency`, `monetary`.
    model : ClusterModel
        The clusters in use.
    seed : int
        The seed of everything random.
    currency : str
        The symbol or code that money is shown with.
    progress : callable
        Told the index in `LOG_STUDY_STEPS` of the step that runs, and a detail in words.
    """
    asked = _Asked(customers, model, seed, currency, progress)
    progress(0, "")
    compared = _compared(asked)
    progress(1, "")
    stories = _stories(asked, compared)
    progress(2, "")
    supervised, why_not = _supervised(asked)
    return LogStudy(
        attributes=asked.attributes,
        comparison=_with_clusters_in_use(compared.comparison, model.k),
        stories=stories,
        supervised=supervised,
        no_supervised_reason=why_not,
    )


@dataclass(frozen=True)
class _Asked:
    """What the study is made of, and what follows from it at once."""

    customers: pd.DataFrame
    model: "ClusterModel"
    seed: int
    currency: str
    progress: StudyProgress

    @cached_property
    def values(self) -> "np.ndarray":
        return self.customers[list(schema.RFM)].to_numpy(dtype=float)

    @cached_property
    def features(self) -> Features:
        """The points that the clusters in use were made of."""
        points = np.ascontiguousarray(self.model.features.points(*self.values.T))
        none = np.empty((len(points), 0), dtype=np.int64)
        return Features(points, points, none, schema.RFM)

    @cached_property
    def labels(self) -> Codes:
        return self.model.labels(*self.values.T)

    @cached_property
    def attributes(self) -> tuple[Attribute, ...]:
        return attributes_of_log(self.values, self.model.count, self.currency)


def _compared(asked: _Asked) -> "Compared":
    from rfm.clusters.comparison.comparing import compare

    return compare(
        asked.features,
        algorithm=None,
        k=None,
        seed=asked.seed,
        progress=partial(asked.progress, 0),
    )


def _with_clusters_in_use(comparison: "Comparison", k: int) -> "Comparison":
    """Return the comparison with the log's own clusters in use, and how they differ if they do."""
    own = comparison.candidate(IN_USE)
    if own.k == k:
        return replace(comparison, in_use=IN_USE)
    differ = (
        f"The clusters in use are {k}, as they were chosen when the log was analysed; to use "
        f"{own.k}, analyse it again with --clusters {own.k}."
    )
    told = replace(own, why_k=f"{own.why_k} {differ}")
    candidates = tuple(told if each is own else each for each in comparison.candidates)
    return replace(comparison, in_use=IN_USE, candidates=candidates)


def _stories(asked: _Asked, compared: "Compared") -> "Stories":
    """Return what is told of the clusters in use, under the names that they have."""
    from rfm.clusters.profiles.telling import tell_stories

    stories = tell_stories(
        asked.customers,
        asked.attributes,
        asked.labels,
        asked.features,
        jaccards=_jaccards(asked, compared),
        currency=asked.currency,
    )
    paragraphs = zip(stories.clusters, asked.model.descriptions, strict=True)
    own = tuple(replace(story, paragraph=text) for story, text in paragraphs)
    return replace(stories, clusters=own).renamed(asked.model.names)


def _jaccards(asked: _Asked, compared: "Compared") -> tuple[float, ...]:
    """Return the stability of each cluster in use, in their order."""
    from rfm.clusters.comparison.comparing import fit_one
    from rfm.clusters.comparison.stability import carried_over

    k = asked.model.k
    if compared.comparison.candidate(IN_USE).k != k:
        compared = fit_one(asked.features, algorithm=IN_USE, k=k, seed=asked.seed)
    jaccards = compared.comparison.candidate(IN_USE).jaccards
    return carried_over(jaccards, compared.models[IN_USE].labels_, asked.labels, k)


def _supervised(asked: _Asked) -> "tuple[Supervised | None, str]":
    from rfm.classifier.fitting import fit_supervised
    from rfm.classifier.question import NoModel

    names = pd.Categorical.from_codes(asked.labels, pd.Index(asked.model.names), ordered=True)
    found = fit_supervised(
        asked.customers,
        asked.attributes,
        pd.Series(names, asked.customers.index),
        target_name=schema.CLUSTER,
        is_agreement=True,
        seed=asked.seed,
        progress=partial(asked.progress, 2),
    )
    return (None, found.reason) if isinstance(found, NoModel) else (found, "")


def attributes_of_log(values: "np.ndarray", count: Count, currency: str) -> tuple[Attribute, ...]:
    """Return recency, frequency and money as attributes of customers.

    Parameters
    ----------
    values : array of shape (customers, 3)
        `recency_days`, `frequency`, `monetary`.
    count : {"orders", "lines", "days"}
        What frequency counts.
    currency : str
        The symbol or code of the money.
    """
    labels = ("Days since the last order", FREQUENCY_UNITS[count][1].capitalize(), "Spend")
    units = ("days", "", currency)
    told = zip(schema.RFM, labels, units, values.T, strict=True)
    return tuple(
        Attribute(
            name=name,
            kind="number",
            is_feature=True,
            reason=_ALWAYS_A_FEATURE,
            typical=float(np.median(column)),
            lowest=float(column.min()),
            highest=float(column.max()),
            is_whole=name != schema.MONETARY,
            label=label,
            unit=unit,
        )
        for name, label, unit, column in told
    )
