"""What General Segmentation says of a log: a sentence, and figures of what was and is ahead."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
from dash import Dash, Input, Output

from callbacks.parts.answers import Answers
from callbacks.parts.risks import risks
from callbacks.segmentation.log_facts import horizon_of, is_value_indicative, likely_value
from callbacks.segmentation.view import OF_LOG, View, view_of
from layouts.ids import General
from layouts.parts.components import key_figure, message
from layouts.parts.glossary import DEFINITIONS, RISKS
from rfm import schema, words
from rfm.segments.profiles import key_figures as figures_of_members
from rfm.segments.risk import is_at_risk
from rfm.snapshot import Snapshot
from server.data.datasets import Datasets

_COLUMNS = (
    *(schema.ORDERS, schema.MONETARY, schema.REPEAT_ORDERS, schema.LAST_REPEAT_DAYS),
    *(schema.FIRST_ORDER_AT, schema.LAST_ORDER_AT),
)

Figures = Mapping[str, Any]
Sums = Mapping[str, Any]
_AHEAD_OF_ALL: Final[WeakKeyDictionary[Snapshot, Sums]] = WeakKeyDictionary()


def figures_of(view: View) -> Figures:
    """Return the figures of what is shown: the whole base, or a part of it."""
    if not view.is_part:
        return view.snapshot.key_figures
    return figures_of_members(view.members(view.snapshot.customers(*_COLUMNS)))


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


def register(app: Dash, datasets: Datasets) -> None:
    """Register the key figures; the charts are registered with all others of the page."""
    app.callback(
        [
            Output(General.AHEAD_MESSAGE, "children"),
            Output(General.AHEAD_CONTENT, "hidden"),
            Output(General.AHEAD_FIGURES, "children"),
        ],
        {name: Input(*each) for name, each in OF_LOG.items()},
    )(partial(tell, datasets, Answers()))


def tell(datasets: Datasets, answers: Answers, **sent: Any) -> tuple[Any, bool, Any]:
    """Return why nothing is said, whether nothing is, and the key figures."""
    view = view_of(datasets, **sent)
    if view.snapshot.lifetime is None:
        return message(view.snapshot.no_lifetime_reason), True, None
    return None, False, answers.get(view.key, partial(key_figures_ahead, view))


def key_figures_ahead(view: View) -> list[Any]:
    """Return six figures of the customers that are looked at, each with what it compares with."""
    base = _of_all(view)
    sums = _sums(view) if view.is_part else base
    return [*_past(view, sums, base), *_future(view, sums, base)]


def _past(view: View, sums: Sums, base: Sums) -> list[Any]:
    each = f"{words.number(sums['orders'] / max(sums['size'], 1), 1)} a customer"
    of_all = f"{words.percent(sums['orders'] / max(base['orders'], 1))} of all"
    return [
        key_figure(
            "Purchases",
            words.count(sums["orders"]),
            of_all if view.is_part else each,
            DEFINITIONS["Orders"],
        ),
        _dates("Joined", sums["joined"], "A customer joins with the first order."),
        _dates("Last seen", sums["seen"], "A customer is last seen with the latest order."),
    ]


def _future(view: View, sums: Sums, base: Sums) -> list[Any]:
    money, ahead = view.snapshot.currency, horizon_of(view)
    mark = " · indicative" if is_value_indicative(view) else ""
    days = words.days(ahead.churn_days)
    risky = f"{words.counted(sums['risky'], 'customer')} at risk"
    value, stake = sums["value"], sums["stake"]
    each = f"{words.short_money(value / max(sums['size'], 1), money)} a customer"
    return [
        key_figure(
            f"Churn rate, {days}",
            words.percent(sums["churn"]),
            f"all: {words.percent(base['churn'])}" if view.is_part else risky,
            f"The share expected to place no order in the next {days}.",
        ),
        key_figure(
            f"Value within {ahead.span}",
            words.short_money(value, money),
            f"{each if view.is_part else likely_value(view)}{mark}",
            DEFINITIONS["Expected value"],
        ),
        key_figure(
            "At stake",
            words.short_money(stake, money),
            f"{words.percent(stake / value if value else None)} of the value{mark}",
            f"{DEFINITIONS['At stake']} {RISKS}",
        ),
    ]


def _of_all(view: View) -> Sums:
    if view.snapshot not in _AHEAD_OF_ALL:
        _AHEAD_OF_ALL[view.snapshot] = _sums(view, is_all=True)
    return _AHEAD_OF_ALL[view.snapshot]


def _sums(view: View, *, is_all: bool = False) -> Sums:
    columns = (
        *(schema.ORDERS, schema.FIRST_ORDER_AT, schema.LAST_ORDER_AT),
        *(schema.CHURN_PROBABILITY, schema.CLV),
    )
    customers = view.snapshot.customers(*columns)
    customers = customers.assign(**{schema.RISK: is_at_risk(risks(view.snapshot))})
    if not is_all:
        customers = view.members(customers)
    at_risk = customers[schema.RISK].to_numpy()
    churn = customers[schema.CHURN_PROBABILITY].to_numpy()
    value = customers[schema.CLV].to_numpy()
    return {
        "size": len(customers),
        "orders": int(customers[schema.ORDERS].sum()),
        "joined": _spread(customers[schema.FIRST_ORDER_AT]),
        "seen": _spread(customers[schema.LAST_ORDER_AT]),
        "churn": float(churn.mean()) if len(churn) else float("nan"),
        "risky": int(np.count_nonzero(at_risk)),
        "value": float(value.sum()),
        "stake": float(value[at_risk].sum()),
    }


def _spread(moments: "pd.Series[Any]") -> tuple[datetime | None, ...]:
    """Return the first, the middle and the last day."""
    if moments.empty:
        return (None, None, None)
    days = moments.to_numpy()
    # Whole numbers are put in order far faster than times.
    ticks = days.view(np.int64)
    ends = (ticks.min(), np.partition(ticks, len(ticks) // 2)[len(ticks) // 2], ticks.max())
    return tuple(pd.Timestamp(day).to_pydatetime() for day in np.array(ends).view(days.dtype))


def _dates(label: str, days: tuple[datetime | None, ...], definition: str) -> Any:
    first, middle, last = (words.date_text(day) for day in days)
    middle_of = f"{definition} Shown is the middle: half of the customers did so earlier."
    return key_figure(label, middle, f"{first} to {last}", middle_of)
