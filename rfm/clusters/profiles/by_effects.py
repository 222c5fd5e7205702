"""Clusters of any attributes in words: what sets each apart, as a name and in a few sentences.

A name ("High Cash Advance, Few Purchases") is made of the one or two largest effects that say
different things. Names are unique and at most 40 characters long: a cluster takes the first of its
possible names that no earlier cluster has, so that the same effects give the same names.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from rfm.clusters.profiles.effects import NEGLIGIBLE
from rfm.clusters.profiles.results import TRUE_OF, ClusterProfile, Effect, Rule
from rfm.table.attribute import Attribute, label_of
from rfm.words import TRUSTED_FROM, counted, rough_percent, shortened

LONGEST: Final = 40
NOISE_NAME: Final = "Unlike the Rest"
ONLY_NAME: Final = "All Customers"
PLAIN_NAME: Final = "Close to the Average"
_SHORTEST_WORD: Final = 3
_CONSIDERED: Final = 8
_MOSTLY_ABOVE: Final = 0.5
_MOST_EFFECTS: Final = 3

# What more and less of an attribute is called, by a word of its name.
_OWN_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "recency": ("Not Seen Lately", "Seen Lately"),
    "frequency": ("Frequent Buyers", "Rare Buyers"),
    "monetary": ("High Spend", "Low Spend"),
}
# Levels that read well before the name of their attribute ("Low Spending Score").
_BEFORE: Final = frozenset((
    "low", "lower", "lowest", "average", "medium", "middle", "mid", "high", "higher", "highest",
    "small", "large", "big", "no", "few", "many", "good", "bad", "poor", "fair", "basic",
    "standard", "premium", "gold", "silver", "bronze",
))  # fmt: skip
# Whole numbers with such a name count something.
_COUNTED: Final = ("s", "trx", "count")
_YES: Final = frozenset(("yes", "true"))
_NO: Final = frozenset(("no", "false"))
# Whose age it is, where the name says no more than that: a car or an account is not "Older".
_OF_A_PERSON: Final = frozenset(("age", "years", "customer", "in", "of", "s"))


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
    taken: dict[frozenset[str], str] = {}
    for own in effects:
        # The same phrases in another order are not another name.
        possible = ((frozenset(name.split(", ")), name) for name in _possible_names(own, known))
        phrases, name = next(one for one in possible if one[0] not in taken)
        taken[phrases] = name
    return tuple(taken.values())


def _possible_names(effects: Sequence[Effect], known: Mapping[str, Attribute]) -> Iterator[str]:
    phrases = _phrases(effects, known)
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
    effects: Sequence[Effect], known: Mapping[str, Attribute]
) -> list[tuple[Attribute, str]]:
    found: dict[str, tuple[Attribute, str]] = {}
    for effect in effects:
        attribute = known[effect.attribute]
        phrase = _phrase(effect, attribute)
        if phrase and effect.strength != NEGLIGIBLE:
            found.setdefault(attribute.name, (attribute, phrase))
    return list(found.values())[:_CONSIDERED]


def _phrase(effect: Effect, attribute: Attribute) -> str:
    label = _titled(label_of(attribute))
    if effect.level:
        return shortened(_level_phrase(effect, label), LONGEST)
    own = _own_words(attribute)
    if own:
        return own[effect.size < 0]
    if "age" in words_of(label) <= _OF_A_PERSON:
        return "Older" if effect.size > 0 else "Younger"
    is_counted = attribute.is_whole and label.lower().endswith(_COUNTED)
    more, less = ("Many", "Few") if is_counted else ("High", "Low")
    if label.endswith("Size"):
        more, less = "Large", "Small"
    return shortened(f"{more if effect.size > 0 else less} {label}", LONGEST)


def _own_words(attribute: Attribute) -> tuple[str, str] | None:
    words = words_of(label_of(attribute)) | words_of(attribute.name)
    if words == {"frequency"}:
        return _OWN_WORDS["frequency"]
    return next((_OWN_WORDS[word] for word in ("recency", "monetary") if word in words), None)


def _level_phrase(effect: Effect, label: str) -> str:
    """Return how a level names a cluster; that a level is rare in it does not.

    That somebody has a level is a fact, and stated only of those who nearly all have it.
    """
    level = _titled(effect.level)
    if effect.size <= 0:
        return ""
    often = "Mostly " if effect.inside > _MOSTLY_ABOVE else "Often "
    fact = "" if effect.inside >= TRUE_OF else often
    if effect.level.lower() in _YES:
        return f"{fact}{label}"
    if effect.level.lower() in _NO:
        return f"{fact}Not {label}"
    if effect.level.lower() in _BEFORE:
        return f"{fact}{level} {label}"
    is_word = level.replace(" ", "").replace("-", "").isalpha()
    if not is_word or len(level) < _SHORTEST_WORD:
        return f"{fact}{label} {level}"
    return f"{often}{level}"


def _titled(text: str) -> str:
    words = text.replace("_", " ").split()
    return " ".join(word if word[:1].isupper() else word.capitalize() for word in words)


def words_of(label: str) -> set[str]:
    """Return the words of a label, to see whether two labels speak of the same thing.

    A number belongs to the word before it: "Question 1" and "Question 2" are different things.
    """
    return set(re.findall(r"[^\W\d_]+(?:[\s_]*\d+)?", label.lower()))


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
