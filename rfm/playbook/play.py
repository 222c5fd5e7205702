"""A play: what to do with the customers of a group, where, with which offer, and why.

Those that come with the program are small YAML documents beside this module. A group gets one by
its name, or by what sets it apart.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from rfm import schema
from rfm.clusters.profiles.results import ClusterProfile, ClusterProfiles, Effect
from rfm.errors import PlaybookError
from rfm.words import compared

# The most letters of each text.
LONGEST: Final[Mapping[str, int]] = {
    "title": 80,
    "action": 400,
    "channel": 80,
    "offer": 200,
    "why": 400,
}
_WORDS: Final[Mapping[str, str]] = {"why": "reason"}
_FOLDER: Final = Path(__file__).parent / "plays"
# From here on an effect is at least of medium size (Romano and others 2006, for Cliff's delta).
_MEDIUM: Final = 0.33
# A table is one of credit cards when clusters differ in that many attributes of them.
_CARD_ATTRIBUTES: Final = frozenset(
    {
        *("balance", "balancefrequency", "cashadvance", "cashadvancefrequency", "cashadvancetrx"),
        *("creditlimit", "installmentspurchases", "minimumpayments", "oneoffpurchases"),
        *("prcfullpayment", "purchasesinstallmentsfrequency"),
    }
)
_FEWEST_CARD_ATTRIBUTES: Final = 3
_SENTENCE: Final = "{sentence}"


@dataclass(frozen=True, kw_only=True)
class Play:
    """What to do with a group.

    Parameters
    ----------
    title : str
        It in a few words, as an order.
    action : str
        What somebody does.
    channel : str
        Where the customers are reached.
    offer : str
        What they are offered.
    why : str
        Why this is expected to work for this group.
    """

    title: str
    action: str
    channel: str
    offer: str
    why: str


TEXTS: Final = tuple(field.name for field in fields(Play))


def read_play(texts: Mapping[str, object]) -> Play:
    """Return the play that somebody wrote, with its white space tidied.

    Parameters
    ----------
    texts : mapping
        The five texts by name.

    Raises
    ------
    PlaybookError
        When a text is missing, empty or too long; it says which.
    """
    return Play(**{name: _read(name, texts.get(name)) for name in TEXTS})


def _read(name: str, given: object) -> str:
    text = " ".join(given.split()) if isinstance(given, str) else ""
    word = _WORDS.get(name, name)
    if not text or not text.isprintable():
        raise PlaybookError(
            f"The {word} is empty, so nothing was saved. Write a {word}, or reset the play."
            if not text
            else f"The {word} has signs that cannot be shown. Type it again in plain letters."
        )
    if len(text) > LONGEST[name]:
        raise PlaybookError(
            f"The {word} has {len(text):,} letters, so nothing was saved. "
            f"Shorten it to {LONGEST[name]:,}."
        )
    return text


@cache
def of_scheme(scheme: str) -> Mapping[str, Play]:
    """Return the plays of a shipped scheme by segment; none for a scheme of one's own."""
    if scheme not in schema.SHIPPED_SCHEMES:
        return {}
    return {name: read_play(texts) for name, texts in _document(scheme).items()}


@cache
def by_words() -> tuple[tuple[frozenset[str], Play], ...]:
    """Return the words that a name must have, each with its play, the more special first."""
    return tuple(
        (frozenset(entry["words"].lower().split()), read_play(entry))
        for entry in _document("names")
    )


@cache
def by_attributes() -> tuple[tuple[Mapping[str, int], Play], ...]:
    """Return how attributes of card holders stand (1 is high), with plays, special ones first."""
    signs = {"high": 1, "low": -1}
    return tuple(
        (
            {compared(name): signs[stand] for name, stand in entry["when"].items()},
            read_play(entry),
        )
        for entry in _document("cards")
    )


@cache
def otherwise(case: str) -> Play:
    """Return the play of a case that nothing else fits: "set-apart", "noise" or "unknown"."""
    return read_play(_document("otherwise")[case])


@cache
def of_false_name(claim: str) -> Play:
    """Return the play of a segment whose name claims what is false of most who bear it."""
    return read_play(_document("untrue")[claim])


def _document(name: str) -> Any:
    import yaml

    return yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def plays_for(
    grouping: str,
    groups: Sequence[str],
    profiles: ClusterProfiles | None = None,
    untrue: Mapping[str, str] | None = None,
) -> tuple[Play, ...]:
    """Return the play of each group that holds while nobody wrote another.

    Parameters
    ----------
    grouping : str
        A scheme's name, or "clusters".
    groups : sequence of str
        Names of segments or clusters.
    profiles : ClusterProfiles, optional
        What sets the clusters apart; without it only their names are looked at.
    untrue : mapping of str to str, optional
        The segments whose names are false, each with what it claims: theirs is another play.

    Returns
    -------
    tuple of Play
        One a group, in the order given; there always is one.
    """
    of_segments = {**of_scheme(grouping)}
    of_segments |= {name: of_false_name(claim) for name, claim in (untrue or {}).items()}
    known = profiles.clusters if profiles and grouping == schema.CLUSTERS else ()
    by_name = {profile.name: profile for profile in known}
    are_cards = profiles is not None and _are_cards(profiles)
    return tuple(
        of_segments.get(group) or _play(group, by_name.get(group), are_cards=are_cards)
        for group in groups
    )


def _play(group: str, profile: ClusterProfile | None, *, are_cards: bool) -> Play:
    if profile is None or _is_of_orders(profile):
        return _by_name(group)
    if profile.is_noise:
        return otherwise("noise")
    found = _by_attributes(profile) if are_cards else None
    return found or _set_apart(profile)


def _by_name(group: str) -> Play:
    # After the comma stands what tells groups of one name apart.
    words = frozenset(re.findall(r"[a-z-]+", group.partition(",")[0].lower()))
    fitting = (play for needed, play in by_words() if needed <= words)
    return next(fitting, otherwise("unknown"))


def _by_attributes(profile: ClusterProfile) -> Play | None:
    signs = {
        compared(effect.attribute): _sign(effect) for effect in profile.effects if not effect.level
    }
    fitting = (
        play
        for needed, play in by_attributes()
        if all(signs.get(name) == sign for name, sign in needed.items())
    )
    return next(fitting, None)


def _set_apart(profile: ClusterProfile) -> Play:
    if not profile.effects:
        return otherwise("unknown")
    play = otherwise("set-apart")
    sentence = profile.effects[0].sentence
    return replace(
        play,
        action=_filled(play.action, sentence, LONGEST["action"]),
        why=_filled(play.why, sentence, LONGEST["why"]),
    )


def _filled(text: str, sentence: str, most: int) -> str:
    room = most - len(text) + len(_SENTENCE)
    short = sentence if len(sentence) <= room else f"{sentence[: room - 1].rstrip()}…"
    return text.replace(_SENTENCE, short)


def _sign(effect: Effect) -> int:
    if abs(effect.size) < _MEDIUM:
        return 0
    return 1 if effect.size > 0 else -1


def _is_of_orders(profile: ClusterProfile) -> bool:
    """Tell whether a cluster was made of orders, so that its name is made of known words."""
    attributes = {effect.attribute for effect in profile.effects}
    return bool(attributes) and attributes <= set(schema.RFM)


def _are_cards(profiles: ClusterProfiles) -> bool:
    attributes = {
        compared(each.attribute) for profile in profiles.clusters for each in profile.effects
    }
    return len(attributes & _CARD_ATTRIBUTES) >= _FEWEST_CARD_ATTRIBUTES
