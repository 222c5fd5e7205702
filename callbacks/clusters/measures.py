"""The measures of each algorithm as a table of words, and what they mean."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from dash import html

from layouts.models.cards import Cell
from layouts.parts import algorithm_table as tables
from layouts.parts import words

if TYPE_CHECKING:
    from rfm.clusters.comparison.results import Candidate, Comparison

HIGHER: Final = "higher is better"
LOWER: Final = "lower is better"
_ENOUGH: Final = {"jaccard": 0.75, "agreement": 0.95}

Read = Callable[["Candidate"], float | None]

SEPARATION: Final = (
    "Separation (silhouette)",
    "-1 to 1: how much nearer customers are to their own cluster than to the next one. It favours "
    "round clusters of equal size, so it does not decide alone.",
)
DAVIES_BOULDIN: Final = (
    "Overlap (Davies-Bouldin)",
    "How wide clusters are against how far apart their middles lie, for the worst neighbour of "
    "each; 0 is no overlap.",
)
CALINSKI: Final = (
    "Spread ratio (Calinski-Harabasz)",
    "The spread between clusters against that within them. Only compare it between algorithms on "
    "the same customers.",
)
JACCARD: Final = (
    "Weakest cluster found again (Jaccard)",
    "The customers are drawn again and clustered anew; how far the least stable cluster overlaps "
    "with its nearest one there, 0 to 1. Below .75 a cluster is not to be trusted.",
)
AGREEMENT: Final = (
    "Lowest agreement of ten seeds",
    "Ten runs that differ in chance alone; the adjusted Rand index of the two that agree least. 1 "
    "is the same clusters, 0 is chance; from .95 on the start does not matter.",
)
FIT: Final = (
    "Number of clusters by",
    "What decides how many clusters: the gap statistic compares the spread with that of evenly "
    "spread customers (higher is better); BIC weighs fit against size of the model.",
)
BALANCE: Final = (
    "Largest and smallest cluster",
    "Shares of the customers. One giant with crumbs beside it says little, whatever its measures.",
)
NOISE: Final = (
    "In no cluster (noise)",
    "Customers that the algorithm leaves out because too few are like them.",
)


def shown_candidates(comparison: "Comparison") -> list["Candidate"]:
    """Return the algorithms that were run, the recommended one first."""
    return [each for each in comparison.candidates if not each.skipped]


def trust_of(comparison: "Comparison") -> Any:
    """Return whether the data have clear groups, and what was done with outliers."""
    told = (
        "The clusters can be trusted: they are found again in other samples and from other starts."
        if comparison.has_clear_groups
        else "These customers have no clear groups: read the clusters as regions of one crowd, "
        "useful for dividing work, not as kinds of people."
    )
    verdict = tables.trust(told, is_clear=comparison.has_clear_groups)
    sentence = html.P(comparison.outliers_sentence, className="section-note")
    return [verdict, sentence] if comparison.outliers_sentence else verdict


def compared(comparison: "Comparison") -> list[Any]:
    """Return the table of the algorithms that were run, what speaks against each, and the rest."""
    run = shown_candidates(comparison)
    algorithms = [_algorithm(each, comparison) for each in run]
    left_out = [(each.title, each.skipped) for each in comparison.candidates if each.skipped]
    note = (
        f"Measured on {words.counted(comparison.sampled, 'customer')} of "
        f"{words.count(comparison.customers)}; {comparison.bootstraps} samples for stability. "
        "The best value of a row is green; click a measure for what it means."
    )
    return [
        tables.side_by_side(algorithms, measures_of(run)),
        html.P(note, className="note section-note"),
        tables.verdicts(algorithms),
        tables.skipped(left_out),
    ]


def _algorithm(candidate: "Candidate", comparison: "Comparison") -> tables.Algorithm:
    badges = (
        ("in use", candidate.algorithm == comparison.in_use),
        ("recommended", candidate.algorithm == comparison.recommended),
    )
    return tables.Algorithm(
        title=candidate.title,
        badges=tuple(badge for badge, holds in badges if holds),
        why_k=candidate.why_k,
        objections=candidate.objections,
    )


def measures_of(run: Sequence["Candidate"]) -> list[tables.Measure]:
    """Return the rows of the table."""
    return [
        _row(("Clusters", ""), "", [Cell(words.count(each.k)) for each in run]),
        _numbers(SEPARATION, run, lambda each: each.silhouette),
        _numbers(DAVIES_BOULDIN, run, lambda each: each.davies_bouldin, is_lower=True),
        _numbers(CALINSKI, run, lambda each: each.calinski_harabasz, digits=0),
        _row(FIT, "", [_fit(each) for each in run]),
        _asked(JACCARD, run, weakest, _ENOUGH["jaccard"]),
        _asked(AGREEMENT, run, lambda each: each.agreement, _ENOUGH["agreement"]),
        _row(BALANCE, "", [_balance(each) for each in run]),
        _row(NOISE, "", [_noise(each) for each in run]),
        _numbers(
            ("Time to fit (seconds)", ""), run, lambda each: each.seconds, digits=1, is_lower=True
        ),
    ]


def weakest(candidate: "Candidate") -> float | None:
    """Return the stability of the least stable cluster."""
    return min(candidate.jaccards) if candidate.jaccards else None


def _numbers(
    told: tuple[str, str],
    run: Sequence["Candidate"],
    read: Read,
    *,
    digits: int = 2,
    is_lower: bool = False,
) -> tables.Measure:
    values = [read(each) for each in run]
    known = [value for value in values if value is not None]
    best = (min if is_lower else max)(known) if len(known) > 1 else None
    cells = [
        Cell(words.number(value, digits), mark="good" if value == best is not None else "")
        for value in values
    ]
    return _row(told, LOWER if is_lower else HIGHER, cells)


def _asked(
    told: tuple[str, str], run: Sequence["Candidate"], read: Read, enough: float
) -> tables.Measure:
    """Return a row whose values are enough or not."""
    cells = [
        Cell(words.MISSING, "not measured")
        if (value := read(each)) is None
        else Cell(words.number(value, 2), mark="good" if value >= enough else "watch")
        for each in run
    ]
    return _row(told, f"{HIGHER}; {enough:.2f} is asked", cells)


def _row(told: tuple[str, str], better: str, cells: Sequence[Cell]) -> tables.Measure:
    return tables.Measure(name=told[0], definition=told[1], better=better, cells=tuple(cells))


def _fit(candidate: "Candidate") -> Cell:
    own = next((each for each in candidate.scan if each.k == candidate.k), None)
    if own is None:
        return Cell("found by itself")
    if own.gap is not None:
        return Cell(f"gap {own.gap:.2f}", f"± {own.gap_error or 0.0:.2f}")
    return Cell(words.short_count(own.fit), candidate.fit_measure)


def _balance(candidate: "Candidate") -> Cell:
    people = sum(candidate.sizes) + candidate.noise
    if not candidate.sizes or not people:
        return Cell(words.MISSING)
    largest, smallest = (words.percent(candidate.sizes[place] / people) for place in (0, -1))
    return Cell(f"{largest} and {smallest}")


def _noise(candidate: "Candidate") -> Cell:
    if not candidate.noise:
        return Cell("nobody")
    share = candidate.noise / (sum(candidate.sizes) + candidate.noise)
    return Cell(words.count(candidate.noise), words.percent(share))
