"""A play: what to do with the customers of a group, where, with which offer, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from rfm.errors import PlaybookError

# The most letters of each text.
LONGEST: Final[Mapping[str, int]] = {
    "title": 80,
    "action": 400,
    "channel": 80,
    "offer": 200,
    "why": 400,
}
_WORDS: Final[Mapping[str, str]] = {"why": "reason"}


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
