"""Which of the shipped plays a group gets: by its name, or by what sets it apart."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rfm import schema
from rfm.clusters.profiles.results import ClusterProfile, ClusterProfiles, Effect
from rfm.playbook.play import LONGEST, Play
from rfm.playbook.shipped import by_attributes, by_words, of_scheme, otherwise
from rfm.words import compared

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


def plays_for(
    grouping: str, groups: Sequence[str], profiles: ClusterProfiles | None = None
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

    Returns
    -------
    tuple of Play
        One a group, in the order given; there always is one.
    """
    of_segments = of_scheme(grouping)
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
