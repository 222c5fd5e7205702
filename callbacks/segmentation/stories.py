"""What is told of each cluster of a customer table: a card for each."""

from functools import partial
from typing import TYPE_CHECKING, Any

from dash import Dash, Input, Output

from callbacks.segmentation.table_facts import effect_value, profiles_of_clusters
from callbacks.segmentation.view import OF_TABLE, View, view_of
from layouts.charts.groups.table_sizes import is_doubted
from layouts.ids import General
from layouts.parts import components
from layouts.segmentation.table_stories import MOST_EFFECTS, EffectBar, Story, story_cards
from rfm.clusters.profiles.effects import NEGLIGIBLE

if TYPE_CHECKING:
    from rfm.clusters.profiles.results import ClusterProfile
    from server.data.datasets import Datasets


def register(app: Dash, datasets: "Datasets") -> None:
    """Register the cards."""
    app.callback(
        Output(General.STORIES, "children"),
        {name: Input(*each) for name, each in OF_TABLE.items()},
    )(partial(tell, datasets))


def tell(datasets: "Datasets", **sent: Any) -> Any:
    """Return a card for each cluster, or for the chosen one alone."""
    view = view_of(datasets, **sent)
    if not view.has_groups:
        return None
    shown = [each for each in profiles_of_clusters(view) if view.group in ("", each.name)]
    cards = story_cards([_card(view, each) for each in shown], view.snapshot.name)
    if not view.filter:
        return cards
    whom = f"The cards and the table tell of all customers, not only {view.filter.told}."
    return [components.message(whom), *cards]


def _card(view: View, story: "ClusterProfile") -> Story:
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
