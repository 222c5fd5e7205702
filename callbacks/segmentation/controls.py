"""The controls of General Segmentation: address, filters, clicks; and the words and key figures."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from dash import Dash, Input, Output, State

from callbacks.parts.addresses import AddressField, register_address
from callbacks.parts.answers import Answers
from callbacks.parts.attribute_filter import HIGH, LEVEL, LOW, WHERE
from callbacks.parts.chart_cards import ChartCard
from callbacks.parts.filter_controls import register_filter
from callbacks.segmentation import changes, log_summary, own_figures, table_summary
from callbacks.segmentation.clicks import register_clicks
from callbacks.segmentation.view import CHOSEN, OF_LOG, View, view_of
from layouts.ids import General, Shell
from layouts.parts import components
from layouts.parts.attributes import NOT_CHOSEN, choices
from layouts.parts.memberships import DEFAULT_SCHEME, grouping_options
from layouts.segmentation import filters as general_filters
from layouts.segmentation import page as general
from layouts.segmentation.table_parts import MOST_TELLING
from rfm import schema, words
from server.data.datasets import Datasets

_FILTER: Final = General.FILTER
_VIEWS, _MEASURES, _AXES = (
    tuple(value for value, _ in options)
    for options in (general_filters.VIEWS, general_filters.MEASURES, general_filters.AXES)
)
# So many false names are told at once.
_FEW: Final = 2
FIELDS: Final = (
    AddressField(
        name="view",
        at=(General.VIEW, "value"),
        initial=general_filters.SEGMENTS,
        known=_VIEWS,
        # Another grouping has other groups.
        resets=("group",),
    ),
    AddressField(
        name="scheme",
        at=(General.SCHEME, "value"),
        initial=DEFAULT_SCHEME,
        resets=("group",),
    ),
    AddressField(
        name="measure",
        at=(General.MEASURE, "value"),
        initial=schema.CUSTOMERS,
        known=_MEASURES,
    ),
    AddressField(name="axes", at=(General.AXES, "value"), initial=general_filters.LOG, known=_AXES),
    AddressField(
        name="axes", at=(General.PAIR_AXES, "value"), initial=general_filters.LOG, known=_AXES
    ),
    AddressField(name="group", at=(General.GROUP, "data"), also="cluster"),
    AddressField(name="open", at=(General.OPENED, "data")),
    AddressField(name="first", at=(General.FIGURE, "value"), initial=NOT_CHOSEN),
    AddressField(name="x", at=(General.X, "value"), initial=NOT_CHOSEN),
    AddressField(name="y", at=(General.Y, "value"), initial=NOT_CHOSEN),
    AddressField(
        name=WHERE,
        at=(_FILTER.where, "value"),
        initial=NOT_CHOSEN,
        # Another attribute has other values.
        resets=(LEVEL, LOW, HIGH),
    ),
    AddressField(name=LEVEL, at=(_FILTER.level, "value"), initial=NOT_CHOSEN, within=WHERE),
    AddressField(name=LOW, at=(_FILTER.low, "value"), within=WHERE),
    AddressField(name=HIGH, at=(_FILTER.high, "value"), within=WHERE),
)


def register(app: Dash, datasets: Datasets, cards: Sequence[ChartCard]) -> None:
    """Register address and clicks, which work in the browser, and what is said about the view."""
    kept = (_FILTER.chosen, (WHERE, LEVEL, LOW, HIGH))
    register_address(app, General.ADDRESS, "/", FIELDS, kept)
    register_clicks(app, [card.id.graph for card in cards if card.is_clickable])
    register_filter(app, _FILTER, CHOSEN, partial(view_of, datasets))
    chosen = {name: Input(*each) for name, each in CHOSEN.items()}
    app.callback(
        [
            Output(General.SENTENCE, "children"),
            Output(General.KEY_FIGURES, "children"),
            Output(General.MESSAGE, "children"),
            Output(General.CLUSTERED, "hidden"),
            Output(General.PERIOD, "children"),
        ],
        chosen | {"first": Input(General.FIGURE, "value")},
    )(partial(tell, datasets, Answers()))
    # What is offered of groups is the same whatever the filter.
    _register_offers(app, datasets, {name: chosen[name] for name in chosen if name != "where"})


def _register_offers(app: Dash, datasets: "Datasets", of_groups: Mapping[str, Input]) -> None:
    app.callback(
        [
            Output(General.NAMES, "data"),
            Output(General.CHIP, "children"),
            Output(General.CHIP_FIELD, "hidden"),
            Output(General.NOTICE, "children"),
        ],
        {
            **of_groups,
            "theme": Input(Shell.THEME, "data"),
            "x": State(General.X, "value"),
            "y": State(General.Y, "value"),
        },
    )(partial(name_group, datasets))
    of_log = {**of_groups, "token": Input(*OF_LOG["token"])}
    app.callback(
        [Output(General.SCHEME, "options"), Output(General.CLUSTER_SECTION.fold, "hidden")], of_log
    )(partial(offer, datasets))
    app.callback(Output(General.CLUSTER_CARDS, "children"), of_log)(
        partial(describe_clusters, datasets)
    )
    app.callback(
        [Output(each, "options") for each in (General.X, General.Y, General.FIGURE)],
        {"token": Input(Shell.TABLE, "data")},
    )(partial(offer_attributes, datasets))


def tell(
    datasets: Datasets, answers: Answers, first: Any = NOT_CHOSEN, **sent: Any
) -> tuple[Any, ...]:
    """Return the first sentence, six key figures, and why there are no clusters, if so."""
    view = view_of(datasets, **sent)
    summary: tuple[Any, ...] = answers.get((*view.key, str(first)), partial(_summary, view, first))
    return summary


def _summary(view: View, first: Any) -> tuple[Any, ...]:
    if not view.is_table:
        figures = [] if view.is_part else changes.key_figures(view)
        shown = figures or log_summary.key_figures(view)
        return log_summary.sentence(view), shown, None, True, changes.caption(view)
    figures, reason = own_figures.key_figures(view, first), None
    if not view.has_groups:
        reason = components.message(view.snapshot.no_clusters_reason, "watch")
    elif view.snapshot.comparison and not view.snapshot.comparison.has_clear_groups:
        reason = components.message(view.snapshot.comparison.reason, "watch")
    return table_summary.sentence(view), figures, reason, not view.has_groups, ""


def name_group(datasets: Datasets, **sent: Any) -> tuple[Any, ...]:
    """Return the names behind the marks, the chip of the chosen group, and what was not known."""
    view = view_of(datasets, **sent)
    notice = _notices(view)
    if not view.group:
        return list(view.names), None, True, notice
    size = words.counted(int(view.is_member.sum()), "customer")
    rule = "" if view.is_table else _descriptions(view).get(view.group, "")
    chip = components.chip(view.group, view.look.colour(view.group), size, rule=rule)
    return list(view.names), chip, False, notice


def _notices(view: View) -> list[Any]:
    """Return what is not known, why it is this scheme that nobody chose, and its false names."""
    unknown = [components.message(view.notice, "watch")] if view.notice else []
    is_default = view.grouping == view.snapshot.groupings[0] if view.snapshot.groupings else False
    reason = view.snapshot.scheme_reason if is_default and not view.is_table else ""
    warnings = {} if view.is_table else view.snapshot.warnings(view.grouping)
    shown = {view.group: warnings.get(view.group, "")} if view.group else warnings
    false = [
        f"{name} – {warning[0].lower()}{warning[1:]}" for name, warning in shown.items() if warning
    ]
    more = f" {len(false) - _FEW} more are marked in the table." if len(false) > _FEW else ""
    told = f"Careful with names. {' '.join(false[:_FEW])}{more}"
    careful = [components.message(told, "watch")]
    return [
        *unknown,
        *([components.message(reason)] if reason else []),
        *(careful if false else []),
    ]


def offer(datasets: Datasets, **sent: Any) -> tuple[Any, bool]:
    """Return the schemes to choose from, and whether the section on clusters is hidden."""
    view = view_of(datasets, **sent)
    schemes = [name for name in view.snapshot.groupings if name != schema.CLUSTERS]
    return grouping_options(schemes, view.asked_grouping), view.grouping != schema.CLUSTERS


def describe_clusters(datasets: Datasets, **sent: Any) -> Any:
    """Return a card for each cluster while clusters are shown."""
    view = view_of(datasets, **sent)
    return _cluster_cards(view) if view.grouping == schema.CLUSTERS else None


def offer_attributes(datasets: Datasets, token: Any) -> tuple[Any, Any, Any]:
    """Return the attributes of a table to choose from, for both axes and for the key figures."""
    view = view_of(datasets, token)
    firsts = [f"{MOST_TELLING}: {each.label}" for each in view.pair] + [MOST_TELLING] * 2
    offered = (*firsts[:2], general_filters.MOST_SPREAD)
    across, upwards, figures = (choices(view.attributes, first) for first in offered)
    return across, upwards, figures


def _cluster_cards(view: View) -> list[Any]:
    why = view.snapshot.clusters_reason
    reason = components.message(why) if why else None
    described: Sequence[tuple[str, str]] = list(_descriptions(view).items())
    sizes = dict(zip(view.groups[schema.GROUP], view.groups[schema.CUSTOMERS], strict=True))
    cards = [
        general.group_card(
            components.chip(name, view.look.colour(name), words.counted(sizes[name], "customer")),
            description,
        )
        for name, description in described
    ]
    return [reason, *cards]


def _descriptions(view: View) -> Mapping[str, str]:
    groups = view.groups
    return dict(zip(groups[schema.GROUP].astype(str), groups[schema.DESCRIPTION], strict=True))
