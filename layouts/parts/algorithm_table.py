"""Algorithms side by side: a column each, a row a measure, with its definition one click away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from layouts.models.cards import Cell, sentences
from layouts.parts.components import aria, message


@dataclass(frozen=True, kw_only=True)
class Algorithm:
    """An algorithm as the head of a column, and what is said of it below the table."""

    title: str
    badges: tuple[str, ...] = ()
    why_k: str = ""
    objections: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A row: what is measured, which direction is better, what it means, and the values."""

    name: str
    better: str = ""
    definition: str = ""
    cells: tuple[Cell, ...]


def side_by_side(algorithms: Sequence[Algorithm], measures: Sequence[Measure]) -> html.Div:
    """Return the table, as wide as it needs inside a frame that scrolls."""
    heads = [html.Th("Measure", scope="col"), *[_head(each) for each in algorithms]]
    used = [any(each.badges) for each in algorithms]
    table = html.Table(
        [html.Thead(html.Tr(heads)), html.Tbody([_measure(each, used) for each in measures])]
    )
    return html.Div(
        table,
        className="facts-table side-by-side",
        tabIndex=0,
        role="region",
        **aria(label="Algorithms side by side"),
    )


def verdicts(algorithms: Sequence[Algorithm]) -> html.Div:
    """Return, for each algorithm, why it has its number of clusters and what speaks against it."""
    return html.Div([_verdict(each) for each in algorithms], className="algorithm-verdicts")


def skipped(algorithms: Sequence[tuple[str, str]]) -> html.Div | None:
    """Return which algorithms were not run and why, (title, reason) each."""
    if not algorithms:
        return None
    told = [f"{title} was not run. {reason}" for title, reason in algorithms]
    return html.Div(sentences(told), className="skipped")


def trust(sentence: str, *, is_clear: bool) -> html.Div:
    """Return whether the groups are clear."""
    return message(sentence, "good" if is_clear else "watch")


def _head(algorithm: Algorithm) -> html.Th:
    badges = [html.Span(badge, className="badge-used") for badge in algorithm.badges]
    return html.Th(
        [html.Span(algorithm.title, className="name"), *badges],
        scope="col",
        className="used" if badges else "",
    )


def _measure(measure: Measure, used: Sequence[bool]) -> html.Tr:
    cells = [
        html.Td(_told(cell), className="used" if is_used else "")
        for cell, is_used in zip(measure.cells, used, strict=True)
    ]
    return html.Tr([html.Th(_named(measure), scope="row"), *cells])


def _named(measure: Measure) -> list[Any]:
    name: list[Any] = [html.Span(measure.name, className="name")]
    better = [html.Small(measure.better)] if measure.better else []
    if not measure.definition:
        return [*name, *better]
    definition = html.Details(
        [html.Summary(name), html.Small(measure.definition)], className="definition"
    )
    return [definition, *better]


def _told(cell: Cell) -> list[Any]:
    small = [html.Small(cell.small)] if cell.small else []
    return [html.Span(cell.text, className=cell.mark), *small]


def _verdict(algorithm: Algorithm) -> html.P:
    trusted = not algorithm.objections
    icon = html.Span(
        "✓" if trusted else "!",
        className=f"verdict-icon {'good' if trusted else 'watch'}",
        **aria(hidden="true"),
    )
    told = " ".join(algorithm.objections) or "Nothing speaks against it."
    words: list[Any] = [html.Strong(f"{algorithm.title}. "), f"{algorithm.why_k} ".lstrip(), told]
    return html.P([icon, html.Span(words)], className="fit-verdict")
