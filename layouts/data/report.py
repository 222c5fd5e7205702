"""What a file holds in figures, and what becomes of each of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dash import html

from layouts.ids import Data
from layouts.parts.components import key_figure, plain_table
from layouts.parts.verdicts import sentences
from rfm import words

if TYPE_CHECKING:
    from rfm.preview.document import PreviewFigures

TITLE: Final = "What becomes of each row"
ALL_KEPT: Final = "Every row is used."


@dataclass(frozen=True)
class ReasonRows:
    """Rows that share a reason: what it is called, how many, whether they count, and why not."""

    label: str
    rows: int
    is_kept: bool
    reason: str = ""
    examples: tuple[str, ...] = ()


def figures_row(figures: "PreviewFigures") -> html.Div:
    """Return the key figures of what was read."""
    shown = [
        key_figure("Rows", words.count(figures.rows)),
        key_figure("Customers", words.count(figures.customers)),
    ]
    if figures.orders is not None:
        revenue = words.short_money(figures.revenue, figures.currency)
        exact = words.money(figures.revenue, figures.currency)
        is_rounded = revenue != words.round_money(figures.revenue, figures.currency)
        shown += [
            key_figure("Orders", words.count(figures.orders)),
            key_figure("Revenue", revenue, exact if is_rounded else ""),
            key_figure("First day", words.date_text(figures.first)),
            key_figure("Last day", words.date_text(figures.last)),
        ]
    return html.Div(shown, className="key-figures")


def sums(report: Sequence[ReasonRows]) -> tuple[int, int]:
    """Return how many rows there are, and how many of them count."""
    return sum(row.rows for row in report), sum(row.rows for row in report if row.is_kept)


def report_card(
    report: Sequence[ReasonRows], notes: Sequence[str], *, is_open: bool
) -> html.Details:
    """Return how the rows come apart into those that count and each reason, and the notes."""
    summary = html.Summary(
        [
            html.Span(TITLE, className="card-heading"),
            html.Span(in_short(report), className="reading-line"),
        ]
    )
    return html.Details(
        [summary, *report_parts(report, notes)],
        id=Data.REPORT,
        className="panel report-card",
        open=is_open,
    )


def report_parts(report: Sequence[ReasonRows], notes: Sequence[str]) -> list[Any]:
    """Return the table of reasons, and what else is to be known."""
    shown = [row for row in report if row.rows]
    heads = ["Rows that are", "Rows", "Become", "Because"]
    rows = [
        [row.label, words.count(row.rows), "used" if row.is_kept else "left out", row.reason]
        for row in shown
    ]
    if any(row.examples for row in shown):
        heads.append("For example")
        for cells, row in zip(rows, shown, strict=True):
            cells.append(words.listed(row.examples))
    table = plain_table(heads, rows, in_short(report))
    return [html.Div(table, className="report-table"), *([sentences(notes)] if notes else [])]


def in_short(report: Sequence[ReasonRows]) -> str:
    """Return the sum in a sentence: rows in, rows used, rows left out."""
    rows, kept = sums(report)
    many = words.counted(rows, "row")
    if rows == kept:
        return f"{many}. {ALL_KEPT}"
    return f"{many} = {words.count(kept)} used + {words.count(rows - kept)} left out."
