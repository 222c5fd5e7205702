"""Figures (c) and (d): every server-side callback of the three tabs, over HTTP.

A process of its own serves a snapshot to Flask's test client, with the bodies that the pages send
(see visits.py), compressed as for a browser. Timed is the whole request; its size is that of the
answer before compression. Downloads are left out: a file may be as large as its table. After one
round to warm up, answers that the site keeps are made anew in every round, so what counts is how
long a view takes that nobody has looked at yet.
"""

import json
import os
import statistics
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.measuring import Figure, run_module
from benchmarks.visits import Call, calls_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask.testing import FlaskClient

    from rfm.snapshot import Snapshot

MOST_KILOBYTES: Final = 200
MOST_MILLISECONDS: Final = 60
MOST_MILLISECONDS_OF_A_MILLION: Final = 150
LEAST_ROUNDS: Final = 5
A_MILLION: Final = 1_000_000
SLOWEST_SHOWN: Final = 3
RIVALLED: Final = "general-recency-monetary-graph.figure"


@dataclass
class Measured:
    """What was measured of one callback."""

    milliseconds: list[float] = field(default_factory=list)
    kilobytes: float = 0.0

    @property
    def p95(self) -> float:
        """The time that 95 % of the requests stay below."""
        return statistics.quantiles(self.milliseconds, n=20, method="inclusive")[-1]


def measure_cdnow(workspace: Path, runs: int) -> list[Figure]:
    """Return the figures of the default sample."""
    snapshots = workspace / "snapshots"
    run_module("rfm", "analyse", "cdnow", "--out", snapshots / "cdnow")
    measured = _measured(workspace, "cdnow", runs)
    return _figures("c", "CDNOW", measured, MOST_MILLISECONDS)


def measure_million(workspace: Path, runs: int) -> list[Figure]:
    """Return the figures of a million made-up customers."""
    from rfm.samples.gift_shop import write_gift_shop

    log = write_gift_shop(workspace, A_MILLION)
    run_module("rfm", "analyse", log, "--out", workspace / "snapshots" / "million")
    measured = _measured(workspace, "million", runs)
    title = "a gift shop of one million customers"
    return _figures("d", title, measured, MOST_MILLISECONDS_OF_A_MILLION)


def _measured(var: Path, name: str, runs: int) -> dict[str, Any]:
    printed = run_module("benchmarks.callbacks", var, name, str(max(runs, LEAST_ROUNDS)))
    measured: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return measured


def _figures(name: str, title: str, measured: dict[str, Any], limit: int) -> list[Figure]:
    callbacks: dict[str, dict[str, float]] = measured["callbacks"]
    slowest = sorted(callbacks, key=lambda each: -callbacks[each]["p95"])[:SLOWEST_SHOWN]
    largest = max(callbacks, key=lambda each: callbacks[each]["kilobytes"])
    named = "; ".join(f"`{each}` {callbacks[each]['p95']:.0f} ms" for each in slowest)
    p95, kilobytes = callbacks[slowest[0]]["p95"], callbacks[largest]["kilobytes"]
    ours, rival = callbacks[RIVALLED]["median"], measured["rival"]
    asked = f"{measured['requests']} requests to {len(callbacks)} callbacks, {title}"
    return [
        Figure(
            name,
            f"{asked}: p95 of the slowest callback (of all: median {measured['median']:.0f} ms, "
            f"p95 {measured['p95']:.0f} ms; slowest: {named})",
            f"{p95:.0f} ms",
            f"< {limit} ms",
            p95 < limit,
        ),
        Figure(
            name,
            f"{asked}: largest answer, uncompressed (`{largest}`)",
            f"{kilobytes:.0f} kB",
            f"< {MOST_KILOBYTES} kB",
            kilobytes < MOST_KILOBYTES,
        ),
        Figure(
            name,
            f"recency x monetary, {title}: px.scatter of all customers / the whole callback",
            f"{rival / ours:.1f} x ({rival:.0f} ms / {ours:.0f} ms)",
            "> 1 x",
            rival > ours,
        ),
    ]


def serve(var: Path, name: str, rounds: int) -> None:
    """Ask a site for everything, round by round, and print what was measured."""
    os.environ["VAR_DIR"] = str(var)
    from app import app, server
    from callbacks.parts.answers import Answers

    def anew(_answers: Answers, _key: object, make: "Callable[[], Any]") -> Any:
        return make()

    snapshot = server.extensions["datasets"].snapshot(name)
    calls = calls_of(app, snapshot, name)
    client = server.test_client()
    for call in calls:
        ask(client, call)
    Answers.get = anew  # type: ignore[assignment,method-assign]
    measured: dict[str, Measured] = defaultdict(Measured)
    rival = []
    for _ in range(rounds):
        rival.append(draw_with_express(snapshot))
        ask_all(client, calls, measured)
    _print(measured, rival, len(calls))


def ask_all(client: "FlaskClient", calls: "Sequence[Call]", measured: dict[str, Measured]) -> None:
    """Ask everything once, and add what it took to what was measured before."""
    for call in calls:
        milliseconds, kilobytes = ask(client, call)
        if kilobytes:
            of_callback = measured[call.name]
            of_callback.milliseconds.append(milliseconds)
            of_callback.kilobytes = max(of_callback.kilobytes, kilobytes)


def ask(client: "FlaskClient", call: Call) -> tuple[float, float]:
    """Return the milliseconds and kilobytes of one request; no kilobytes when nothing changes."""
    begun = time.perf_counter()
    answer = client.post(
        "/_dash-update-component", json=call.body, headers={"Accept-Encoding": "gzip"}
    )
    milliseconds = 1e3 * (time.perf_counter() - begun)
    text = _text(answer)
    # A callback that fails is answered too: with a message in a corner of the page.
    if answer.status_code not in (200, 204) or b'"shell-toasts"' in text:
        raise SystemExit(f"{call.name} answered {answer.status_code} to {call.body}: {text!r}")
    return milliseconds, len(text) / 1e3


def _text(answer: Any) -> bytes:
    import gzip

    sent: bytes = answer.get_data()
    return gzip.decompress(sent) if answer.headers.get("Content-Encoding") == "gzip" else sent


def draw_with_express(snapshot: "Snapshot") -> float:
    """Return the milliseconds that Plotly Express takes for the same scatter, sent as JSON."""
    import plotly.express as px

    from rfm import schema

    column = schema.group_column(snapshot.groupings[0])
    customers = snapshot.customers(schema.CUSTOMER_ID, *schema.RFM, column)
    begun = time.perf_counter()
    px.scatter(
        customers,
        x=schema.RECENCY_DAYS,
        y=schema.MONETARY,
        size=customers[schema.FREQUENCY].clip(lower=0),
        color=column,
        hover_name=schema.CUSTOMER_ID,
    ).to_json()
    return 1e3 * (time.perf_counter() - begun)


def _print(measured: dict[str, Measured], rival: list[float], requests: int) -> None:
    every = Measured([each for one in measured.values() for each in one.milliseconds])
    print(
        json.dumps(
            {
                "requests": requests,
                "median": statistics.median(every.milliseconds),
                "p95": every.p95,
                "rival": statistics.median(rival),
                "callbacks": {
                    name: {
                        "median": statistics.median(one.milliseconds),
                        "p95": one.p95,
                        "kilobytes": one.kilobytes,
                    }
                    for name, one in measured.items()
                },
            }
        )
    )


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
