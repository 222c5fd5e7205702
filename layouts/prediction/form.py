"""The form of Cluster Prediction: a field for everything that may be given of a customer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import html

from layouts.ids import Prediction
from layouts.parts.components import aria, button
from layouts.parts.controls import typed_number
from rfm import words

SHOWN: Final = 6
LONGEST: Final = 80
MOST_NAMED: Final = 6
# A choice needs a value to be shown at all; a blank one is trimmed away like an empty field.
TYPICAL: Final = " "
MEDIANS: Final = "These are the medians of {}: change them to place another customer."
TYPICAL_CUSTOMER: Final = (
    "This is the typical customer: every column holds its typical value. Change some to place "
    "another one."
)
# Three fields in a row with the button, or as many as there are, of which some are folded.
SHORT, LONG = "panel prediction-form", "panel columns-form"


@dataclass(frozen=True, kw_only=True)
class FieldShown:
    """A field: its label, what was seen as a hint, and what stands in when it is empty.

    `key` is what the address calls it; with `levels` it is a choice.
    """

    key: str
    label: str
    hint: str = ""
    typical: str = ""
    levels: tuple[str, ...] = ()
    value: str = ""


def form() -> html.Div:
    """Return the form without its fields."""
    place = button("Place this customer", "action primary", id=Prediction.PLACE)
    return html.Div(
        [
            html.Div(id=Prediction.FIELDS, className="place-fields"),
            html.Div(place, className="place-button"),
        ],
        id=Prediction.FORM,
        className=LONG,
        role="group",
        **aria(label="Values of the customer"),
    )


def fields(shown: Sequence[FieldShown]) -> list[Any]:
    """Return the fields: the first ones open, the others folded, open where one is given."""
    first, others = shown[:SHOWN], shown[SHOWN:]
    parts: list[Any] = [html.Div([_field(each) for each in first], className="columns-fields")]
    if others:
        summary = f"{words.counted(len(others), 'more column')}; typical where empty"
        rest = html.Div([_field(each) for each in others], className="columns-fields")
        is_open = any(each.value for each in others)
        parts.append(
            html.Details([html.Summary(summary), rest], className="more-columns", open=is_open)
        )
    return parts


def filled_sentence(filled: Sequence[str]) -> str:
    """Return which columns were filled in, each given as "Balance (873)"."""
    more = len(filled) - MOST_NAMED
    listed = ", ".join(filled[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"Filled with the typical value: {listed}."


def _field(field: FieldShown) -> html.Div:
    return html.Div(
        [
            # The browser knows a component by its id as text.
            html.Label(field.label, htmlFor=_as_text(Prediction.field(field.key))),
            _choice(field) if field.levels else _number(field),
            html.Small(field.hint, className="field-hint") if field.hint else None,
            html.Div(id=Prediction.note(field.key), className="field-note", role="status"),
        ],
        className="field",
    )


def _number(field: FieldShown) -> dbc.Input:
    hint = f"typical: {field.typical}" if field.typical else ""
    return typed_number(Prediction.field(field.key), field.value, LONGEST, placeholder=hint)


def _choice(field: FieldShown) -> dbc.Select:
    # What an address asks for stays, so that it can be said that it was never seen.
    known = [*field.levels, *([field.value] if field.value not in ("", *field.levels) else [])]
    options = [{"value": TYPICAL, "label": f"Typical ({field.typical})"}]
    return dbc.Select(
        id=Prediction.field(field.key),
        options=options + [{"value": level, "label": level} for level in known],
        value=field.value or TYPICAL,
    )


def _as_text(component: Mapping[str, Any]) -> str:
    return json.dumps(component, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
