"""Figures (e): the models of lifetime against the lifetimes package, on the same rows.

The rows are those a user has: one per customer, days counted whole. Both fit them as they are; ours
collapses equal ones first, and that is timed too. CDNOW comes with the package itself; the million
customers are drawn from a BG/NBD.
"""

import json
import warnings
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from benchmarks.logs import real_log, write_csv
from benchmarks.measuring import Figure, in_turns, run_module

Rows = NDArray[np.float64]

MILLION: Final = 1_000_000
DAYS_KNOWN: Final = 730
FIRST_CALENDAR_DAY: Final = np.datetime64("1997-01-01")
SAMPLE_CUT: Final = np.datetime64("1997-09-30")
LAST_DAY: Final = np.datetime64("1998-06-30")
FASTEST_ON_CDNOW: Final = 15
FASTEST: Final = 12
MOST_SECONDS: Final = 5.0
BOOTSTRAP_FITS: Final = 200
MOST_TIMES_AS_LONG: Final = 3
RUNS_OF_SLOW_RIVALS: Final = 3


def measure(workspace: Path, runs: int) -> list[Figure]:
    """Return all figures of the models of lifetime."""
    with warnings.catch_warnings(), threadpool_limits(1):
        # The package warns of itself on a current pandas.
        warnings.simplefilter("ignore")
        million = made_up(MILLION)
        sample = cdnow("CDNOW_sample.txt", SAMPLE_CUT)
        master = cdnow("CDNOW_master.txt", LAST_DAY)
        few = min(runs, RUNS_OF_SLOW_RIVALS)
        figures = [
            against_lifetimes("BG/NBD", ("CDNOW sample", sample), FASTEST_ON_CDNOW, runs),
            against_lifetimes("BG/NBD", ("CDNOW master", master), FASTEST_ON_CDNOW, runs),
            against_lifetimes("BG/NBD", ("1,000,000 customers", million), FASTEST, few),
            against_lifetimes("Pareto/NBD", ("CDNOW sample", sample), FASTEST, runs),
            against_lifetimes("Pareto/NBD", ("CDNOW master", master), FASTEST, few),
            *predictions(million, runs),
            bootstrap(master, few),
        ]
    return [*figures, analysis(workspace, runs)]


def cdnow(name: str, until: np.datetime64) -> Rows:
    """Return repeat days, day of the last and days known of each customer of a CDNOW file."""
    from rfm.lifetime import PurchaseDays
    from rfm.lifetime.purchase_days import known_at

    package = find_spec("lifetimes")
    if package is None or not package.submodule_search_locations:
        raise SystemExit("The figures of lifetime need the lifetimes package.")
    file = Path(package.submodule_search_locations[0]) / "datasets" / name
    # The first field is the customer's number, the last three are the date, units and amount.
    lines = [line.split() for line in file.read_text().splitlines()]
    fields = [row for row in lines if row and row[0].isdigit()]
    written = np.array([row[-3] for row in fields])
    days = np.array([f"{day[:4]}-{day[4:6]}-{day[6:]}" for day in written], "datetime64[D]")
    amounts = [float(row[-1]) for row in fields]
    log = PurchaseDays.of([row[0] for row in fields], days.astype(np.int64), amounts)
    known = known_at(log, int(until.astype(np.int64)))
    rows = np.column_stack([known.repeats, known.last - known.first, known.tenure])
    return rows.astype(np.float64)


def made_up(customers: int) -> Rows:
    """Return customers of a BG/NBD who joined on any day of two years."""
    random = np.random.default_rng(1)
    known = random.integers(1, DAYS_KNOWN, customers)
    pace = np.maximum(random.gamma(0.25, 1 / 30.0, customers), 1e-12)
    leaving = random.beta(0.8, 2.5, customers)
    moment, repeats, last = np.zeros(customers), np.zeros(customers), np.zeros(customers)
    active = np.arange(customers)
    while len(active):
        moment[active] += random.exponential(1 / pace[active])
        active = active[np.ceil(moment[active]) <= known[active]]
        day = np.ceil(moment[active])
        new = active[day > last[active]]
        repeats[new] += 1
        last[active] = day
        active = active[random.random(len(active)) > leaving[active]]
    return np.column_stack([repeats, last, known])


