"""The key figures of the last period of a log, each beside the period before and a year before."""

from typing import Any, Final

from callbacks.segmentation.view import View
from layouts.parts.components import key_figure
from layouts.parts.glossary import DEFINITIONS
from rfm import words
from rfm.movement.movement import Period
from rfm.words import MISSING

_SAME: Final = "as before"


def caption(view: View) -> str:
    """Return which days the key figures are of, or why they are of all days."""
    if view.is_table or view.is_part:
        return ""
    movement = view.snapshot.movement
    if movement is None:
        return view.snapshot.no_movement_reason
    days = words.days(movement.days)
    begins, ends = (words.date_text(each) for each in (movement.now.begins, movement.now.ends))
    year = ", and the same days a year before" if movement.year_before else ""
    return f"The last {days} ({begins} to {ends}) beside the {days} before{year}."


def key_figures(view: View) -> list[Any]:
    """Return six figures of the last period; none where the log is too short to compare."""
    movement = view.snapshot.movement
    if movement is None:
        return []
    now, before, year = movement.now, movement.before, movement.year_before
    money = view.snapshot.currency
    shown = (
        ("Buyers", now.customers, "customers", words.count(now.customers)),
        ("Orders", now.orders, "orders", words.count(now.orders)),
        ("Revenue", now.revenue, "revenue", words.short_money(now.revenue, money)),
        (
            "Average order",
            now.average_order_value,
            "average_order_value",
            words.money(now.average_order_value, money),
        ),
        ("New customers", now.new_customers, "new_customers", words.count(now.new_customers)),
    )
    figures = [
        key_figure(label, text, _compared(value, name, before, year), DEFINITIONS[label])
        for label, value, name, text in shown
    ]
    return [*figures, _silent(now, before, year)]


def _silent(now: Period, before: Period, year: Period | None) -> Any:
    label = "Fell silent"
    back = f"; {words.count(now.came_back)} came back"
    compared = _compared(now.fell_silent, "fell_silent", before, year)
    return key_figure(label, words.count(now.fell_silent), f"{compared}{back}", DEFINITIONS[label])


def _compared(value: float | None, name: str, before: Period, year: Period | None) -> str:
    told = change(value, getattr(before, name))
    a_year = change(value, getattr(year, name)) if year else MISSING
    return told if a_year == MISSING else f"{told}; in a year {a_year}"


def change(now: float | None, before: float | None) -> str:
    """Return by how much something grew: "+12 %", "as before", or that there was none before."""
    if now is None or before is None:
        return MISSING
    if before <= 0:
        return _SAME if now == before else "none before"
    share = now / before - 1
    sign = "+" if share > 0 else "−"
    rounded = f"{abs(100 * share):.0f}"
    return _SAME if rounded == "0" else f"{sign}{rounded} %"
