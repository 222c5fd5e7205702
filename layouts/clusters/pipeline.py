"""How a table became clusters: what was found in it, what each column is, and every step."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from dash import html

from layouts.parts.facts_tables import facts_table
from layouts.parts.verdicts import sentences
from rfm import words

if TYPE_CHECKING:
    from rfm.table.attribute import Attribute, Finding, PipelineStep

# In the order in which they matter to a reader.
FOUND: Final = {
    "duplicate": "Repeated rows and columns",
    "identifier": "Identifiers",
    "constant": "The same for everybody",
    "missing": "Missing values",
    "range": "Values out of range",
    "type": "Odd values",
}
KINDS: Final = {"yes-no": "yes or no", "constant": "one value"}


def pipeline(
    findings: Sequence["Finding"],
    attributes: Sequence["Attribute"],
    steps: Sequence["PipelineStep"],
) -> html.Div:
    """Return everything, folded: findings by their kind, columns, and steps in order."""
    return html.Div(
        [
            _findings(findings),
            _columns(attributes),
            html.Ol([html.Li(_step(each)) for each in steps], className="steps") if steps else None,
        ],
        className="panel pipeline",
    )


def _findings(findings: Sequence["Finding"]) -> html.Div:
    if not findings:
        return html.Div(html.P("Nothing odd was found in the table.", className="note"))
    kinds = dict.fromkeys([*FOUND, *(each.kind for each in findings)])
    by_kind = {kind: [each.sentence for each in findings if each.kind == kind] for kind in kinds}
    return html.Div(
        [
            _folded(
                f"{FOUND.get(kind, kind.capitalize())}: {words.counted(len(found), 'finding')}",
                sentences(found),
            )
            for kind, found in by_kind.items()
            if found
        ]
    )


def _columns(attributes: Sequence["Attribute"]) -> html.Details:
    used = sum(each.is_feature for each in attributes)
    heads = ("Column", "Holds", "Used", "Missing", "Why")
    table = facts_table(heads, [_column(each) for each in attributes], "Columns", words=(4,))
    return _folded(f"Columns: clusters are made of {used} of {len(attributes)}", table)


def _column(attribute: "Attribute") -> html.Tr:
    label = attribute.label or attribute.name
    name: list[Any] = [html.Span(label, className="name")]
    if label != attribute.name:
        name.append(html.Small(attribute.name))
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(KINDS.get(attribute.kind, attribute.kind)),
            html.Td("yes" if attribute.is_feature else "no"),
            html.Td(words.count(attribute.missing)),
            html.Td(attribute.reason, className="words"),
        ]
    )


def _step(step: "PipelineStep") -> html.Details:
    body: list[Any] = [html.P(step.reason)]
    if step.details:
        body.append(sentences(step.details))
    if step.setting:
        others = [option for option in step.options if option != step.choice]
        change = f"--step {step.setting}={others[0] if others else 'CHOICE'}"
        listed = f"Could also be: {', '.join(others)}. " if others else ""
        body.append(html.P([listed, "Change it with ", html.Code(change), "."], className="note"))
    return _folded([html.Strong(step.title), f": {step.choice}"], *body)


def _folded(summary: Any, *body: Any) -> html.Details:
    return html.Details([html.Summary(summary), html.Div(list(body))], className="folded")
