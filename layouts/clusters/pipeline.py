"""How a table became clusters: what was found in it, what each column is, and every step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from layouts.parts import words
from layouts.parts.components import aria


@dataclass(frozen=True, kw_only=True)
class StepShown:
    """A step: its name in words, what was chosen and why, and how to choose otherwise."""

    title: str
    choice: str
    reason: str
    details: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    change: str = ""


@dataclass(frozen=True, kw_only=True)
class ColumnShown:
    """A column: its name, what it holds, whether clusters are made of it, and why."""

    label: str
    name: str
    kind: str
    is_used: bool
    missing: int
    reason: str


def pipeline(
    findings: Sequence[tuple[str, Sequence[str]]],
    columns: Sequence[ColumnShown],
    steps: Sequence[StepShown],
) -> html.Div:
    """Return everything, folded: findings as (title, sentences), columns, and steps in order."""
    return html.Div(
        [
            _findings(findings),
            _columns(columns),
            html.Ol([html.Li(_step(each)) for each in steps], className="steps") if steps else None,
        ],
        className="panel pipeline",
    )


def _findings(findings: Sequence[tuple[str, Sequence[str]]]) -> html.Div:
    if not findings:
        return html.Div(html.P("Nothing odd was found in the table.", className="note"))
    return html.Div(
        [
            _folded(
                f"{title}: {words.counted(len(told), 'finding')}",
                html.Ul([html.Li(each) for each in told], className="sentences"),
            )
            for title, told in findings
        ]
    )


def _columns(columns: Sequence[ColumnShown]) -> html.Details:
    used = sum(each.is_used for each in columns)
    heads = ("Column", "Holds", "Used", "Missing", "Why")
    table = html.Table(
        [
            html.Thead(
                html.Tr(
                    [
                        html.Th(head, scope="col", className="words" if head == "Why" else "")
                        for head in heads
                    ]
                )
            ),
            html.Tbody([_column(each) for each in columns]),
        ]
    )
    box = html.Div(
        table, className="facts-table", tabIndex=0, role="region", **aria(label="Columns")
    )
    return _folded(f"Columns: clusters are made of {used} of {len(columns)}", box)


def _column(column: ColumnShown) -> html.Tr:
    name: list[Any] = [html.Span(column.label, className="name")]
    if column.label != column.name:
        name.append(html.Small(column.name))
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(column.kind),
            html.Td("yes" if column.is_used else "no"),
            html.Td(words.count(column.missing)),
            html.Td(column.reason, className="words"),
        ]
    )


def _step(step: StepShown) -> html.Details:
    body: list[Any] = [html.P(step.reason)]
    if step.details:
        body.append(html.Ul([html.Li(each) for each in step.details], className="sentences"))
    if step.change:
        others = f"Could also be: {', '.join(step.others)}. " if step.others else ""
        body.append(
            html.P([others, "Change it with ", html.Code(step.change), "."], className="note")
        )
    return _folded([html.Strong(step.title), f": {step.choice}"], *body)


def _folded(summary: Any, *body: Any) -> html.Details:
    return html.Details([html.Summary(summary), html.Div(list(body))], className="folded")
