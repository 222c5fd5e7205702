"""What may be given of a customer, what was given, and where the customer belongs.

The form has a field for everything that may be given, and the address holds it; answer and charts
are of what was given.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import Any, Final
from urllib.parse import parse_qsl
from weakref import WeakKeyDictionary

from dash.exceptions import PreventUpdate

from callbacks.parts.answers import Answers
from callbacks.parts.looks import look_of
from layouts.charts.drawing.look import Look
from layouts.prediction.form import LONGEST, FieldShown
from rfm import schema
from rfm.prediction import (
    KnownCustomers,
    Placement,
    Placing,
    ReadValues,
    place_customer,
    read_values,
)
from rfm.prediction.values import typical_of
from rfm.snapshot import Snapshot
from rfm.snapshot.predicting import known_of, placing_of
from rfm.table.attribute import Attribute, currency_of, in_words, label_of
from server.data.datasets import Datasets

PREFIX: Final = "v."
# A log's three values have names of their own in the address.
KEYS: Final[Mapping[str, str]] = {
    schema.RECENCY_DAYS: "r",
    schema.FREQUENCY: "f",
    schema.MONETARY: "m",
}
# Making all known customers comparable takes longer than placing one: it is done once.
_KEPT: Final[WeakKeyDictionary[Snapshot, tuple[Placing, KnownCustomers | None]]] = (
    WeakKeyDictionary()
)
_LOCK: Final = Lock()
_PLACED: Final = Answers()


def key_of(name: str, placing: Placing) -> str:
    """Return what the address calls an attribute."""
    return KEYS[name] if name in placing.limits else f"{PREFIX}{name}"


def given_in(search: str | None) -> dict[str, str]:
    """Return the values that an address holds, by its keys."""
    return dict(parse_qsl((search or "").lstrip("?"), keep_blank_values=True))


def texts_of(given: Any, placing: Placing) -> dict[str, str]:
    """Return what was given by attribute, whatever was sent; keys of nothing are left out."""
    if not isinstance(given, Mapping):
        return {}
    names = {key_of(one.name, placing): one.name for one in placing.attributes}
    texts = {str(key): str(text)[:LONGEST] for key, text in given.items() if text is not None}
    return {
        names.get(key, key.removeprefix(PREFIX)): text
        for key, text in texts.items()
        if key in names or key.startswith(PREFIX)
    }


def typical_texts(placing: Placing) -> dict[str, str]:
    """Return what stands in the fields of what has to be given, as long as nothing is."""
    return {
        one.name: f"{one.typical or 0:.{0 if one.is_whole else 2}f}"
        for one in placing.attributes
        if one.name in placing.limits
    }


def fields_of(placing: Placing, texts: Mapping[str, str]) -> list[FieldShown]:
    """Return a field for each attribute, the most important first, with what was given."""
    return [
        FieldShown(
            key=key_of(one.name, placing),
            value=texts.get(one.name, ""),
            **(_of_purchases(one, placing) if one.name in placing.limits else _of(one, placing)),
        )
        for one in placing.attributes
    ]


def filled_words(filled: Sequence[Attribute], currency: str) -> list[str]:
    """Return which columns were filled, with what."""
    return [f"{label_of(one)} ({in_words(one, typical_of(one), currency)})" for one in filled]


def _of_purchases(attribute: Attribute, placing: Placing) -> dict[str, Any]:
    currency = f", in {placing.currency}" if placing.currency else ""
    what = {
        schema.RECENCY_DAYS: "days since the last order",
        schema.FREQUENCY: f"number of {attribute.unit}",
        schema.MONETARY: f"spent in all{currency}",
    }
    name = attribute.name
    return {"label": f"{placing.limits[name].name}: {what[name]}"}


def _of(attribute: Attribute, placing: Placing) -> dict[str, Any]:
    currency, is_number = placing.currency, attribute.kind == "number"
    symbol = currency_of(attribute, currency)
    unit = attribute.unit if symbol is None else symbol
    label, hint = label_of(attribute), ""
    if is_number and attribute.lowest is not None and attribute.highest is not None:
        low, high = attribute.lowest, attribute.highest
        hint = f"seen from {in_words(attribute, low, currency)} to "
        hint += in_words(attribute, high, currency)
    return {
        "label": f"{label} ({unit})" if unit and is_number else label,
        "hint": hint,
        "typical": in_words(attribute, typical_of(attribute), currency),
        "levels": () if is_number else attribute.levels,
    }


def placing_in(snapshot: Snapshot) -> Placing:
    """Return what places customers in a snapshot, prepared once."""
    return _kept(snapshot)[0]


def _kept(snapshot: Snapshot) -> tuple[Placing, KnownCustomers | None]:
    with _LOCK:
        if snapshot not in _KEPT:
            placing = placing_of(snapshot)
            can_place = placing.limits or placing.probabilities
            _KEPT[snapshot] = placing, known_of(snapshot, placing) if can_place else None
        return _KEPT[snapshot]


class PredictionView:
    """A question about one customer: `texts` are what was given, by attribute."""

    def __init__(self, snapshot: Snapshot, given: Any, theme: str = "light") -> None:
        self.snapshot = snapshot
        self.placing, self._known = _kept(snapshot)
        self.given = texts_of(given, self.placing)
        self.theme = theme

    @property
    def texts(self) -> Mapping[str, str]:
        """What is placed: what is typical where nothing was given but something has to be."""
        return self.given or typical_texts(self.placing)

    @cached_property
    def read(self) -> ReadValues:
        """What could be read of it."""
        placing = self.placing
        return read_values(self.texts, placing.attributes, placing.limits, placing.currency)

    @cached_property
    def placement(self) -> Placement | None:
        """Where the customer belongs; None where something is wrong, or nobody can be placed."""
        known = self._known
        if known is None or self.read.problems:
            return None
        values = self.read.values
        placed: Placement = _PLACED.get(
            (self.snapshot.id, *sorted(values.items())),
            lambda: place_customer(values, self.placing, known),
        )
        return placed

    @cached_property
    def look(self) -> Look:
        """How charts of clusters are drawn."""
        return look_of(self.snapshot, self.theme, schema.CLUSTERS)

    @property
    def key(self) -> tuple[Any, ...]:
        """What an answer depends on."""
        return (self.snapshot.id, *sorted(self.texts.items()), self.theme)

    def file_name(self, what: str) -> str:
        """Return the name of a chart's CSV file; that of the map holds the customers alike."""
        return f"prediction-{'alike' if what == 'map' else what}.csv"


def view_of(
    datasets: Datasets, token: Mapping[str, Any], given: Any = None, theme: str = "light"
) -> PredictionView:
    """Return what is asked about a data set.

    Raises
    ------
    PreventUpdate
        When the address was not read yet.
    """
    if given is None:
        raise PreventUpdate
    return PredictionView(datasets.snapshot(token["name"]), given, theme)
