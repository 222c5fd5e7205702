"""`python -m rfm predict`: place one customer by values, or all customers of a file."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from rfm import schema
from rfm.commands.analyse import run as analyse
from rfm.commands.arguments import parser
from rfm.errors import PredictionError
from rfm.samples.catalogue import default_sample, sample_folders
from rfm.words import listed, percent

if TYPE_CHECKING:
    from rfm.prediction import Placement, Placing
    from rfm.snapshot import Snapshot

_THREE: Final = {
    "recency": schema.RECENCY_DAYS,
    "frequency": schema.FREQUENCY,
    "monetary": schema.MONETARY,
}
_NAMED: Final = 3
SITE_SNAPSHOTS: Final = Path("var/snapshots")
Printed: TypeAlias = tuple[Sequence[str], Sequence[str]]
"""What the command prints, and what to know about it."""


def _misunderstanding(chosen: argparse.Namespace) -> str:
    """Return what is wrong with the options together; empty when nothing is."""
    given = _given(chosen)
    if chosen.json and chosen.file is None:
        return "--json goes with --file IN"
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


def run(chosen: argparse.Namespace) -> Iterator[str]:
    """Place whoever is asked for and yield what to print; what to know beside it is noted.

    Raises
    ------
    RfmError
        When the values or the file cannot be used, or do not suit the snapshot.
    """
    from rfm.snapshot import Snapshot
    from rfm.snapshot.predicting import placing_of

    if problem := _misunderstanding(chosen):
        parser(None).error(problem)
    address = chosen.snapshot or SITE_SNAPSHOTS / default_sample(sample_folders()).name
    if chosen.snapshot is None and not address.exists():
        sys.stderr.write(f"No snapshot yet: analysing the sample {address.name} first.\n")
        yield from analyse(
            parser(None).parse_args(["analyse", address.name, "--out", str(address)])
        )
    snapshot = Snapshot.open(address)
    placing = placing_of(snapshot)
    if chosen.file is not None:
        lines, notes = _file(chosen, placing)
    else:
        lines, notes = _customer(chosen, snapshot, placing)
    yield from lines
    for note in notes:
        sys.stderr.write(f"note: {note}\n")


def _given(chosen: argparse.Namespace) -> dict[str, str]:
    texts = {column: getattr(chosen, name) for name, column in _THREE.items()}
    return {column: text for column, text in texts.items() if text is not None}


def _file(chosen: argparse.Namespace, placing: "Placing") -> Printed:
    from rfm.exports import csv_text
    from rfm.prediction import place_file

    placed = place_file(chosen.file, placing)
    _write(chosen.out, csv_text(placed.table))
    customers = len(placed.table)
    if chosen.json:
        return [json.dumps({"customers": customers, "notes": placed.notes})], []
    return [f"{customers:,} customers placed, in {chosen.out}"], placed.notes


def _write(out: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(out)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise PredictionError(
            f"'{out}' cannot be written ({error.strerror}): name another place.",
            how="Name it with --out.",
        ) from None


def _customer(chosen: argparse.Namespace, snapshot: "Snapshot", placing: "Placing") -> Printed:
    from rfm.prediction import place_customer, read_values
    from rfm.snapshot.predicting import known_of

    if placing.probabilities is None and not placing.limits:
        raise PredictionError(placing.no_clusters)
    texts = dict(chosen.value) if chosen.value else _given(chosen)
    if bool(chosen.value) == bool(placing.limits):
        raise _other_values(snapshot, placing)
    read = read_values(texts, placing.attributes, placing.limits, placing.currency)
    if read.problems:
        raise PredictionError(" ".join(read.problems.values()))
    placement = place_customer(read.values, placing, known_of(snapshot, placing))
    filled = ", ".join(one.name for one in placement.filled)
    notes = [f"filled with the typical value: {filled}."] if filled else []
    return _lines(placement, snapshot, placing), [
        *notes,
        *placement.warnings,
        *_nearest(placement),
    ]


def _nearest(placement: "Placement") -> list[str]:
    """Return who is nearest to one whose cluster has no probability, in a sentence."""
    from rfm.prediction.outside import NOT_TOLD

    if not placement.nearest:
        return []
    return [f"{NOT_TOLD} Nearest: {listed(list(placement.alike[schema.CUSTOMER_ID]))}."]


def _other_values(snapshot: "Snapshot", placing: "Placing") -> PredictionError:
    """Return which values this snapshot needs instead."""
    if placing.limits:
        return PredictionError(
            f"Customers of {snapshot.title} are placed by three values.",
            how="Give --recency DAYS, --frequency ORDERS and --monetary AMOUNT; or a file of "
            "customers with --file IN.",
        )
    names = ", ".join(f"--value {one.name}=..." for one in placing.attributes[:_NAMED])
    return PredictionError(
        f"Customers of {snapshot.title} are placed by its columns, one or more of them: what is "
        "left out is filled with the typical value.",
        how=f"Give such as {names}.",
    )


def _lines(placement: "Placement", snapshot: "Snapshot", placing: "Placing") -> list[str]:
    placer = snapshot.placer
    if placer is None:
        cluster = [f"cluster: none. {snapshot.no_clusters_reason}"]
    else:
        number = list(placer.names).index(placement.cluster) + 1
        cluster = [f"cluster: {number}", f"name: {placement.cluster}"]
    if placing.limits:
        certain = []
        if placement.probabilities:
            certain = [f"certainty: {percent(placement.certainty, 0)}"]
        segments = placement.segments.items()
        return [
            *cluster,
            *certain,
            *(
                f"segment ({scheme}): {segment} ({code}){_warning(snapshot, scheme, segment)}"
                for scheme, (code, segment) in segments
            ),
        ]
    target = placing.classifier.card.target if placing.classifier else ""
    return [
        *cluster,
        *(
            f"probability of {name}: {percent(one)}"
            for name, one in placement.probabilities.items()
        ),
        *(f"{target} {name}: {percent(one)}" for name, one in placement.label.items()),
        *(driver.sentence for driver in placement.drivers),
        *(change.sentence for change in placement.changes),
    ]


def _warning(snapshot: "Snapshot", scheme: str, segment: str) -> str:
    """Return what of a segment's name is false of most who bear it, in brackets."""
    warning = snapshot.warnings(scheme).get(segment, "")
    return f" [{warning}]" if warning else ""
