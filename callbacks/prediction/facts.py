"""What answer and charts of a placed customer are made of."""

from collections.abc import Mapping
from typing import Final
from weakref import WeakKeyDictionary

import pandas as pd

from callbacks.parts.looks import look_of, membership_of
from callbacks.prediction.view import PredictionView
from layouts.charts.drawing.look import Look
from layouts.charts.prediction import places
from layouts.prediction.answer import Answer
from rfm import schema
from rfm.prediction import Placement
from rfm.prediction.outside import NOT_TOLD
from rfm.snapshot import Snapshot
from rfm.words import percent, rough_percent

# Counting a million customers takes longer than all the rest: a snapshot's are counted once.
_KEPT: Final[WeakKeyDictionary[Snapshot, dict[tuple[str, str], places.Ground]]] = (
    WeakKeyDictionary()
)
_LEAST: Final = 1e-9


def group_of(snapshot: Snapshot, placed: Placement) -> tuple[str, str] | None:
    """Return the grouping in use and the customer's group there; None where there is no group."""
    first = snapshot.groupings[0] if snapshot.groupings else ""
    if first in placed.segments:
        return first, placed.segments[first][1]
    return (schema.CLUSTERS, placed.cluster) if placed.cluster else None


def answer_of(
    view: PredictionView, placed: Placement, play: Mapping[str, str] | None = None
) -> Answer:
    """Return where the customer belongs, why, and what to do, as the page shows it."""
    snapshot, classifier = view.snapshot, view.placing.classifier
    return Answer(
        placed=placed,
        cluster=membership_of(snapshot, schema.CLUSTERS, placed.cluster)
        if placed.cluster
        else None,
        no_clusters=snapshot.no_clusters_reason,
        colours=view.look.colours,
        label_name="" if classifier is None else classifier.card.target,
        segments=[
            membership_of(snapshot, name, segment, code)
            # The scheme in use gives the customer's name.
            for name, (code, segment) in sorted(
                placed.segments.items(), key=lambda each: each[0] != snapshot.groupings[0]
            )
        ],
        play=play,
        **_certainty(view, placed),
    )


def _certainty(view: PredictionView, placed: Placement) -> dict[str, str]:
    if not placed.cluster:
        return {}
    if placed.nearest:
        return {"certain": NOT_TOLD}
    if not view.placing.limits:
        return {"certain": f"{percent(placed.certainty)} certain."}
    certain = places.share_in_words(100 * placed.certainty)
    second = placed.ranked[1]
    # However improbable, it is possible.
    chance = rough_percent(max(placed.probabilities[second], _LEAST))
    return {
        "certain": f"{certain[:1].upper()}{certain[1:]} certain. ",
        "runner_up": f"Closest other cluster: {second} ({chance} certain).",
    }


def look_of_alike(view: PredictionView) -> Look:
    """Return the look of the groups that those most alike are shown with."""
    return look_of(view.snapshot, view.theme) if view.placing.limits else view.look


def place_among(columns: tuple[str, str], view: PredictionView) -> tuple[places.Among] | None:
    """Return a log's customers on two axes with the placed one and those most alike."""
    placed = view.placement
    if placed is None or not view.placing.limits:
        return None
    point = {name: float(placed.customer[name]) for name in schema.RFM}
    ground, groups = _ground(view, point, columns), view.snapshot.groups(view.look.grouping)
    return (places.Among(ground=ground, groups=groups, placement=placed),)


def _ground(
    view: PredictionView, point: dict[str, float], columns: tuple[str, str]
) -> places.Ground:
    look = view.look
    customers = view.snapshot.customers(*schema.RFM, look.column)
    kept = _KEPT.setdefault(view.snapshot, {})
    if columns not in kept:
        kept[columns] = places.count_ground(customers, look, columns)
    if kept[columns].holds(point):
        return kept[columns]
    return places.count_ground(customers, look, columns, point)


def map_of(view: PredictionView) -> tuple[pd.DataFrame, Placement, tuple[str, ...]] | None:
    """Return the known customers on the map, the placed one, and what its directions mean."""
    placed = view.placement
    if placed is None or placed.point is None:
        return None
    known = view.snapshot.customers(schema.MAP_X, schema.MAP_Y, schema.CLUSTER_NAME)
    return known, placed, view.snapshot.map_axes
