"""`python -m rfm predict`: place one customer by values, or all customers of a file."""

import argparse
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rfm import schema
from rfm.errors import PredictionError
from rfm.words import percent

if TYPE_CHECKING:
    from rfm.prediction import Placement
    from rfm.snapshot import Snapshot

_THREE: Final = ("recency", "frequency", "monetary")
_NAMED: Final = 3


@dataclass(frozen=True)
class Told:
    """What the command prints, and what to know about it."""

    lines: tuple[str, ...]
    notes: tuple[str, ...] = ()


def misunderstanding(chosen: argparse.Namespace) -> str:
    """Return what is wrong with the options together; empty when nothing is."""
    given = _given(chosen)
    if (chosen.file is None) != (chosen.out is None):
        return "--file IN names the customers and --out OUT.csv where they go: give both"
    ways = [chosen.file is not None, bool(given), bool(chosen.value)]
    if sum(ways) != 1:
        return (
            "give --recency, --frequency and --monetary, or --value NAME=VALUE, or --file IN and "
            "--out OUT.csv"
        )
    if given and len(given) < len(_THREE):
        return "--recency, --frequency and --monetary go together: give all three"
    return ""


def run_predict(chosen: argparse.Namespace, snapshot: "Snapshot") -> Told:
    """Place whoever is asked for, and return what to print.

    Raises
    ------
    RfmError
        When the values or the file cannot be used, or do not suit the snapshot.
    """
    if chosen.file is not None:
        return _file(chosen.file, chosen.out, snapshot)
    if snapshot.is_placed_by_attributes:
        return _attributes(chosen, snapshot)
    return _values(chosen, snapshot)


def _given(chosen: argparse.Namespace) -> list[str]:
    return [name for name in _THREE if getattr(chosen, name) is not None]


def _file(path: Path, out: Path, snapshot: "Snapshot") -> Told:
    from rfm.exports import csv_text
    from rfm.prediction.files import place_file
    from rfm.snapshot.predicting import file_placing_of

    placed = place_file(path, file_placing_of(snapshot))
    _write(out, csv_text(placed.table))
    return Told((f"{len(placed.table):,} customers placed, in {out}",), placed.notes)


def _write(out: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise PredictionError(
            f"'{out}' cannot be written ({error.strerror}): name another place with --out."
        ) from None


def _attributes(chosen: argparse.Namespace, snapshot: "Snapshot") -> Told:
    from rfm.prediction.attribute_values import read_attribute_values
    from rfm.snapshot.predicting import asked_attributes, placing_of

    attributes = asked_attributes(snapshot)
    if not chosen.value:
        names = ", ".join(f"--value {one.name}=..." for one in attributes[:_NAMED])
        raise PredictionError(
            f"Customers of {snapshot.title} are placed by its columns: give one or more, such as "
            f"{names}. What is left out is filled with the typical value."
        )
    read = read_attribute_values(dict(chosen.value), attributes)
    if read.problems:
        raise PredictionError(" ".join(read.problems.values()))
    answer = placing_of(snapshot).answer(read.values)
    lines = [
        f"cluster: {list(answer.probabilities).index(answer.cluster) + 1}",
        f"name: {answer.cluster}",
        *(
            f"probability of {name}: {percent(chance)}"
            for name, chance in answer.probabilities.items()
        ),
        *(
            f"{_target(snapshot)} {name}: {percent(chance)}"
            for name, chance in answer.label.items()
        ),
        *(driver.sentence for driver in answer.drivers),
        *(change.sentence for change in answer.changes),
    ]
    filled = ", ".join(one.name for one in answer.filled)
    notes = [f"filled with the typical value: {filled}."] if filled else []
    return Told(tuple(lines), (*notes, *answer.warnings))


def _target(snapshot: "Snapshot") -> str:
    card = snapshot.supervised_card
    return "" if card is None else card.target


def _values(chosen: argparse.Namespace, snapshot: "Snapshot") -> Told:
    from rfm.prediction import place, read_values
    from rfm.snapshot.predicting import no_clusters

    if snapshot.kind == schema.CUSTOMER_TABLE:
        raise PredictionError(no_clusters(snapshot))
    if chosen.value:
        raise PredictionError(
            f"Customers of {snapshot.title} are placed by three values: give --recency DAYS, "
            "--frequency ORDERS and --monetary AMOUNT; or a file of customers with --file IN."
        )
    values = read_values(chosen.recency, chosen.frequency, chosen.monetary)
    placement = place(
        *values,
        clusters=snapshot.cluster_model,
        schemes=snapshot.schemes,
        customers=snapshot.customers(schema.CUSTOMER_ID, *schema.RFM, schema.SEGMENT),
        currency=snapshot.currency,
    )
    segments = [
        f"segment ({scheme}): {segment} ({code})"
        for scheme, (code, segment) in placement.segments.items()
    ]
    return Told((*_cluster(placement, snapshot), *segments), placement.warnings)


def _cluster(placement: "Placement", snapshot: "Snapshot") -> list[str]:
    if placement.cluster is None:
        return [f"cluster: none. {snapshot.no_clusters_reason}"]
    return [
        f"cluster: {placement.cluster + 1}",
        f"name: {placement.name}",
        f"certainty: {percent(placement.certainty, 0)}",
    ]
