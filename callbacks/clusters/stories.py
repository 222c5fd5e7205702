"""The stories of a snapshot's clusters as the page draws them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from callbacks.parts.looks import look_of_clusters
from layouts.clusters.stories import EffectShown, RuleShown, StoryShown, story

if TYPE_CHECKING:
    from rfm.clusters.profiles.stories import ClusterStory, Stories
    from rfm.snapshot import Snapshot

TRUSTED: Final = 0.75
MOST_EFFECTS: Final = 6
MOST_RULES: Final = 3
MOST_TYPICAL: Final = 6
NEGLIGIBLE: Final = "negligible"


def stories_of(snapshot: "Snapshot", stories: "Stories") -> list[Any]:
    """Return a card a cluster, in their order."""
    colours = colours_of(snapshot)
    return [
        story(_shown(each, colours.get(each.name, "")), snapshot.name) for each in stories.clusters
    ]


def colours_of(snapshot: "Snapshot") -> Mapping[str, str]:
    """Return the one colour of each cluster by its name."""
    return look_of_clusters(snapshot, "light").colours


def _shown(told: "ClusterStory", colour: str) -> StoryShown:
    effects = [each for each in told.effects if each.strength != NEGLIGIBLE][:MOST_EFFECTS]
    return StoryShown(
        name=told.name,
        colour=colour,
        customers=told.customers,
        share=told.share,
        paragraph=told.paragraph,
        stability=told.jaccard,
        is_doubted=told.jaccard is not None and told.jaccard < TRUSTED,
        effects=tuple(
            EffectShown(sentence=each.sentence, strength=each.strength, size=each.size)
            for each in effects
        ),
        rules=tuple(
            RuleShown(text=each.text, precision=each.precision, recall=each.recall)
            for each in told.rules[:MOST_RULES]
        ),
        typical=told.typical[:MOST_TYPICAL],
    )
