"""Figures (l): a cold first visit of `/`, beside the same customers in Vizro and Streamlit.

The sites are visited in turns, each visit by a new browser; medians are compared, so that a busy
machine slows all of them. Bytes are as they come, compressed; tasks are those of the main thread.
"""

import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.logs import real_log
from benchmarks.measuring import Figure
from benchmarks.pages import browsing, lighthouse
from benchmarks.pages.browsing import Visit
from benchmarks.pages.peers import OURS, STREAMLIT, VIZRO, serving

MOST_OF_VIZRO: Final = 0.7
MOST_REQUESTS: Final = 25
MOST_KILOBYTES: Final = 1_500
MOST_NODES: Final = 5_000
LEAST_SCORE: Final = 90
MOST_MILLISECONDS: Final = 100
SEGMENTS: Final = ("Champions", "Loyal", "Lost", "New")
RATIOS: Final = (
    ("largest paint", "largest_paint"),
    ("first screen whole, charts and tables drawn", "whole"),
    ("tasks of the main thread", "tasks"),
)
LIMITS: Final = (
    ("elements", "nodes", MOST_NODES, ""),
    ("requests", "requests", MOST_REQUESTS, ""),
    ("compressed", "kilobytes", MOST_KILOBYTES, " kB"),
)


def measure(workspace: Path, runs: int) -> list[Figure]:
    """Return the figures; each site is visited so often."""
    log = real_log(workspace)
    with serving(log, workspace) as addresses:
        visits: dict[str, list[Visit]] = {name: [] for name in addresses}
        for address in addresses.values():
            browsing.visit(address)
        for _ in range(runs):
            for name, address in addresses.items():
                visits[name].append(browsing.visit(address))
        answers = browsing.click_to_answer(addresses[OURS], list(SEGMENTS) * runs)
        scores = lighthouse.performance_of(addresses[OURS], workspace, runs)
    return [
        *(_ratio(what, field, visits) for what, field in RATIOS),
        *(_amount(*limit, visits) for limit in LIMITS),
        _score(scores),
        _answer(answers),
    ]


def _medians(field: str, visits: Mapping[str, Sequence[Visit]]) -> dict[str, float]:
    return {
        name: statistics.median(getattr(each, field) for each in all_of_one)
        for name, all_of_one in visits.items()
    }


def _ratio(what: str, field: str, visits: Mapping[str, Sequence[Visit]]) -> Figure:
    found = _medians(field, visits)
    ratio = found[OURS] / found[VIZRO]
    seconds = ", ".join(f"{name} {found[name] / 1000:.2f} s" for name in (OURS, VIZRO, STREAMLIT))
    return Figure(
        name="l",
        what=f"first visit: {what}, ours / Vizro",
        measured=f"{ratio:.2f} x ({seconds})",
        limit=f"<= {MOST_OF_VIZRO} x",
        holds=ratio <= MOST_OF_VIZRO,
    )


def _amount(
    what: str, field: str, most: int, unit: str, visits: Mapping[str, Sequence[Visit]]
) -> Figure:
    found = _medians(field, visits)
    peers = ", ".join(f"{name} {found[name]:,.0f}" for name in (VIZRO, STREAMLIT))
    return Figure(
        name="l",
        what=f"first visit: {what}",
        measured=f"{found[OURS]:,.0f}{unit} ({peers})",
        limit=f"< {most:,}{unit}",
        holds=found[OURS] < most,
    )


def _score(scores: Sequence[float]) -> Figure:
    score = statistics.median(scores)
    return Figure(
        name="l",
        what="Lighthouse's performance, desktop",
        measured=f"{score:.0f}",
        limit=f">= {LEAST_SCORE}",
        holds=score >= LEAST_SCORE,
    )


def _answer(answers: Sequence[float]) -> Figure:
    taken = statistics.median(answers)
    return Figure(
        name="l",
        what="a click on a segment, to its chip and name in the first sentence",
        measured=f"{taken:.0f} ms (slowest {max(answers):.0f} ms)",
        limit=f"<= {MOST_MILLISECONDS} ms",
        holds=taken <= MOST_MILLISECONDS,
    )
