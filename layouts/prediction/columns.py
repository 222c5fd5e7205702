"""Cluster Prediction for tables: the form that a model's columns make, and the answer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import dcc, html

from layouts.customers.search import customer_address, shortened
from layouts.ids import attribute_field, attribute_note
from layouts.parts import words
from layouts.parts.components import chip, message
from layouts.prediction.parts import probability_bars, reasons

SHOWN: Final = 6
LONGEST: Final = 80
MOST_NAMED: Final = 6
# A choice needs a value to be shown at all; a blank one is trimmed away like an empty field.
TYPICAL: Final = " "


@dataclass(frozen=True, kw_only=True)
class FieldShown:
    """A column as a field: its name in words, what was seen, and what stands in when empty."""

    name: str
    label: str
    hint: str
    typical: str
    levels: tuple[str, ...] = ()
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswerShown:
    """Where the customer belongs, and why.

    `alike` are number, cluster and its colour of known customers; `label` are the chances of the
    values of a given label, whose name is `label_name`.
    """

    cluster: str
    explained: str
    size: int
    chances: Mapping[str, float]
    colours: Mapping[str, str]
    drivers: Sequence[str]
    changes: Sequence[str]
    alike: Sequence[tuple[str, str]]
    filled: Sequence[str]
    warnings: Sequence[str]
    label_name: str = ""
    label: Mapping[str, float] | None = None


def fields(shown: Sequence[FieldShown]) -> html.Div:
    """Return the form: the first columns open, the others folded, open where one is given."""
    first, others = shown[:SHOWN], shown[SHOWN:]
    parts: list[Any] = [html.Div([_field(each) for each in first], className="columns-fields")]
    if others:
        summary = f"{words.counted(len(others), 'more column')}; typical where empty"
        rest = html.Div([_field(each) for each in others], className="columns-fields")
        is_open = any(each.value for each in others)
        parts.append(
            html.Details([html.Summary(summary), rest], className="more-columns", open=is_open)
        )
    return html.Div(parts)


def _field(field: FieldShown) -> html.Div:
    control = _choice(field) if field.levels else _number(field)
    return html.Div(
        [
            # The browser knows a component by its id as text.
            html.Label(field.label, htmlFor=_as_text(attribute_field(field.name))),
            control,
            html.Small(field.hint, className="field-hint"),
            html.Div(id=attribute_note(field.name), className="field-note", role="status"),
        ],
        className="field",
    )


def _number(field: FieldShown) -> dbc.Input:
    # A field of type number would drop text without a word: here it gets a sentence.
    return dbc.Input(
        id=attribute_field(field.name),
        type="text",
        inputMode="decimal",
        value=field.value,
        placeholder=f"typical: {field.typical}",
        maxLength=LONGEST,
        autoComplete="off",
    )


def _choice(field: FieldShown) -> dbc.Select:
    # What an address asks for stays, so that it can be said that it was never seen.
    known = [*field.levels, *([field.value] if field.value not in ("", *field.levels) else [])]
    options = [{"value": TYPICAL, "label": f"Typical ({field.typical})"}]
    return dbc.Select(
        id=attribute_field(field.name),
        options=options + [{"value": level, "label": level} for level in known],
        value=field.value or TYPICAL,
    )


def _as_text(component: Mapping[str, Any]) -> str:
    return json.dumps(component, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def show_columns_answer(answer: AnswerShown, data_set: str) -> html.Div:
    """Return the answer as cards."""
    width = "quarter" if answer.label else "third"
    cards = [_cluster(answer, width), reasons(answer.drivers, answer.changes, width)]
    if answer.label:
        cards.append(_label(answer.label_name, answer.label, width))
    return html.Div(
        [
            *[message(warning, "watch") for warning in answer.warnings],
            html.Div([*cards, _alike(answer, data_set, width)], className="cards answer-cards"),
        ]
    )


def filled_sentence(filled: Sequence[str], *, is_all: bool) -> str:
    """Return which columns were filled in, each given as "Balance (873)"."""
    if is_all:
        return (
            "This is the typical customer: every column holds its typical value. Change some to "
            "place another one."
        )
    more = len(filled) - MOST_NAMED
    listed = ", ".join(filled[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"Filled with the typical value: {listed}."


def _cluster(answer: AnswerShown, width: str) -> html.Section:
    certain = words.percent(answer.chances[answer.cluster])
    colour = answer.colours.get(answer.cluster, "")
    return html.Section(
        [
            html.H2("Cluster", className="card-heading"),
            html.P(
                chip(answer.cluster, colour, words.counted(answer.size, "customer")),
                className="answer-name",
            ),
            html.P(html.Strong(f"{certain} certain."), className="certainty"),
            probability_bars(answer.chances, answer.colours, "Probability of every cluster"),
            html.P(answer.explained, className="note"),
        ],
        className=f"panel {width}",
    )


def _label(name: str, chances: Mapping[str, float], width: str) -> html.Section:
    note = (
        f"By the model that learned {name} from known customers; the page Models says how often "
        "it is right."
    )
    return html.Section(
        [
            html.H2(f"{name}, as predicted", className="card-heading"),
            html.P(max(chances, key=lambda each: chances[each]), className="answer-name"),
            probability_bars(chances, {}, f"Probability of every {name}"),
            html.P(note, className="note"),
        ],
        className=f"panel {width}",
    )


def _alike(answer: AnswerShown, data_set: str, width: str) -> html.Section:
    rows = [
        html.Li(
            [
                dcc.Link(shortened(number), href=customer_address(number, data_set)),
                chip(cluster, answer.colours.get(cluster, "")),
            ]
        )
        for number, cluster in answer.alike
    ]
    return html.Section(
        [
            html.H2("Known customers most alike", className="card-heading"),
            html.Ol(rows, className="alike-list"),
            html.P("Nearest first, by all columns together.", className="note"),
        ],
        className=f"panel {width}",
    )
