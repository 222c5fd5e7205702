"""Segments or clusters: their table, as a file, their cards, and what to do with one of them."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import pandas as pd
from dash import Dash, Input, Output, State

from callbacks.parts.attributes import most_telling
from callbacks.parts.files import csv_file
from callbacks.parts.plays import play_card, plays_of, with_plays
from callbacks.segmentation.log_facts import horizon_of
from callbacks.segmentation.table_facts import profiles_of_clusters
from callbacks.segmentation.view import CHOSEN, OF_TABLE, View, view_of
from layouts.ids import General
from layouts.parts import components, grids
from layouts.parts.attributes import Shown
from layouts.segmentation import lists
from layouts.segmentation.table_parts import profile_card
from rfm import schema, words
from rfm.clusters.profiles.results import ClusterProfile
from server.data.datasets import Datasets

Rows = list[dict[str, Any]]
COLUMNS: Final = (
    *(schema.GROUP, schema.CUSTOMERS, schema.SHARE, schema.REVENUE, schema.REVENUE_SHARE),
    *(schema.RECENCY_MEAN, schema.RECENCY_MEDIAN, schema.FREQUENCY_MEAN),
    *(schema.FREQUENCY_MEDIAN, schema.MONETARY_MEAN, schema.MONETARY_MEDIAN),
    *(schema.EXPECTED_ORDERS, schema.EXPECTED_REVENUE, schema.EXPECTED_REVENUE_LOW),
    *(schema.EXPECTED_REVENUE_HIGH, schema.CLV, schema.CLV_LOW, schema.CLV_HIGH),
    *(schema.VALUE_AT_STAKE, schema.VALUE_AT_STAKE_LOW, schema.VALUE_AT_STAKE_HIGH),
    schema.ESTIMATES,
    *(schema.TOP_PRODUCT, schema.DESCRIPTION, schema.WARNING),
)
MOST_MEDIANS: Final = 8


def register(app: Dash, datasets: Datasets) -> None:
    """Register the table, its download, the cards of clusters, and the play of the chosen group."""
    chosen = {name: Input(*each) for name, each in CHOSEN.items()}
    app.callback(
        [
            Output(General.SEGMENTS, "columnDefs"),
            Output(General.SEGMENTS, "rowData"),
        ],
        chosen,
    )(partial(fill, datasets))
    app.callback(
        Output(General.PROFILES, "children"),
        {name: Input(*each) for name, each in OF_TABLE.items()},
    )(partial(describe, datasets))
    app.callback(
        Output(General.PLAY, "children"),
        {name: each for name, each in chosen.items() if name != "where"},
    )(partial(advise, datasets))
    app.callback(
        Output(General.SEGMENTS_DOWNLOAD, "data"),
        {"clicks": Input(General.SEGMENTS_CSV, "n_clicks")}
        | {name: State(*each) for name, each in CHOSEN.items()},
        prevent_initial_call=True,
    )(partial(export, datasets))


def fill(datasets: Datasets, **sent: Any) -> tuple[Rows, Rows]:
    """Return the columns and the rows, with the chosen group's marked."""
    view = view_of(datasets, **sent)
    if not view.has_groups:
        return [], []
    if view.is_table:
        return lists.cluster_columns(_telling(view)), _rows_of_clusters(view)
    look = view.look
    columns = grids.group_columns(look.group_word, look.axis_title(schema.FREQUENCY), look.currency)
    # What is expected of the customers who pass a filter has no interval.
    if schema.EXPECTED_REVENUE in view.groups:
        ahead = horizon_of(view)
        spans = (words.days(ahead.days), ahead.span)
        columns += grids.expected_columns(look.currency, spans, ahead.mark)
    # Favourites of the customers who pass a filter are not known.
    if view.snapshot.has_products and view.filter is None:
        columns.append(grids.product_column())
    return columns, _rows_of_segments(view)


