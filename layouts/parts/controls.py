"""Controls with their labels, tied together for clicks and for readers of the screen."""

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from layouts.parts.components import aria


def field(label: str, control: Any, *, class_name: str = "") -> html.Div:
    """Return a control below its label, tied together for clicks and for readers of the screen."""
    return html.Div(
        [html.Label(label, htmlFor=control.id), control], className=f"field {class_name}".strip()
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
    buttons = dbc.RadioItems(
        id=switch_id,
        # One name makes them one stop of the Tab key, with the arrow keys inside.
        name=switch_id,
        options=[{"value": each, "label": text} for each, text in options],
        value=value,
        class_name="btn-group",
        input_class_name="btn-check",
        label_class_name="btn btn-choice",
        label_checked_class_name="active",
    )
    group = html.Div(buttons, role="radiogroup", **aria(labelledby=group_label))
    return html.Div(
        [html.Span(label, id=group_label, className="field-label"), group],
        className=f"field {class_name}".strip(),
    )


def chip_field(
    field_id: str, chip_id: str, remove_id: str, undo: str = "Show all customers again"
) -> html.Span:
    """Return the hidden place of a chip, with what takes the choice back; `undo` says so."""
    remove = html.Button(
        "✕",
        id=remove_id,
        type="button",
        className="quiet",
        **aria(label=undo),
    )
    return html.Span(
        [html.Span(id=chip_id), remove], id=field_id, className="chip-field", hidden=True
    )
