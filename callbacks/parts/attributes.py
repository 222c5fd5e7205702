"""The attributes of a snapshot as readers see them, and which of them tell its clusters apart."""

from typing import Final
from weakref import WeakKeyDictionary

from layouts.parts.attributes import Shown
from rfm import schema
from rfm.snapshot import Snapshot
from rfm.table.attribute import Attribute, currency_of, label_of

SHOWN_KINDS: Final = ("number", "category", "yes-no")
# An attribute never changes within a snapshot.
_KEPT: Final[WeakKeyDictionary[Snapshot, tuple[Shown, ...]]] = WeakKeyDictionary()


def shown_attributes(snapshot: Snapshot) -> tuple[Shown, ...]:
    """Return every column that says something of a customer, in the order of the file."""
    if snapshot not in _KEPT:
        known = set(snapshot.customer_columns)
        _KEPT[snapshot] = tuple(
            _shown(each, snapshot.currency)
            for each in snapshot.columns.attributes
            if each.kind != "identifier" and each.name in known
        )
    return _KEPT[snapshot]


def comparable(snapshot: Snapshot) -> tuple[Shown, ...]:
    """Return the attributes that charts can draw: numbers, categories, yes and no."""
    kinds = {each.name: each.kind for each in snapshot.columns.attributes}
    return tuple(each for each in shown_attributes(snapshot) if kinds[each.name] in SHOWN_KINDS)


def joined_attributes(snapshot: Snapshot) -> tuple[Shown, ...]:
    """Return what a log's customers have from a table that was joined, nothing else."""
    return tuple(each for each in shown_attributes(snapshot) if each.name not in schema.RFM)


def filterable(snapshot: Snapshot) -> tuple[Shown, ...]:
    """Return the attributes that customers can be filtered by; of a log, what was joined."""
    joined = comparable(snapshot)
    if snapshot.kind == schema.CUSTOMER_TABLE:
        return joined
    return tuple(each for each in joined if each.name not in schema.RFM)


def most_telling(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the attributes by how far they set the clusters apart, the most telling first."""
    if snapshot.profiles is None:
        return tuple(each.name for each in comparable(snapshot))
    furthest: dict[str, float] = {}
    for profile in snapshot.profiles.clusters:
        for effect in profile.effects:
            weight = abs(effect.size) * profile.share
            furthest[effect.attribute] = furthest.get(effect.attribute, 0.0) + weight
    return tuple(sorted(furthest, key=lambda name: (-furthest[name], name)))


def _shown(attribute: Attribute, currency: str) -> Shown:
    amount_in = currency_of(attribute, currency)
    return Shown(
        name=attribute.name,
        label=label_of(attribute),
        is_number=attribute.kind == "number",
        unit="" if amount_in is not None else attribute.unit,
        currency=amount_in or "",
        is_whole=attribute.is_whole,
        levels=attribute.levels,
        lowest=attribute.lowest,
        highest=attribute.highest,
    )
