"""A few sentences about a cluster, made of its own numbers."""

from collections.abc import Sequence
from typing import Final

from rfm.clusters.profiles.effects import NEGLIGIBLE
from rfm.clusters.profiles.naming import words_of
from rfm.clusters.profiles.stories import ClusterStory, Effect, Rule
from rfm.words import rough_percent

# Below this mean bootstrap Jaccard a cluster is not to be trusted (C. Hennig, Cluster-wise
# assessment of cluster stability, 2007).
TRUSTED_FROM: Final = 0.75
_EFFECTS_TOLD: Final = 3


def write_paragraph(story: ClusterStory) -> str:
    """Return the paragraph about a cluster of which everything else is known."""
    who = "customer" if story.customers == 1 else "customers"
    opening = f"{story.customers:,} {who} ({rough_percent(story.share)})"
    if story.is_noise:
        opening += " in no cluster: too few others are near them"
    told = [one.sentence for one in _different(story.effects)]
    plain = [] if told or story.share == 1 else ["Nothing sets them clearly apart from the others."]
    ending = [*_rule(story.rules), *_stability(story.jaccard)]
    return " ".join([f"{opening}.", *told, *plain, *ending])


def _different(effects: Sequence[Effect]) -> list[Effect]:
    """Return the largest effects; those on what was spoken of already come after the others."""
    clear = [one for one in effects if one.strength != NEGLIGIBLE]
    spoken: set[str] = set()
    first: list[Effect] = []
    for effect in clear:
        words = words_of(effect.attribute.replace("_", " "))
        if not words & spoken:
            first.append(effect)
            spoken |= words
    told = [*first, *(one for one in clear if one not in first)][:_EFFECTS_TOLD]
    return sorted(told, key=clear.index)


def _rule(rules: Sequence[Rule]) -> list[str]:
    if not rules:
        return []
    rule = rules[0]
    return [
        f"As a rule: {rule.text}; that finds {rough_percent(rule.recall)} of them, and "
        f"{rough_percent(rule.precision)} of those it finds belong here."
    ]


def _stability(jaccard: float | None) -> list[str]:
    if jaccard is None or jaccard >= TRUSTED_FROM:
        return []
    return [
        f"Not to be trusted: in repeated samples of the customers this cluster comes back only "
        f"{rough_percent(jaccard)} alike (Jaccard {jaccard:.2f}, {TRUSTED_FROM} is needed)."
    ]
