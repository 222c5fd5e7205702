"""Three values -> where such a customer belongs among the known ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from rfm import schema
from rfm.clusters.purchases.features import Array, Axes, FeatureMap
from rfm.clusters.purchases.neighbours import most_alike
from rfm.customer.percentiles import SMALL_IS_GOOD, percentile
from rfm.errors import PredictionError
from rfm.prediction.ranges import refuse_far_outside, warn_outside
from rfm.words import rough_percent

if TYPE_CHECKING:
    from rfm.clusters.purchases import ClusterModel
    from rfm.segments import FittedScheme

ALIKE: Final = 5
# A nearest customer farther away than this (standard deviations) is not alike.
NOBODY_NEAR: Final = 1.0
_WORTH_A_NUMBER: Final = 0.001


@dataclass(frozen=True)
class Placement:
    """The answer about one customer.

    Parameters
    ----------
    cluster : int or None
        Number of the cluster, 0 the best; None when the log has too few customers for clusters.
    name, description : str
        Of the cluster; empty without one.
    certainty : float
        0 to 1, see `ClusterModel.certainties`.
    runner_up : str
        Name of the next most likely cluster; empty without one.
    runner_up_certainty : float
        The certainty of that cluster.
    runner_up_sentence : str
        "Closest other cluster: ..."; empty without one.
    segments : dict of str to (str, str)
        Code and segment under every scheme that these three values are enough for.
    percentiles : dict of str to float
        For each axis: further than that many percent of the customers in the direction that is
        good for the shop; equal ones count half.
    alike : DataFrame
        The nearest known customers, nearest first, with the columns of `customers`.
    warnings : tuple of str
        What the reader should know before trusting the answer.
    """

    segments: dict[str, tuple[str, str]]
    percentiles: dict[str, float]
    alike: pd.DataFrame
    warnings: tuple[str, ...]
    cluster: int | None = None
    name: str = ""
    description: str = ""
    certainty: float = 0.0
    runner_up: str = ""
    runner_up_certainty: float = 0.0
    runner_up_sentence: str = ""


def place(
    recency_days: float,
    frequency: float,
    monetary: float,
    *,
    clusters: "ClusterModel | None",
    schemes: "Sequence[FittedScheme]",
    customers: pd.DataFrame,
    currency: str = "",
) -> Placement:
    """Return where a customer with these values belongs among the known ones.

    Parameters
    ----------
    recency_days, frequency, monetary : float
        As `read_values` returns them.
    clusters : ClusterModel or None
        The clusters of the log; None when it has too few customers.
    schemes : sequence of FittedScheme
        The schemes to name the segment under.
    customers : DataFrame
        The known customers with `recency_days`, `frequency`, `monetary`, sorted by number; further
        columns (`customer_id`, `segment`, ...) come back with those who are most alike.
    currency : str
        Symbol or code that sentences show money with.

    Raises
    ------
    PredictionError
        When a value is more than ten times anything seen, or there are no customers.
    """
    if customers.empty:
        raise PredictionError("This data set has no customers to compare with: open another one.")
    values = Axes(recency_days, frequency, monetary)
    known = _known(customers)
    seen = (clusters.lowest, clusters.highest) if clusters else _seen(known)
    words = (clusters.count if clusters else "orders", currency)
    refuse_far_outside(values, seen, words)
    features = clusters.features if clusters else FeatureMap.fit(*known)
    rows, distances = most_alike(features, known, values, ALIKE)
    segments, unknown = _segments(values, schemes)
    warnings = [*warn_outside(values, seen, words), *_nobody_near(distances), *unknown]
    return Placement(
        segments=segments,
        percentiles=_percentiles(values, known),
        alike=customers.iloc[rows].reset_index(drop=True),
        warnings=tuple(warnings),
        **(_in_clusters(clusters, values) if clusters else {}),
    )


def _known(customers: pd.DataFrame) -> tuple[Array, Array, Array]:
    recency, frequency, monetary = (
        customers[column].to_numpy(dtype=float, na_value=np.nan) for column in schema.RFM
    )
    return recency, frequency, monetary


def _seen(known: tuple[Array, Array, Array]) -> tuple[Axes, Axes]:
    lowest, highest = zip(*((float(axis.min()), float(axis.max())) for axis in known), strict=True)
    return Axes(*lowest), Axes(*highest)


def _nobody_near(distances: Array) -> list[str]:
    if distances[0] <= NOBODY_NEAR:
        return []
    return [
        "No customer here has all three values like these: even the most alike differ clearly, so "
        "take the answer as a guess."
    ]


def _segments(
    values: Axes, schemes: "Sequence[FittedScheme]"
) -> tuple[dict[str, tuple[str, str]], list[str]]:
    """Return code and segment by scheme, and a sentence for each scheme that asks for more."""
    customer = pd.DataFrame([values], columns=list(schema.RFM))
    segments, sentences = {}, []
    for fitted in schemes:
        scheme = fitted.scheme
        more = [column for column in scheme.columns if column not in schema.RFM]
        if more:
            listed = " and ".join(column.replace("_", " ") for column in more)
            sentences.append(
                f"The segment under '{scheme.title}' cannot be told: it also asks for {listed}."
            )
            continue
        assigned = fitted.assign(customer).iloc[0]
        segments[scheme.name] = (str(assigned[schema.RFM_CODE]), str(assigned[schema.SEGMENT]))
    return segments, sentences


def _percentiles(values: Axes, known: tuple[Array, Array, Array]) -> dict[str, float]:
    places = {}
    for column, axis, value in zip(schema.RFM, known, values, strict=True):
        place_of_value = percentile(axis, value)
        places[column] = 100 - place_of_value if column in SMALL_IS_GOOD else place_of_value
    return places


def _in_clusters(clusters: "ClusterModel", values: Axes) -> dict[str, Any]:
    certainties = clusters.certainties(*values)[0]
    # By the labels, so that a customer halfway between two is placed as in the tables.
    cluster = int(clusters.labels(*values)[0])
    others = [number for number in np.argsort(-certainties, kind="stable") if number != cluster]
    second = int(others[0])
    return {
        "cluster": cluster,
        "name": clusters.names[cluster],
        "description": clusters.descriptions[cluster],
        "certainty": float(certainties[cluster]),
        "runner_up": clusters.names[second],
        "runner_up_certainty": float(certainties[second]),
        "runner_up_sentence": (
            f"Closest other cluster: {clusters.names[second]} "
            f"({_certainty(float(certainties[second]))})."
        ),
    }


def _certainty(share: float) -> str:
    return f"{rough_percent(share)} certain" if share >= _WORTH_A_NUMBER else "under 0.1 % certain"
