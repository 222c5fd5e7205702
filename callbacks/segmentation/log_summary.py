"""What General Segmentation says first: one sentence made of numbers, and six key figures."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from callbacks.segmentation.view import View
from layouts.parts.components import key_figure
from layouts.parts.glossary import DEFINITIONS
from rfm import schema, words
from rfm.segments import profiles

_COLUMNS = (
    *(schema.ORDERS, schema.MONETARY, schema.REPEAT_ORDERS, schema.LAST_REPEAT_DAYS),
    *(schema.FIRST_ORDER_AT, schema.LAST_ORDER_AT),
)

Figures = Mapping[str, Any]


def figures_of(view: View) -> Figures:
    """Return the figures of what is shown: the whole base, or a part of it."""
    if not view.is_part:
        return view.snapshot.key_figures
    return profiles.key_figures(view.members(view.snapshot.customers(*_COLUMNS)))


def sentence(view: View) -> str:
    """Return what is shown, in numbers."""
    base, currency = view.snapshot.key_figures, view.snapshot.currency
    if view.is_part:
        return _part_sentence(view, figures_of(view))
    people = words.counted(base[schema.CUSTOMERS], "customer")
    orders = words.counted(base[schema.ORDERS], "order")
    worth = words.short_money(base[schema.REVENUE], currency)
    share = base[schema.TOP_FIFTH_SHARE]
    fifth = f"; the top fifth brings {words.percent(share)}" if share else ""
    return f"{people} placed {orders} worth {worth}{_span(base)}{fifth}."


def _part_sentence(view: View, figures: Figures) -> str:
    base, currency = view.snapshot.key_figures, view.snapshot.currency
    people = words.counted(figures[schema.CUSTOMERS], "customer")
    part = words.percent(_ratio(figures, base, schema.CUSTOMERS))
    revenue = words.short_money(figures[schema.REVENUE], currency)
    share = words.percent(_ratio(figures, base, schema.REVENUE))
    return (
        f"{view.called}: {people}, {part} of all, placed "
        f"{words.counted(figures[schema.ORDERS], 'order')} and brought {revenue}, "
        f"{share} of the revenue."
    )


def _span(figures: Figures) -> str:
    first, last = figures[schema.FIRST_ORDER_AT], figures[schema.LAST_ORDER_AT]
    if not first or not last:
        return ""
    begins = words.date_text(datetime.fromisoformat(first))
    ends = words.date_text(datetime.fromisoformat(last))
    return f" on {begins}" if begins == ends else f" from {begins} to {ends}"


def _ratio(figures: Figures, base: Figures, name: str) -> float | None:
    return figures[name] / base[name] if base[name] else None


def key_figures(view: View) -> list[Any]:
    """Return the six figures, each with what it compares with."""
    figures = figures_of(view)
    compared = _among_all(view, figures) if view.is_part else _by_themselves(view, figures)
    currency = view.snapshot.currency
    values = (
        ("Customers", words.count(figures[schema.CUSTOMERS])),
        ("Orders", words.count(figures[schema.ORDERS])),
        ("Revenue", words.short_money(figures[schema.REVENUE], currency)),
        ("Average order", words.money(figures[schema.AVERAGE_ORDER_VALUE], currency)),
        ("Came back", words.percent(figures[schema.CAME_BACK_SHARE])),
        ("Top fifth's share", words.percent(figures[schema.TOP_FIFTH_SHARE])),
    )
    return [
        key_figure(label, value, comparison, DEFINITIONS[label])
        for (label, value), comparison in zip(values, compared, strict=True)
    ]


def _by_themselves(view: View, figures: Figures) -> tuple[str, ...]:
    customers, orders = figures[schema.CUSTOMERS], figures[schema.ORDERS]
    back, gap = figures[schema.CAME_BACK_SHARE], figures[schema.MEDIAN_GAP_DAYS]
    each = figures[schema.REVENUE] / customers if customers else None
    fifth = words.count(customers * 0.2)
    return (
        f"in {words.counted(len(view.groups), view.look.group_word)}",
        f"{words.number(orders / customers, 1) if customers else words.MISSING} a customer",
        f"{words.short_money(each, view.snapshot.currency)} a customer",
        f"typically {words.days(gap)} apart" if gap else "nobody came back",
        f"{words.count(customers * back)} customers" if back else "all bought once",
        f"from {fifth} customers",
    )


def _among_all(view: View, figures: Figures) -> tuple[str, ...]:
    base, currency = view.snapshot.key_figures, view.snapshot.currency
    return (
        f"{words.percent(_ratio(figures, base, schema.CUSTOMERS))} of all",
        f"{words.percent(_ratio(figures, base, schema.ORDERS))} of all",
        f"{words.percent(_ratio(figures, base, schema.REVENUE))} of all",
        f"all: {words.money(base[schema.AVERAGE_ORDER_VALUE], currency)}",
        f"all: {words.percent(base[schema.CAME_BACK_SHARE])}",
        f"all: {words.percent(base[schema.TOP_FIFTH_SHARE])}",
    )
