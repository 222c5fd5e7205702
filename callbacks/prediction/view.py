"""What was given of a customer, and where the customer belongs: what answer and charts are of."""

from collections.abc import Mapping
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from dash.exceptions import PreventUpdate

from callbacks.parts.answers import Answers
from callbacks.parts.looks import look_of
from callbacks.prediction.fields import texts_of, typical_texts
from layouts.charts.drawing.look import Look
from rfm import schema
from rfm.prediction import (
    KnownCustomers,
    Placement,
    Placing,
    ReadValues,
    place_customer,
    read_values,
)
from rfm.snapshot import Snapshot
from rfm.snapshot.predicting import known_of, placing_of

if TYPE_CHECKING:
    from server.data.datasets import Datasets

# Making all known customers comparable takes longer than placing one: it is done once.
_KEPT: Final[WeakKeyDictionary[Snapshot, tuple[Placing, KnownCustomers | None]]] = (
    WeakKeyDictionary()
)
_LOCK: Final = Lock()
_PLACED: Final = Answers()


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
    datasets: "Datasets", token: Mapping[str, Any], given: Any = None, theme: str = "light"
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
