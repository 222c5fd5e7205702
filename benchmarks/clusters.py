"""Figures (h): the clusters of a million customers, and algorithms compared on card holders.

One million customers lie in three columns, as recency, frequency and money do: k-means is scanned
for k = 2 to 10 and every customer labelled each time; the rival is scikit-learn's KMeans on all of
them, with one start. The comparison runs five algorithms with all bootstraps on 8,950 customers in
17 columns, as many as a public table of card holders has. Processor seconds are those of a process
of its own: what the work takes on a machine that has nothing else to do.
"""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.logs import sample_folders
from benchmarks.measuring import Figure, measure_module, print_measures, run_module
from rfm.samples.catalogue import CREDIT_CARDS, sample_file

if TYPE_CHECKING:
    from rfm.features.points import Features

CUSTOMERS: Final = 1_000_000
NUMBERS: Final = range(2, 11)
MOST_SECONDS: Final = 5
MOST_EXCESS: Final = 0.001
CARD_HOLDERS: Final = 8_950
CARD_COLUMNS: Final = 17
MOST_SECONDS_OF_A_COMPARISON: Final = 60
MOST_SECONDS_OF_AN_ANALYSIS: Final = 120


def measure(workspace: Path, runs: int) -> list[Figure]:
    """Return the figures of the clusters."""
    scan = measure_module("benchmarks.clusters", "scan", str(runs))
    compared = measure_module("benchmarks.clusters", "compare", "1")
    title = f"k-means of {CUSTOMERS:,} customers, k = 2 to 10, all labelled"
    whole = _whole_analysis(workspace)
    return [
        *whole,
        Figure(
            "h",
            f"{title} (KMeans on all of them: {scan['rival']:.1f} s)",
            f"{scan['ours']:.1f} s",
            f"< {MOST_SECONDS} s",
            scan["ours"] < MOST_SECONDS,
        ),
        Figure(
            "h",
            f"{title}: inertia above that of KMeans, at the worst k",
            f"{100 * scan['excess']:.3f} %",
            f"<= {100 * MOST_EXCESS:.1f} %",
            scan["excess"] <= MOST_EXCESS,
        ),
        Figure(
            "h",
            f"five algorithms compared with stability, {CARD_HOLDERS:,} customers in "
            f"{CARD_COLUMNS} columns: processor seconds",
            f"{compared['seconds']:.0f} s",
            f"< {MOST_SECONDS_OF_A_COMPARISON} s",
            compared["seconds"] < MOST_SECONDS_OF_A_COMPARISON,
        ),
    ]


def _whole_analysis(workspace: Path) -> list[Figure]:
    """Return how long card holders take from their file to a snapshot, where it is at hand."""
    file = sample_file(CREDIT_CARDS, sample_folders())
    if file is None:
        return []
    begun = time.perf_counter()
    run_module("rfm", "analyse", file, "--kind", "customers", "--out", workspace / "holders")
    seconds = time.perf_counter() - begun
    return [
        Figure(
            "h",
            f"{CREDIT_CARDS.title}: read, checked, compared with stability, explained, published",
            f"{seconds:.0f} s",
            f"< {MOST_SECONDS_OF_AN_ANALYSIS} s",
            seconds < MOST_SECONDS_OF_AN_ANALYSIS,
        )
    ]


def scan_million(runs: int) -> None:
    """Scan a million customers, and let the rival do the same."""
    from sklearn.cluster import KMeans

    from rfm.clusters.algorithms.centres import KMeansAlgorithm

    features = _features(_shop(CUSTOMERS))
    ours, rival, excess = [], [], []
    for run in range(runs):
        begun = time.perf_counter()
        models = KMeansAlgorithm.scan(features, NUMBERS, 0)
        ours.append(time.perf_counter() - begun)
        if run:
            continue
        begun = time.perf_counter()
        theirs = {k: KMeans(k, n_init=1, random_state=0).fit(features.points) for k in NUMBERS}
        rival.append(time.perf_counter() - begun)
        excess = [
            _inertia(features.points, models[k].centres_) / theirs[k].inertia_ - 1 for k in NUMBERS
        ]
    print_measures(ours=float(np.median(ours)), rival=rival[0], excess=max(excess))


def compare_algorithms() -> None:
    """Compare all algorithms on made-up card holders."""
    from rfm.clusters.comparison.comparing import compare

    begun = time.process_time()
    compare(_features(_card_holders()), seed=0, progress=lambda _message: None)
    print_measures(seconds=time.process_time() - begun)


def _inertia(points: "np.ndarray", centres: "np.ndarray") -> float:
    """Return the inertia over all customers, each at the nearest centre."""
    from rfm.clusters.algorithms.centres import squared_distances

    return float(squared_distances(points, centres).min(axis=1).sum())


def _shop(customers: int) -> "np.ndarray":
    """Return straightened recency, frequency and money of a made-up shop."""
    generator = np.random.default_rng(1)
    rate = generator.gamma(0.8, 2.0, customers)
    frequency = 1 + generator.poisson(rate)
    recency = np.minimum(generator.exponential(200 / frequency, customers).round(), 730)
    money = frequency * generator.lognormal(3.5, 0.8, customers)
    return np.column_stack([np.sqrt(recency), np.log(frequency), np.log(money)])


def _card_holders() -> "np.ndarray":
    """Return five kinds of card holders with heavy tails and many exact zeros."""
    generator = np.random.default_rng(2)
    kinds = generator.integers(0, 5, CARD_HOLDERS)
    level = generator.normal(0.0, 2.0, (5, CARD_COLUMNS))[kinds]
    values = np.exp(level + generator.normal(0.0, 1.5, (CARD_HOLDERS, CARD_COLUMNS)))
    is_used = generator.random((CARD_HOLDERS, CARD_COLUMNS)) < 0.75
    return np.log1p(np.where(is_used, values, 0.0))


def _features(values: "np.ndarray") -> "Features":
    from rfm.features.points import Features

    points = np.asfortranarray((values - values.mean(axis=0)) / values.std(axis=0))
    return Features(points, points, np.empty((len(points), 0), dtype=np.int64))


if __name__ == "__main__":
    if sys.argv[1] == "scan":
        scan_million(int(sys.argv[2]))
    else:
        compare_algorithms()
