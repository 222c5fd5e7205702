"""What an effect is called in the name of a cluster, and whether a name is still true of one.

A number is compared ("Higher Balance"), which is true by the medians of the cluster and of all
others. A level is stated as a fact ("Gold Member") where nine in ten members have it and no other
cluster has more who do, otherwise as what is frequent ("Mostly Gold Member").
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rfm.clusters.profiles.results import TRUE_OF, Effect
from rfm.table.attribute import Attribute, label_of
from rfm.words import shortened

LONGEST: Final = 40
_SHORTEST_WORD: Final = 3
_MOSTLY_ABOVE: Final = 0.5
_FACT, _MOSTLY, _OFTEN = "", "Mostly ", "Often "

# What more and less of an attribute is called, by a word of its name.
_OWN_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "recency": ("Seen Longer Ago", "Seen More Lately"),
    "frequency": ("More Frequent Buyers", "Rarer Buyers"),
    "monetary": ("Higher Spend", "Lower Spend"),
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
# What tells apart clusters of one name.
_NUMBERED: Final = r"( \d+| \(\d+\))?"


def most_of_level(effects: Sequence[Sequence[Effect]]) -> dict[tuple[str, str], float]:
    """Return the largest share of each level in any cluster, by attribute and level."""
    most: dict[tuple[str, str], float] = {}
    for own in effects:
        for effect in own:
            place = effect.attribute, effect.level
            most[place] = max(most.get(place, 0.0), effect.inside)
    return most


def phrase_of(effect: Effect, attribute: Attribute, most: Mapping[tuple[str, str], float]) -> str:
    """Return how an effect names a cluster; empty where it does not.

    Parameters
    ----------
    effect : Effect
        Of the cluster.
    attribute : Attribute
        The one that it speaks of.
    most : mapping
        The largest share of each level in any cluster.
    """
    if not effect.level:
        # What has more pairs above need not have the higher median.
        is_true = (effect.inside - effect.outside) * effect.size > 0
        return _number_phrase(attribute, is_more=effect.size > 0) if is_true else ""
    # That a level is rare in a cluster does not name it.
    if effect.size <= 0:
        return ""
    is_most = effect.inside >= most.get((effect.attribute, effect.level), 0.0)
    often = _MOSTLY if effect.inside > _MOSTLY_ABOVE else _OFTEN
    is_fact = effect.inside >= TRUE_OF and is_most
    return _level_phrase(attribute, effect.level, _FACT if is_fact else often, often)


def is_still_true(name: str, effects: Sequence[Effect], attributes: Sequence[Attribute]) -> bool:
    """Return whether a name that a cluster had is true of it now; one of the user's always is.

    Parameters
    ----------
    name : str
        What it was called.
    effects : sequence of Effect
        Of the cluster as it is now.
    attributes : sequence of Attribute
        Those that the effects speak of.
    """
    known = {one.name: one for one in attributes}
    true = {phrase for one in effects for phrase in _true_phrases(one, known[one.attribute])}
    possible = {phrase for one in attributes for phrase in _possible_phrases(one)}
    said = [one for one in possible if name == one or name.startswith(f"{one}, ")]
    for first in said:
        rest = name.removeprefix(first).removeprefix(", ")
        if not rest or rest in possible:
            return {first, rest or first} <= true
    numbered = [phrase for phrase in possible if re.fullmatch(re.escape(phrase) + _NUMBERED, name)]
    return not numbered or bool(true.intersection(numbered))


def _true_phrases(effect: Effect, attribute: Attribute) -> Iterator[str]:
    """Yield every phrase of an effect that is true of the cluster, however weak the effect."""
    if not effect.level:
        if effect.inside != effect.outside:
            yield _number_phrase(attribute, is_more=effect.inside > effect.outside)
        return
    for least, often in ((TRUE_OF, _FACT), (_MOSTLY_ABOVE, _MOSTLY), (effect.outside, _OFTEN)):
        if effect.inside >= least:
            yield _level_phrase(attribute, effect.level, often, often or _MOSTLY)


def _possible_phrases(attribute: Attribute) -> Iterator[str]:
    if not attribute.levels:
        yield from (_number_phrase(attribute, is_more=is_more) for is_more in (True, False))
    for level in attribute.levels:
        for often in (_FACT, _MOSTLY, _OFTEN):
            yield _level_phrase(attribute, level, often, often or _MOSTLY)


def _number_phrase(attribute: Attribute, *, is_more: bool) -> str:
    label = _titled(label_of(attribute))
    own = _own_words(attribute)
    if own:
        return own[not is_more]
    if "age" in words_of(label) <= _OF_A_PERSON:
        return "Older" if is_more else "Younger"
    is_counted = attribute.is_whole and label.lower().endswith(_COUNTED)
    more, less = ("More", "Fewer") if is_counted else ("Higher", "Lower")
    if label.endswith("Size"):
        more, less = "Larger", "Smaller"
    return shortened(f"{more if is_more else less} {label}", LONGEST)


def _own_words(attribute: Attribute) -> tuple[str, str] | None:
    words = words_of(label_of(attribute)) | words_of(attribute.name)
    if words == {"frequency"}:
        return _OWN_WORDS["frequency"]
    return next((_OWN_WORDS[word] for word in ("recency", "monetary") if word in words), None)


def _level_phrase(attribute: Attribute, level: str, fact: str, often: str) -> str:
    """Return a level in words; one that is a word of its own is never stated as a fact."""
    label, titled = _titled(label_of(attribute)), _titled(level)
    is_word = titled.replace(" ", "").replace("-", "").isalpha()
    if level.lower() in _YES:
        phrase = f"{fact}{label}"
    elif level.lower() in _NO:
        phrase = f"{fact}Not {label}"
    elif level.lower() in _BEFORE:
        phrase = f"{fact}{titled} {label}"
    elif not is_word or len(titled) < _SHORTEST_WORD:
        phrase = f"{fact}{label} {titled}"
    else:
        phrase = f"{often}{titled}"
    return shortened(phrase, LONGEST)


def _titled(text: str) -> str:
    words = text.replace("_", " ").split()
    return " ".join(word if word[:1].isupper() else word.capitalize() for word in words)


def words_of(label: str) -> set[str]:
    """Return the words of a label, to see whether two labels speak of the same thing.

    A number belongs to the word before it: "Question 1" and "Question 2" are different things.
    """
    return set(re.findall(r"[^\W\d_]+(?:[\s_]*\d+)?", label.lower()))