def _rows_of_segments(view: View) -> Rows:
    """Return one row a group, best first."""
    groups = view.groups[_known(view)].assign(
        **{schema.GROUP: view.groups[schema.GROUP].astype(str)}
    )
    groups = groups.astype(object).where(groups.notna(), None)
    rows = ({str(name): value for name, value in row.items()} for row in groups.to_dict("records"))
    return [_marked(view, row) for row in rows]


def _rows_of_clusters(view: View) -> Rows:
    """Return one row a cluster, best first, with its medians."""
    telling = _telling(view)
    return [
        _marked(view, _facts(each) | _medians(each, telling)) for each in profiles_of_clusters(view)
    ]


def _marked(view: View, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with its group's colour, and whether it is the chosen one."""
    name = row[schema.GROUP]
    return {**row, "colour": view.look.colour(name), "chosen": name == view.group}


def _known(view: View) -> list[str]:
    """Return the columns that the groups of this log have."""
    return [column for column in COLUMNS if column in view.groups]


def _telling(view: View) -> list[Shown]:
    """Return the numbers whose medians tell the clusters apart best."""
    numbers = {each.name: each for each in view.attributes if each.is_number}
    names = [name for name in most_telling(view.snapshot) if name in numbers]
    return [numbers[name] for name in names[:MOST_MEDIANS]]


def _facts(profile: ClusterProfile) -> dict[str, Any]:
    return {
        schema.GROUP: profile.name,
        schema.CUSTOMERS: profile.customers,
        schema.SHARE: profile.share,
        schema.JACCARD: profile.jaccard,
        schema.DESCRIPTION: profile.paragraph,
    }


def _inside(profile: ClusterProfile) -> dict[str, float]:
    """Return the cluster's median of each attribute that is a number."""
    return {effect.attribute: effect.inside for effect in profile.effects if not effect.level}


def _medians(profile: ClusterProfile, telling: list[Shown]) -> dict[str, float]:
    inside = _inside(profile)
    return {
        lists.field_of(place): inside[each.name]
        for place, each in enumerate(telling)
        if each.name in inside
    }


def export(datasets: Datasets, clicks: Any, token: Any, **sent: Any) -> Any:
    """Return the table as a file: every group, whichever is chosen."""
    del clicks
    view = view_of(datasets, token, **(sent | {"group": ""}))
    if view.is_table:
        # It tells of all customers.
        view = view_of(datasets, token)
    table = _file_of_clusters(view) if view.is_table else view.groups[_known(view)]
    if view.has_groups:
        table = with_plays(table, plays_of(datasets, token["name"], view.grouping))
    return csv_file(view.file_name(f"{view.look.group_word}s"), table)


def _file_of_clusters(view: View) -> pd.DataFrame:
    """Return size, stability, rule and medians of each cluster."""
    rows = []
    for each in profiles_of_clusters(view):
        rule = each.rules[0] if each.rules else None
        of_rule = {
            "rule": rule.text if rule else None,
            "rule_precision": rule.precision if rule else None,
            "rule_recall": rule.recall if rule else None,
        }
        medians = {f"median_{name}": value for name, value in _inside(each).items()}
        rows.append(_facts(each) | of_rule | medians)
    return pd.DataFrame(rows)


def describe(datasets: Datasets, **sent: Any) -> Any:
    """Return a card for each cluster of a table, or for the chosen one alone."""
    view = view_of(datasets, **sent)
    if not view.has_groups:
        return None
    known = {each.name: each for each in view.attributes}
    cards = [
        profile_card(each, known, view.snapshot.name, view.look)
        for each in profiles_of_clusters(view)
        if view.group in ("", each.name)
    ]
    if not view.filter:
        return cards
    whom = f"The cards and the table tell of all customers, not only {view.filter.label}."
    return [components.message(whom), *cards]


def advise(datasets: Datasets, token: Any, **sent: Any) -> Any:
    """Return what to do with the chosen group; nothing while all are shown."""
    view = view_of(datasets, token, **sent)
    if not view.group:
        return None
    choice = (view.grouping, view.group)
    return play_card(datasets, token["name"], choice, f"What to do with {view.group}")
