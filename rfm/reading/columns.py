"""Which column of a log holds what, from the names shops and their software give them.

A name is compared without case, spaces and punctuation, so "Customer ID", "customer_id" and
"CustomerID" are one. Where two columns could be the same field the reader is asked, never guessed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from rfm.errors import SourceError
from rfm.reading.fields import (
    CANCELLED_AT,
    CAPTURED,
    GIVEN_BACK,
    REFUNDED,
    TEST,
    usual_names,
    usual_patterns,
)
from rfm.words import compared

MOST_COLUMNS: Final = 256
# A log has a customer, a date and an amount: a row that names fewer fields is no log's header.
FEWEST_FIELDS: Final = 3
# Above the header stand titles of a cell or two; within it a name may be missing.
_NEARLY_FULL: Final = 2 / 3
# So far down a header is looked for.
HEADER_WITHIN: Final = 40
# "Paid" and "refunded" name columns, and stand in cells.
_ALSO_WORDS_OF_CELLS: Final = frozenset(("", CAPTURED, REFUNDED, CANCELLED_AT, GIVEN_BACK, TEST))
_UNNAMED: Final = "column "
# What is longer is no name; names that only look like a field's come after all others.
_LONGEST_NAME: Final = 60
_LAST: Final = 10_000


@dataclass(frozen=True)
class Header:
    """The names of a table's columns, each told apart from the others.

    Attributes
    ----------
    names : tuple of str
        Those of all columns, in the order of the file.
    named : frozenset of str
        Those that the file itself gives.
    """

    names: tuple[str, ...]
    named: frozenset[str]

    @classmethod
    def of(cls, cells: Sequence[str | None], where: str) -> "Header":
        """Return trimmed names; a repeated one gets its number, an empty one its position.

        Parameters
        ----------
        cells : sequence of str or None
            The row that names the columns.
        where : str
            The file, for messages.

        Returns
        -------
        Header
            One name for each cell.

        Raises
        ------
        SourceError
            When there are more columns than any log has.
        """
        if len(cells) > MOST_COLUMNS:
            raise SourceError(
                f"{where} has {len(cells):,} columns; at most {MOST_COLUMNS} are read. "
                "Keep the customer, the date, the amount and what describes the product."
            )
        names: list[str] = []
        named: set[str] = set()
        for position, cell in enumerate(cells, start=1):
            trimmed = _trimmed(cell)
            name = _told_apart(trimmed or f"{_UNNAMED}{position}", names)
            names.append(name)
            if trimmed:
                named.add(name)
        return cls(tuple(names), frozenset(named))

    def candidates(self, mapping: Mapping[str, str]) -> dict[str, list[str]]:
        """Return the columns that may hold each field, the likeliest first; a mapping decides.

        A field for which the mapping has no column ("") is held by none.
        """
        found: dict[str, list[tuple[int, int, str]]] = {}
        taken = set(mapping.values())
        for position, name in enumerate(self.names):
            field, place = _field_of(_alias(name))
            if field and field not in mapping and name not in taken:
                found.setdefault(field, []).append((place, position, name))
        likely = {field: [name for *_, name in sorted(places)] for field, places in found.items()}
        return likely | {field: [name] for field, name in mapping.items() if name}


def count_fields(cells: Iterable[str | None], mapping: Mapping[str, str]) -> int:
    """Return how many different fields a row of cells names: the header names the most."""
    texts = {_trimmed(cell) for cell in cells}
    fields = {_field_of(_compared(text))[0] for text in texts}
    fields -= _ALSO_WORDS_OF_CELLS
    return len(fields | {field for field, name in mapping.items() if name in texts})


def filled(cells: Iterable[str | None]) -> int:
    """Return how many cells of a row hold something."""
    return sum(bool(cell and cell.strip()) for cell in cells)


def first_nearly_full(widths: Sequence[int], width: int) -> int:
    """Return the place of a header that names no fields: the first nearly full row."""
    wide = (place for place, own in enumerate(widths) if own >= _NEARLY_FULL * width)
    return next(wide, 0)


def tied(names: Sequence[str]) -> list[str]:
    """Return the columns whose names are, but for case and spaces, the first one's."""
    return [name for name in names if _alias(name) == _alias(names[0])]


@cache
def _priority() -> Mapping[str, tuple[str, int]]:
    """Return for each usual name its field, and how many names of the field are surer."""
    return {
        name: (field, place)
        for field, names in usual_names().items()
        for place, name in enumerate(names)
    }


def _field_of(key: str) -> tuple[str, int]:
    """Return the field that a compared name is of, and how many names of it are surer."""
    if key in _priority():
        return _priority()[key]
    patterns = usual_patterns() if len(key) <= _LONGEST_NAME else ()
    return next(
        ((field, _LAST) for field, pattern in patterns if pattern.search(key)),
        ("", 0),
    )


def _trimmed(cell: str | None) -> str:
    return re.sub(r"\s+", " ", (cell or "").replace("\ufeff", "")).strip()


def _alias(name: str) -> str:
    """Return the alias of a name: "Price.2" is the second column called "Price"."""
    return _compared(re.sub(r"\.\d+$", "", name))


def _compared(name: str) -> str:
    """Return a name as aliases are written; what is in brackets, a unit, does not count."""
    return compared(re.sub(r"[(\[].*?[)\]]", "", name))


def _told_apart(name: str, taken: Sequence[str]) -> str:
    number, unique = 1, name
    while unique in taken:
        number += 1
        unique = f"{name}.{number}"
    return unique
