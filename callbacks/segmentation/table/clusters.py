"""The clusters of a customer table: a card for each, and all of them as a table and a file."""

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from dash import Dash, Input, Output, State

from callbacks.parts.attributes import most_telling
from callbacks.parts.files import csv_file
from callbacks.parts.plays import play_card, plays_of, with_plays
from callbacks.segmentation.table.facts import effect_value, told_stories
from callbacks.segmentation.table.view import CHOSEN, TableView, view_of
from layouts.charts.groups.table_sizes import is_doubted
from layouts.ids import TableGeneral
from layouts.parts import components
from layouts.parts.attributes import Shown
from layouts.segmentation import table_grids
from layouts.segmentation.table_stories import MOST_EFFECTS, EffectBar, Story, story_cards
from rfm import schema
from rfm.clusters.profiles.effects import NEGLIGIBLE

if TYPE_CHECKING:
    import pandas as pd

    from rfm.clusters.profiles.results import ClusterProfile
    from server.data.datasets import Datasets

MOST_MEDIANS: Final = 8


def register(app: Dash, datasets: "Datasets") -> None:
    """Register the cards, the table and its download."""
    chosen = {name: Input(*each) for name, each in CHOSEN.items()}
    app.callback(
        [
            Output(TableGeneral.CARDS, "children"),
            Output(TableGeneral.CLUSTERS, "columnDefs"),
            Output(TableGeneral.CLUSTERS, "rowData"),
        ],
        chosen,
    )(partial(fill, datasets))
    app.callback(
        Output(TableGeneral.PLAY, "children"),
        {"token": chosen["token"], "group": chosen["group"]},
    )(partial(advise, datasets))
    app.callback(
        Output(TableGeneral.CLUSTERS_DOWNLOAD, "data"),
        {"clicks": Input(TableGeneral.CLUSTERS_CSV, "n_clicks")}
        | {"token": State(*CHOSEN["token"])},
        prevent_initial_call=True,
    )(partial(export, datasets))


def fill(datasets: "Datasets", **sent: Any) -> tuple[Any, Any, Any]:
    """Return the cards, and the columns and rows of the table; the chosen cluster is marked."""
    view = view_of(datasets, **sent)
    if not view.has_clusters:
        return None, [], []
    stories = told_stories(view)
    shown = [story for story in stories if view.group in ("", story.name)]
    told = ""
    if view.filter:
        told = f"The cards and the table tell of all customers, not only {view.filter.told}."
    cards = [
        *([components.message(told)] if told else []),
        *story_cards([_card(view, story) for story in shown], view.snapshot.name),
    ]
    return cards, table_grids.cluster_columns(telling_numbers(view)), rows_of(view)


def advise(datasets: "Datasets", token: Any, **sent: Any) -> Any:
    """Return what to do with the chosen cluster; nothing while all are shown."""
    view = view_of(datasets, token, **sent)
    if not view.group:
        return None
    choice = (view.grouping, view.group)
    return play_card(datasets, token["name"], choice, f"What to do with {view.group}")


def telling_numbers(view: TableView) -> list[Shown]:
    """Return the numbers whose medians tell the clusters apart best."""
    numbers = {each.name: each for each in view.attributes if each.is_number}
    names = [name for name in most_telling(view.snapshot) if name in numbers]
    return [numbers[name] for name in names[:MOST_MEDIANS]]


def rows_of(view: TableView) -> list[dict[str, Any]]:
    """Return one row a cluster, best first, with its colour and its medians."""
    telling = telling_numbers(view)
    return [
        {
            schema.GROUP: story.name,
            schema.CUSTOMERS: story.customers,
            schema.SHARE: story.share,
            schema.JACCARD: story.jaccard,
            schema.DESCRIPTION: story.paragraph,
            "colour": view.look.colour(story.name),
            "chosen": story.name == view.group,
            **_medians(story, telling),
        }
        for story in told_stories(view)
    ]


def _medians(story: "ClusterProfile", telling: list[Shown]) -> dict[str, float]:
    inside = {effect.attribute: effect.inside for effect in story.effects if not effect.level}
    return {
        table_grids.field_of(place): inside[each.name]
        for place, each in enumerate(telling)
        if each.name in inside
    }


def export(datasets: "Datasets", clicks: Any, token: Any) -> Any:
    """Return the table of every cluster as a file, with what is told of each."""
    del clicks
    view = view_of(datasets, token)
    if not view.has_clusters:
        return csv_file(view.file_name("clusters"), table_of(view))
    plays = plays_of(datasets, token["name"], view.grouping)
    return csv_file(view.file_name("clusters"), with_plays(table_of(view), plays))


def table_of(view: TableView) -> "pd.DataFrame":
    """Return size, stability, rule and medians of each cluster."""
    import pandas as pd

    rows = []
    for story in told_stories(view):
        rule = story.rules[0] if story.rules else None
        inside = {one.attribute: one.inside for one in story.effects if not one.level}
        rows.append(
            {
                schema.GROUP: story.name,
                schema.CUSTOMERS: story.customers,
                schema.SHARE: story.share,
                schema.JACCARD: story.jaccard,
                schema.DESCRIPTION: story.paragraph,
                "rule": rule.text if rule else None,
                "rule_precision": rule.precision if rule else None,
                "rule_recall": rule.recall if rule else None,
                **{f"median_{name}": value for name, value in inside.items()},
            }
        )
    return pd.DataFrame(rows)


def _card(view: TableView, story: "ClusterProfile") -> Story:
    known = {each.name: each for each in view.attributes}
    clear = [one for one in story.effects if one.strength != NEGLIGIBLE and one.attribute in known]
    rule = story.rules[0] if story.rules else None
    return Story(
        name=story.name,
        colour=view.look.colour(story.name),
        customers=story.customers,
        share=story.share,
        # The rule and the warning have places of their own on the card.
        paragraph=story.summary,
        effects=tuple(
            EffectBar(
                label=f"{known[one.attribute].label}: {one.level}"
                if one.level
                else known[one.attribute].label,
                size=one.size,
                inside=effect_value(one, one.inside, known[one.attribute]),
                outside=effect_value(one, one.outside, known[one.attribute]),
                sentence=one.sentence,
            )
            for one in clear[:MOST_EFFECTS]
        ),
        rule=rule.text if rule else "",
        precision=rule.precision if rule else 0.0,
        recall=rule.recall if rule else 0.0,
        typical=story.typical,
        jaccard=story.jaccard,
        is_doubted=is_doubted(story.jaccard),
        is_chosen=story.name == view.group,
    )