def against_lifetimes(model: str, rows: tuple[str, Rows], least: float, runs: int) -> Figure:
    """Return how much faster our fit is than the package's, of which the parameters agree."""
    import lifetimes

    from rfm.lifetime import BgNbd, ParetoNbd

    title, values = rows
    ours, rival = {
        "BG/NBD": (BgNbd, lifetimes.BetaGeoFitter),
        "Pareto/NBD": (ParetoNbd, lifetimes.ParetoNBDFitter),
    }[model]
    found, theirs = ours().fit(values).values_, rival().fit(*values.T).params_
    if any(abs(found[name] / theirs[name] - 1) > 0.01 for name in found):
        raise SystemExit(f"{model} of {title}: {found} here, {dict(theirs)} by lifetimes.")
    fits: list[Callable[[], Any]] = [
        lambda: ours().fit(values),
        lambda: rival().fit(*values.T),
    ]
    mine, slow = in_turns(fits, runs)
    return Figure(
        "e",
        f"{model} of {title}: lifetimes / ours",
        f"{slow / mine:.0f} x ({slow:.3f} s / {mine:.3f} s)",
        f">= {least} x",
        slow >= least * mine,
    )


def predictions(rows: Rows, runs: int) -> list[Figure]:
    """Return how long every prediction of a million customers takes, by model."""
    from rfm.lifetime import BgNbd, ParetoNbd, collapse

    figures = []
    for title, kind in (("BG/NBD", BgNbd), ("Pareto/NBD", ParetoNbd)):
        model = kind().fit(collapse(rows[:100_000]))
        (seconds,) = in_turns([partial(predict_all, model, rows)], runs)
        figures.append(
            Figure(
                "e",
                f"{title}: P(alive), churn, orders in 90 and 365 days of 1,000,000 customers",
                f"{seconds:.2f} s",
                f"< {MOST_SECONDS:.0f} s",
                seconds < MOST_SECONDS,
            )
        )
    return figures


def predict_all(model: Any, rows: Rows) -> None:
    """Ask a model everything that the product asks of each customer."""
    from rfm.lifetime import collapse

    histories = collapse(rows)
    model.p_alive(histories)
    model.no_purchase_probability(histories, 90)
    model.expected_orders(histories, 90)
    model.expected_orders(histories, 365)


def bootstrap(rows: Rows, runs: int) -> Figure:
    """Return how long the fits of a bootstrap of CDNOW take."""
    from rfm.lifetime import BgNbd, collapse

    histories = collapse(rows)
    model = BgNbd().fit(histories)
    random = np.random.default_rng(1)
    shares = histories.weights / histories.weights.sum()
    drawn = random.multinomial(len(rows), shares, BOOTSTRAP_FITS).astype(np.float64)

    def fit_all() -> None:
        for weights in drawn:
            model.refit(histories.weighted(weights))

    (seconds,) = in_turns([fit_all], runs)
    return Figure(
        "e",
        f"{BOOTSTRAP_FITS} bootstrap fits of BG/NBD to CDNOW master",
        f"{seconds:.2f} s",
        f"< {MOST_SECONDS:.0f} s",
        seconds < MOST_SECONDS,
    )


def analysis(workspace: Path, runs: int) -> Figure:
    """Return how much longer an analysis takes for looking ahead, both in whole processes."""
    log = real_log(workspace)
    file = write_csv(log, workspace)
    with_lifetime = partial(run_module, "benchmarks.lifetime", file, "with")
    without = partial(run_module, "benchmarks.lifetime", file, "without")
    longer, shorter = in_turns([with_lifetime, without], min(runs, RUNS_OF_SLOW_RIVALS))
    return Figure(
        "e",
        f"analysis of {log.title}: with lifetime, back-test and second opinion / without",
        f"{longer / shorter:.1f} x ({longer:.1f} s / {shorter:.1f} s)",
        f"< {MOST_TIMES_AS_LONG} x",
        longer < MOST_TIMES_AS_LONG * shorter,
    )


def analyse(file: str, how: str) -> None:
    """Analyse a log, without a look ahead when asked so."""
    from rfm.analysis.log import analysing
    from rfm.settings import Settings

    settings = Settings(lifetime="off") if how == "without" else Settings()
    with analysing(file, settings) as found:
        print(json.dumps({"customers": len(found.customers)}))


if __name__ == "__main__":
    import sys

    analyse(*sys.argv[1:])
