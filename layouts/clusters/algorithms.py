"""Algorithms side by side: a column each, a row a measure, with its definition one click away."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from dash import html

from layouts.parts.facts_tables import IN_USE, Cell, Row, framed_table
from layouts.parts.verdicts import sentences, verdict
from rfm import words

if TYPE_CHECKING:
    from rfm.clusters.comparison.results import Candidate, Comparison

HIGHER: Final = "higher is better"
LOWER: Final = "lower is better"

Read = Callable[["Candidate"], float | None]
# What is measured, and what that means.
Definition = tuple[str, str]

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
    "with its nearest one there, 0 to 1. Below "
    f"{words.threshold(words.TRUSTED_FROM)} a cluster is not to be trusted.",
)
RESCALED: Final = (
    "The same with numbers scaled otherwise",
    "Samples whose numbers are divided by the width of their middle half, or by their range. Below "
    f"{words.threshold(words.TRUSTED_FROM)} the clusters follow from how numbers were scaled.",
)
AGREEMENT: Final = (
    "Lowest agreement of ten seeds",
    "Ten runs that differ in chance alone; the adjusted Rand index of the two that agree least. 1 "
    "is the same clusters, 0 is chance; from "
    f"{words.threshold(words.AGREES_FROM)} on the start does not matter.",
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
SECONDS: Final = ("Time to fit (seconds)", "")


def compared(comparison: "Comparison") -> list[Any]:
    """Return the table of the algorithms that were run, what speaks against each, and the rest."""
    left_out = [each for each in comparison.candidates if each.skipped]
    note = (
        f"Measured on {words.counted(comparison.sampled, 'customer')} of "
        f"{words.count(comparison.customers)}; {comparison.bootstraps} samples for stability. "
        "The best value of a row is green; click a measure for what it means."
    )
    return [
        _side_by_side(comparison),
        html.P(note, className="note section-note"),
        html.Div([_objections(each) for each in comparison.run], className="algorithm-verdicts"),
        _skipped(left_out) if left_out else None,
    ]


def _side_by_side(comparison: "Comparison") -> html.Div:
    badges = [_badges(each, comparison) for each in comparison.run]
    heads = [html.Th("Measure", scope="col")]
    for each, marked in zip(comparison.run, badges, strict=True):
        name = html.Span(each.title, className="name")
        heads.append(html.Th([name, *marked], scope="col", className="used" if marked else ""))
    used = [bool(marked) for marked in badges]
    rows = [_row_of(each, used) for each in measured_rows(comparison.run)]
    return framed_table(heads, rows, "Algorithms side by side", "side-by-side")


def _badges(candidate: "Candidate", comparison: "Comparison") -> list[html.Span]:
    badges = (
        (IN_USE, candidate.algorithm == comparison.in_use),
        ("recommended", candidate.algorithm == comparison.recommended),
    )
    return [html.Span(badge, className="badge-used") for badge, holds in badges if holds]


def _row_of(row: Row, used: Sequence[bool]) -> html.Tr:
    cells = [
        html.Td(cell.content, className="used" if is_used else "")
        for cell, is_used in zip(row.cells, used, strict=True)
    ]
    return html.Tr([html.Th(_named(row), scope="row"), *cells])


def _named(row: Row) -> list[Any]:
    name: list[Any] = [html.Span(row.name, className="name")]
    better = [html.Small(row.badge)] if row.badge else []
    if not row.meaning:
        return [*name, *better]
    body = [html.Summary(name), html.Small(row.meaning)]
    return [html.Details(body, className="definition"), *better]


def _objections(candidate: "Candidate") -> html.P:
    """Return why an algorithm has its number of clusters, and what speaks against it."""
    against = " ".join(candidate.objections) or "Nothing speaks against it."
    why = f"{candidate.why_k} ".lstrip()
    content = [html.Strong(f"{candidate.title}. "), why, against]
    return verdict(content, is_good=not candidate.objections)


def _skipped(candidates: Sequence["Candidate"]) -> html.Div:
    reasons = [f"{each.title} was not run. {each.skipped}" for each in candidates]
    return html.Div(sentences(reasons), className="skipped")


def measured_rows(run: Sequence["Candidate"]) -> list[Row]:
    """Return the rows of the table."""
    return [
        _row(("Clusters", ""), [Cell(words.count(each.k)) for each in run]),
        _numbers(SEPARATION, run, lambda each: each.silhouette),
        _numbers(DAVIES_BOULDIN, run, lambda each: each.davies_bouldin, is_lower=True),
        _numbers(CALINSKI, run, lambda each: each.calinski_harabasz, digits=0),
        _row(FIT, [_fit(each) for each in run]),
        _asked(JACCARD, run, _weakest, words.TRUSTED_FROM),
        _asked(RESCALED, run, _weakest_rescaled, words.TRUSTED_FROM),
        _asked(AGREEMENT, run, lambda each: each.agreement, words.AGREES_FROM),
        _row(BALANCE, [_balance(each) for each in run]),
        _row(NOISE, [_noise(each) for each in run]),
        _numbers(SECONDS, run, lambda each: each.seconds, digits=1, is_lower=True),
    ]


def _row(measure: Definition, cells: Sequence[Cell], better: str = "") -> Row:
    name, meaning = measure
    return Row(name=name, meaning=meaning, badge=better, cells=tuple(cells))


def _numbers(
    measure: Definition,
    run: Sequence["Candidate"],
    read: Read,
    *,
    digits: int = 2,
    is_lower: bool = False,
) -> Row:
    values = [read(each) for each in run]
    known = [value for value in values if value is not None]
    best = (min if is_lower else max)(known) if len(known) > 1 else None
    cells = [
        Cell(words.number(value, digits), mark="good" if value == best is not None else "")
        for value in values
    ]
    return _row(measure, cells, LOWER if is_lower else HIGHER)


def _asked(measure: Definition, run: Sequence["Candidate"], read: Read, enough: float) -> Row:
    """Return a row whose values are enough or not."""
    cells = [
        Cell(words.MISSING, "not measured")
        if (value := read(each)) is None
        else Cell(words.number(value, 2), mark="good" if value >= enough else "watch")
        for each in run
    ]
    return _row(measure, cells, f"{HIGHER}; {enough:.2f} is asked")


def _weakest(candidate: "Candidate") -> float | None:
    return min(candidate.jaccards) if candidate.jaccards else None


def _weakest_rescaled(candidate: "Candidate") -> float | None:
    return min(candidate.rescaled) if candidate.rescaled else None


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
