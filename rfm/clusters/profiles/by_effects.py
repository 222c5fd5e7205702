"""Clusters of any attributes in words: what sets each apart, as a name and in a few sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from rfm.clusters.profiles.effects import NEGLIGIBLE
from rfm.clusters.profiles.naming import NOISE_NAME, name_clusters, words_of
from rfm.clusters.profiles.results import ClusterProfile, Effect, Rule
from rfm.features.points import Codes
from rfm.table.attribute import Attribute
from rfm.words import TRUSTED_FROM, counted, rough_percent

_MOST_EFFECTS: Final = 3


@dataclass(frozen=True)
class ByEffects:
    """Names and paragraphs that speak of what sets each cluster apart most."""

    attributes: Sequence[Attribute]

    def tell(
        self, customers: pd.DataFrame, labels: Codes, profiles: Sequence[ClusterProfile]
    ) -> list[ClusterProfile]:
        """Return the profiles with a unique name and a paragraph for each, noise last.

        Parameters
        ----------
        customers : DataFrame
            Not used: the effects say it all.
        labels : array of int
            Not used either.
        profiles : sequence of ClusterProfile
            What else is known of each cluster.
        """
        del customers, labels
        effects = [one.effects for one in profiles if not one.is_noise]
        names = [*name_clusters(effects, self.attributes), NOISE_NAME][: len(profiles)]
        return [
            replace(
                profile,
                name=name,
                summary=_summary(profile),
                rule_sentence=_rule(profile.rules),
                caveat=_caveat(profile.jaccard),
            )
            for profile, name in zip(profiles, names, strict=True)
        ]


def _summary(profile: ClusterProfile) -> str:
    opening = f"{counted(profile.customers, 'customer')} ({rough_percent(profile.share)})"
    if profile.is_noise:
        opening += " in no cluster: too few others are near them"
    apart = [one.sentence for one in _different(profile.effects)]
    if not apart and profile.share < 1:
        apart = ["Nothing sets them clearly apart from the others."]
    return " ".join([f"{opening}.", *apart])


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
    shown = [*first, *(one for one in clear if one not in first)][:_MOST_EFFECTS]
    return sorted(shown, key=clear.index)


def _rule(rules: Sequence[Rule]) -> str:
    if not rules:
        return ""
    rule = rules[0]
    return (
        f"As a rule: {rule.text}; that finds {rough_percent(rule.recall)} of them, and "
        f"{rough_percent(rule.precision)} of those it finds belong here."
    )


def _caveat(jaccard: float | None) -> str:
    if jaccard is None or jaccard >= TRUSTED_FROM:
        return ""
    return (
        f"Not to be trusted: in repeated samples of the customers this cluster comes back only "
        f"{rough_percent(jaccard)} alike (Jaccard {jaccard:.2f}, {TRUSTED_FROM} is needed)."
    )
