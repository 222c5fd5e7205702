"""What was understood of files that were sent: figures, columns, reading, what becomes of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import dash_bootstrap_components as dbc
from dash import dcc, html

from layouts.data.columns import columns_card
from layouts.data.reading import reading_card
from layouts.data.report import ReasonRows, figures_row, report_card, sums
from layouts.ids import Data
from layouts.parts.components import aria, button, message
from layouts.parts.verdicts import sentences
from rfm import schema

if TYPE_CHECKING:
    from rfm.preview.document import Preview, PreviewField, Question

# Of so many answers each is a button; more are a list.
MOST_BUTTONS: Final = 8
MOST_WARNINGS: Final = 3
KINDS: Final = {schema.LOG: "orders", schema.CUSTOMER_TABLE: "one row per customer"}
_LEFT_OUT_TO_SHOW: Final = 0.1
CURRENCY_ONLY: Final = "settings.currency_only"
RATES: Final = "settings.rates"
RATES_ASKED: Final = "Day, currency, what one of it is worth in the currency that is shown"
RATES_EXAMPLE: Final = "2026-01-31, USD, 0.92\n2026-01-31, EUR, 1"
LONGEST_RATES: Final = 500_000


@dataclass(frozen=True)
class SaidAnswer:
    """What the user said already: the name of the choice, and what was chosen in words."""

    name: str
    label: str


def sentence(preview: "Preview") -> str:
    """Return what the files are, in a sentence."""
    files = preview.files[0] if len(preview.files) == 1 else f"{len(preview.files)} files"
    if preview.problem:
        return f"{files} cannot be used as it is"
    if preview.question:
        return f"{files}: one thing is to be said before it can be used"
    is_one = len(preview.files) == 1
    if preview.layout:
        return f"{files} {'looks' if is_one else 'look'} like an export of {preview.layout}"
    return f"{files} {'holds' if is_one else 'hold'} {KINDS.get(preview.kind, 'a table')}"


def asked(preview: "Preview", answers: Sequence[SaidAnswer]) -> list[Any]:
    """Return the question if there is one, what is to be looked at, and the key figures."""
    shown: list[Any] = []
    if preview.problem:
        shown += unusable(preview.problem)
    if preview.question:
        shown.append(question_card(preview.question, preview.fields))
    shown += _warnings(preview.warnings)
    if answers:
        shown.append(_answers(answers))
    if preview.figures and not preview.question:
        shown.append(figures_row(preview.figures))
    return shown


def unusable(sentence: str) -> list[Any]:
    """Return why files cannot be used, and where others are chosen."""
    again = dcc.Link("Choose other files", href="/data", className="action")
    return [message(sentence, "bad"), html.Div(again, className="data-buttons")]


def question_card(question: "Question", fields: "Sequence[PreviewField]") -> html.Section:
    """Return a question with its answers: buttons, or a list where there are many."""
    label = f"{Data.ASKED}-label"
    if 0 < len(question.choices) <= MOST_BUTTONS:
        offered: Any = [
            button(choice.label, id=Data.answer(place))
            for place, choice in enumerate(question.choices)
        ]
    else:
        offered = _field(question)
    shown: list[Any] = [html.P(question.sentence, id=label, className="question")]
    which = _which(question, fields)
    if which:
        shown.append(html.P(which, className="note"))
    shown.append(
        html.Div(offered, className="data-buttons", role="group", **aria(labelledby=label))
    )
    if question.option == CURRENCY_ONLY:
        shown.append(_rates())
    return html.Section(shown, className="panel question-card", **aria(label="Question"))


def _rates() -> html.Details:
    """Return where rates by day are given, which make one currency of several."""
    typed = dbc.Textarea(
        id=Data.choice(RATES),
        # Taken once it is left, by the button or any other way.
        debounce=True,
        rows=4,
        maxLength=LONGEST_RATES,
        placeholder=RATES_EXAMPLE,
        value="",
    )
    field = html.Label([html.Span(RATES_ASKED, className="field-label"), typed], className="field")
    use = html.Div(button("Use these rates"), className="data-buttons")
    return html.Details([html.Summary("Give rates by day"), field, use], className="rates")


def _which(question: "Question", fields: "Sequence[PreviewField]") -> str:
    """Return what is asked for, where it is a column."""
    labels = {f"columns.{each.field}": each.label for each in fields}
    label = labels.get(question.option)
    return f"Which column is the {label}?" if label else ""


def _field(question: "Question") -> Any:
    own: dict[str, Any] = {"id": Data.choice(question.option), "value": ""}
    if not question.choices:
        typed = dbc.Input(type="text", debounce=True, maxLength=80, autoComplete="off", **own)
        return html.Label([html.Span("Answer, then Enter"), typed], className="field")
    options = [{"value": choice.value, "label": choice.label} for choice in question.choices]
    select = dbc.Select(options=options, placeholder="Choose…", **own)
    return html.Label([html.Span("Answer"), select], className="field")


def understood(preview: "Preview", report: Sequence[ReasonRows]) -> list[Any]:
    """Return the columns, how the files were read, and what becomes of the rows."""
    shown: list[Any] = [columns_card(preview)] if preview.columns else []
    reading = reading_card(preview)
    shown += [reading] if reading else []
    if report:
        rows, kept = sums(report)
        much_left_out = rows - kept > _LEFT_OUT_TO_SHOW * rows
        shown.append(report_card(report, preview.notes, is_open=much_left_out))
    return shown


def _warnings(warnings: Sequence[str]) -> list[Any]:
    """Return what is to be looked at: a few sentences as they are, many in a list that opens."""
    if len(warnings) <= MOST_WARNINGS:
        return [message(warning, "watch") for warning in warnings]
    summary = html.Summary(f"{len(warnings)} things to look at")
    return [html.Details([summary, sentences(warnings)], id=Data.WARNINGS, className="warnings")]


def _answers(answers: Sequence[SaidAnswer]) -> html.Div:
    chips = [
        html.Span(
            [
                html.Span(answer.label, className="name"),
                button(
                    "✕",
                    "quiet",
                    id=Data.undo(answer.name),
                    **aria(label=f"Take back: {answer.label}"),
                ),
            ],
            className="chip-field",
        )
        for answer in answers
    ]
    return html.Div([html.Span("You said", className="note"), *chips], className="data-answers")
