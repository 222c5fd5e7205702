"""The classifier of a snapshot: it learns the clusters, or a given label."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from rfm import schema
from rfm.table.attribute import Attribute

if TYPE_CHECKING:
    from rfm.classifier.model import Classifier


@dataclass(frozen=True)
class Classified:
    """The classifier that was trained, or why there is none."""

    classifier: "Classifier | None"
    reason: str = ""


def classify(
    customers: pd.DataFrame,
    attributes: tuple[Attribute, ...],
    clusters: pd.Series,
    *,
    target: pd.Series | None = None,
    seed: int,
    progress: Callable[[str], None],
) -> Classified:
    """Train the model that places customers, on a given label or else on their clusters.

    Parameters
    ----------
    customers : DataFrame
        One row per customer with `customer_id` and every attribute.
    attributes : tuple of Attribute
        What the columns hold.
    clusters : Series
        The name of each customer's cluster.
    target : Series, optional
        A given label of each customer.
    seed : int
        The seed of everything random.
    progress : callable
        Told in words what is being done.
    """
    from rfm.classifier.fitting import fit_classifier
    from rfm.classifier.target import NoModel

    found = fit_classifier(
        customers,
        attributes,
        clusters if target is None else target,
        target_name=schema.CLUSTER if target is None else str(target.name),
        is_agreement=target is None,
        seed=seed,
        progress=progress,
    )
    return Classified(None, found.reason) if isinstance(found, NoModel) else Classified(found)
