"""Controls with their labels, tied together for clicks and for readers of the screen."""

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from layouts.parts.attributes import NOT_CHOSEN
from layouts.parts.components import aria, button


def field(label: str, control: Any, *, class_name: str = "") -> html.Div:
    """Return a control below its label, tied together for clicks and for readers of the screen."""
    return html.Div(
        [html.Label(label, htmlFor=control.id), control], className=f"field {class_name}".strip()
    )


def choice(label: str, select_id: str, first: str, value: str) -> html.Div:
    """Return a list of choices below its label; `first` says what holds while none is chosen."""
    # What the address asks for has to be an option before the others are known.
    known = [{"value": NOT_CHOSEN, "label": first}]
    if value != NOT_CHOSEN:
        known.append({"value": value, "label": value})
    return field(label, dbc.Select(id=select_id, options=known, value=value))


def typed_number(input_id: Any, value: str, longest: int, **more: Any) -> dbc.Input:
    """Return a field for a number, typed as text."""
    # A field of type number would drop text without a word: here it gets a sentence.
    return dbc.Input(
        id=input_id,
        type="text",
        inputMode="decimal",
        value=value,
        maxLength=longest,
        autoComplete="off",
        **more,
    )


def switch(
    switch_id: str,
    label: str,
    options: Sequence[tuple[str, str]],
    value: str,
    *,
    class_name: str = "",
) -> html.Div:
    """Return a few choices side by side, of which one holds; options are (value, label)."""
    group_label = f"{switch_id}-label"
    buttons = radio_buttons(switch_id, options, value=value)
    group = html.Div(buttons, role="radiogroup", **aria(labelledby=group_label))
    return html.Div(
        [html.Span(label, id=group_label, className="field-label"), group],
        className=f"field {class_name}".strip(),
    )


def radio_buttons(
    switch_id: str, options: Sequence[tuple[str, str]], **more: Any
) -> dbc.RadioItems:
    """Return a few buttons side by side, of which one holds; options are (value, label)."""
    return dbc.RadioItems(
        id=switch_id,
        # One name makes them one stop of the Tab key, with the arrow keys inside.
        name=switch_id,
        options=[{"value": each, "label": text} for each, text in options],
        class_name="btn-group",
        input_class_name="btn-check",
        label_class_name="btn btn-choice",
        label_checked_class_name="active",
        **more,
    )


def chip_field(
    field_id: str, chip_id: str, remove_id: str, undo: str = "Show all customers again"
) -> html.Span:
    """Return the hidden place of a chip, with what takes the choice back; `undo` says so."""
    remove = button("✕", "quiet", id=remove_id, **aria(label=undo))
    return html.Span(
        [html.Span(id=chip_id), remove], id=field_id, className="chip-field", hidden=True
    )
