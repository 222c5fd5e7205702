"""What the page shows of a customer placed by columns, put together from a snapshot."""

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

from callbacks.parts.looks import membership_of
from layouts.charts.clouds.map_place import MOST_DOTS, MapPlace
from layouts.charts.drawing.look import Look
from layouts.prediction.columns import AnswerShown, FieldShown
from rfm import schema
from rfm.prediction.by_attributes import AttributePlacement, AttributePlacing
from rfm.prediction.drivers import typical_of
from rfm.snapshot import Snapshot
from rfm.snapshot.predicting import asked_attributes, placing_of
from rfm.table.attribute import Attribute, currency_of, in_words, label_of

# Making all known customers comparable takes longer than placing one: it is done once.
_KEPT: Final[WeakKeyDictionary[Snapshot, AttributePlacing]] = WeakKeyDictionary()
_LOCK: Final = Lock()


def placing(snapshot: Snapshot) -> AttributePlacing:
    """Return what places customers in a snapshot's clusters, prepared once."""
    with _LOCK:
        if snapshot not in _KEPT:
            _KEPT[snapshot] = placing_of(snapshot)
        return _KEPT[snapshot]


def fields_of(snapshot: Snapshot, given: Mapping[str, str]) -> list[FieldShown]:
    """Return a field a column, the most important first."""
    return [
        FieldShown(
            name=one.name,
            label=_labelled(one, snapshot.currency),
            hint=_hint(one, snapshot.currency),
            typical=_typical(one, snapshot.currency),
            levels=() if one.kind == "number" else one.levels,
            value=given.get(one.name, ""),
        )
        for one in asked_attributes(snapshot)
    ]


def filled_words(snapshot: Snapshot, filled: Sequence[Attribute]) -> list[str]:
    """Return which columns were filled, with what."""
    return [f"{label_of(one)} ({_typical(one, snapshot.currency)})" for one in filled]


def shown_answer(snapshot: Snapshot, answer: AttributePlacement, look: Look) -> AnswerShown:
    """Return an answer as the page draws it."""
    membership = membership_of(snapshot, schema.CLUSTERS, answer.cluster)
    card = snapshot.supervised_card
    return AnswerShown(
        cluster=answer.cluster,
        explained=membership.explained,
        size=membership.size,
        chances=answer.probabilities,
        colours=look.colours,
        drivers=[driver.sentence for driver in answer.drivers],
        changes=[change.sentence for change in answer.changes],
        alike=[(str(number), str(name)) for number, name in answer.alike.to_numpy().tolist()],
        filled=filled_words(snapshot, answer.filled),
        warnings=answer.warnings,
        label_name="" if card is None else card.target,
        label=answer.label,
    )


def map_of(snapshot: Snapshot, answer: AttributePlacement) -> MapPlace:
    """Return the map of known customers, at most some thousands, with the placed one."""
    known = snapshot.customers(schema.MAP_X, schema.MAP_Y, schema.CLUSTER_NAME)
    some = known.iloc[:: -(-len(known) // MOST_DOTS)]
    x, y = placing(snapshot).placer.pipeline.map_axes
    return MapPlace(
        x=some[schema.MAP_X].to_numpy(),
        y=some[schema.MAP_Y].to_numpy(),
        codes=some[schema.CLUSTER_NAME].cat.codes.to_numpy(),
        customers=len(known),
        point=answer.point,
        cluster=answer.cluster,
        axes=(x, y),
    )


def _labelled(attribute: Attribute, currency: str) -> str:
    label, symbol = label_of(attribute), currency_of(attribute, currency)
    unit = attribute.unit if symbol is None else symbol
    return f"{label} ({unit})" if unit and attribute.kind == "number" else label


def _hint(attribute: Attribute, currency: str) -> str:
    if attribute.kind != "number" or attribute.lowest is None or attribute.highest is None:
        return ""
    low, high = (
        in_words(attribute, one, currency) for one in (attribute.lowest, attribute.highest)
    )
    return f"seen from {low} to {high}"


def _typical(attribute: Attribute, currency: str) -> str:
    typical = typical_of(attribute)
    return "unknown" if typical is None else in_words(attribute, typical, currency)
