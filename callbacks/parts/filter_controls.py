"""The controls of the filter by an attribute: what can be chosen, and what holds."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from dash import Dash, Input, Output

from callbacks.parts.attribute_filter import LEVEL, AttributeFilter
from callbacks.parts.attributes import filterable
from callbacks.parts.views import GroupedView
from layouts.ids import Filter
from layouts.parts import attribute_filter, components
from layouts.parts.attributes import Shown
from rfm import words


def register_filter(
    app: Dash,
    ids: Filter,
    chosen: Mapping[str, tuple[str, str]],
    view_of: Callable[..., GroupedView],
) -> None:
    """Register the filter of a page; `view_of` makes a view of the values of `chosen`."""
    asked = {name: Input(*each) for name, each in chosen.items()}
    app.callback(
        [
            Output(ids.field, "hidden"),
            Output(ids.where, "options"),
            Output(ids.level, "options"),
            Output(ids.level_field, "hidden"),
            Output(ids.range_field, "hidden"),
            Output(ids.low, "placeholder"),
            Output(ids.high, "placeholder"),
        ],
        asked,
    )(lambda **sent: offer_filter(view_of(**sent)))
    app.callback(
        [
            Output(ids.note, "children"),
            Output(ids.chip, "children"),
            Output(ids.chip_field, "hidden"),
            Output(ids.empty_text, "children"),
            Output(ids.empty, "hidden"),
        ],
        asked,
    )(lambda **sent: tell_filter(view_of(**sent)))


def offer_filter(view: GroupedView) -> tuple[Any, ...]:
    """Return the attributes to choose from, and the values or the range of the chosen one."""
    attributes = filterable(view.snapshot)
    attribute = view.read_filter.attribute
    is_number = attribute is not None and attribute.is_number
    levels = () if attribute is None else attribute.levels
    asked = str(view.asked_filter.get(LEVEL, "")) if levels else ""
    return (
        not attributes,
        attribute_filter.attribute_options(attributes),
        attribute_filter.level_options(levels, asked),
        attribute is None or is_number,
        not is_number,
        *(_seen(attribute) if attribute and is_number else ("", "")),
    )


def _seen(attribute: Shown) -> tuple[str, ...]:
    """Return the range of all customers, as it would be typed."""
    bounds = (attribute.lowest, attribute.highest)
    return tuple("" if bound is None else f"{bound:.12g}" for bound in bounds)


def tell_filter(view: GroupedView) -> tuple[Any, ...]:
    """Return what is not understood, the chip of the filter, and whether nobody passes."""
    read = view.read_filter
    note = components.message(read.problem, "watch") if read.problem else None
    if read.filter is None:
        return note, None, True, "", True
    size = words.counted(int(np.count_nonzero(view.is_passing)), "customer")
    chip = components.chip(read.filter.title, "var(--csd-accent)", size)
    is_some = bool(view.is_member.any())
    return note, chip, False, "" if is_some else _nobody(view, read.filter), is_some


def _nobody(view: GroupedView, asked: AttributeFilter) -> str:
    among = f" in {view.group}" if view.group else ""
    return f"No customer{among} matches {asked.label}. Clear the filter, or choose another value."
