"""The plays that come with the program, as small YAML documents beside this module."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from rfm import schema
from rfm.playbook.play import Play, read_play
from rfm.words import compared

_FOLDER: Final = Path(__file__).parent / "plays"


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
    """Return how attributes of card holders stand (1 is high), each with its play.

    The more special come first.
    """
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


def _document(name: str) -> Any:
    import yaml

    return yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
