"""The plays that come with the program, as small YAML documents beside this module."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from rfm import schema
from rfm.playbook.play import Play, read_play
from rfm.words import compared

_FOLDER: Final = Path(__file__).parent / "plays"


@dataclass(frozen=True)
class ByWords:
    """A play for a group whose name has all of these words."""

    words: frozenset[str]
    play: Play


@dataclass(frozen=True)
class ByAttributes:
    """A play for a cluster whose attributes stand like this: 1 is higher than among others."""

    signs: Mapping[str, int]
    play: Play


@cache
def of_scheme(scheme: str) -> Mapping[str, Play]:
    """Return the plays of a shipped scheme by segment; none for a scheme of one's own."""
    if scheme not in schema.SHIPPED_SCHEMES:
        return {}
    return {name: read_play(texts) for name, texts in _document(scheme).items()}


@cache
def by_words() -> tuple[ByWords, ...]:
    """Return the plays for names made of known words, the more special first."""
    return tuple(
        ByWords(frozenset(entry["words"].lower().split()), read_play(entry))
        for entry in _document("names")
    )


@cache
def by_attributes() -> tuple[ByAttributes, ...]:
    """Return the plays for clusters of credit card holders, the more special first."""
    signs = {"high": 1, "low": -1}
    return tuple(
        ByAttributes(
            {compared(name): signs[stand] for name, stand in entry["when"].items()},
            read_play(entry),
        )
        for entry in _document("cards")
    )


@cache
def otherwise(case: str) -> Play:
    """Return the play of a case that nothing else fits: "set-apart", "noise" or "unknown"."""
    return read_play(_document("otherwise")[case])


def segments_without_play() -> Sequence[tuple[str, str]]:
    """Return (scheme, segment) of every shipped segment that has no play; there should be none."""
    from rfm.segments import load_scheme

    return [
        (scheme, segment)
        for scheme in schema.SHIPPED_SCHEMES
        for segment in load_scheme(scheme).segments
        if segment not in of_scheme(scheme)
    ]


def _document(name: str) -> Any:
    import yaml

    return yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
