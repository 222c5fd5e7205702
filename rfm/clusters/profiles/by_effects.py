"""Clusters of any attributes in words: what sets each apart, as a name and in a few sentences.

A name ("Higher Cash Advance, Fewer Purchases") is made of the one or two largest effects that say
different things. Names are unique and at most 40 characters long: a cluster takes the first of its
possible names that no earlier cluster has, so that the same effects give the same names.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from rfm.clusters.profiles.effects import NEGLIGIBLE
from rfm.clusters.profiles.phrases import LONGEST, most_of_level, phrase_of, words_of
from rfm.clusters.profiles.results import ClusterProfile, Effect, Rule
from rfm.table.attribute import Attribute, label_of
from rfm.words import TRUSTED_FROM, counted, rough_percent

NOISE_NAME: Final = "Unlike the Rest"
ONLY_NAME: Final = "All Customers"
PLAIN_NAME: Final = "Close to the Average"
_CONSIDERED: Final = 8
_MOST_EFFECTS: Final = 3


def describe_by_effects(
    profiles: Sequence[ClusterProfile], attributes: Sequence[Attribute]
) -> list[ClusterProfile]:
    """Return the profiles with a unique name and a paragraph of what sets each apart most.

    Parameters
    ----------
    profiles : sequence of ClusterProfile
        What else is known of each cluster, noise last.
    attributes : sequence of Attribute
        Those that the effects speak of.
    """
    effects = [one.effects for one in profiles if not one.is_noise]
    names = [*name_clusters(effects, attributes), NOISE_NAME][: len(profiles)]
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


def name_clusters(
    effects: Sequence[Sequence[Effect]], attributes: Sequence[Attribute]
) -> tuple[str, ...]:
    """Return a unique name for each cluster, in the order given.

    Parameters
    ----------
    effects : sequence of sequences of Effect
        Of each cluster, the largest first.
    attributes : sequence of Attribute
        Those that the effects speak of.
    """
    if len(effects) == 1 and not effects[0]:
        return (ONLY_NAME,)
    known = {one.name: one for one in attributes}
    most = most_of_level(effects)
    taken: dict[frozenset[str], str] = {}
    for own in effects:
        # The same phrases in another order are not another name.
        phrases = _phrases(own, known, most)
        possible = ((frozenset(name.split(", ")), name) for name in _possible_names(phrases))
        said, name = next(one for one in possible if one[0] not in taken)
        taken[said] = name
    return tuple(taken.values())


def _possible_names(phrases: Sequence[tuple[Attribute, str]]) -> Iterator[str]:
    yield from (f"{first}, {second}" for first, second in _pairs(phrases))
    yield from (phrase for _, phrase in phrases)
    base = phrases[0][1] if phrases else PLAIN_NAME
    if not phrases:
        yield base
    number = 2
    while True:
        yield f"{base[: LONGEST - 4]} {number}"
        number += 1


def _pairs(phrases: Sequence[tuple[Attribute, str]]) -> Iterator[tuple[str, str]]:
    """Return pairs of phrases that fit and say different things, those of the first one first."""
    for place, (attribute, first) in enumerate(phrases):
        for other, second in phrases[place + 1 :]:
            is_short = len(first) + len(second) + 2 <= LONGEST
            if (
                is_short
                and first != second
                and not words_of(label_of(attribute)) & words_of(label_of(other))
            ):
                yield first, second


def _phrases(
    effects: Sequence[Effect],
    known: Mapping[str, Attribute],
    most: Mapping[tuple[str, str], float],
) -> list[tuple[Attribute, str]]:
    found: dict[str, tuple[Attribute, str]] = {}
    for effect in effects:
        attribute = known[effect.attribute]
        phrase = phrase_of(effect, attribute, most)
        if phrase and effect.strength != NEGLIGIBLE:
            found.setdefault(attribute.name, (attribute, phrase))
    return list(found.values())[:_CONSIDERED]


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
