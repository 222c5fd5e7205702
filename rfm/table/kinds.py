"""What kind of thing a column of a customer table holds, told from all of its cells."""

from typing import Final

from rfm.table.attribute import Kind
from rfm.table.cells import ColumnCells
from rfm.table.names import identifier_rank, is_code_name, is_date_name

MOST_LEVELS: Final = 100
LARGEST_SHARE_OF_LEVELS: Final = 0.05
# Nearly every row has its own value.
NEARLY_ALL: Final = 0.95
_MOSTLY: Final = 0.9
_FEW: Final = 20
_FEW_ODD: Final = 3
_LONGEST_CODE: Final = 40
_LONGEST_LEVEL: Final = 80
_DIGITS_OF_A_DATE: Final = 8


def may_be_date(name: str, cells: ColumnCells) -> bool:
    """Return whether it is worth trying to read a column's cells as dates."""
    if cells.filled == 0 or cells.digits < _MOSTLY * cells.filled:
        return False
    is_number = cells.numbers >= _MOSTLY * cells.filled
    return not is_number or (is_date_name(name) and cells.longest >= _DIGITS_OF_A_DATE)


def kind_of(name: str, cells: ColumnCells) -> tuple[Kind, str]:
    """Return the kind of a column and why, in a sentence."""
    for holds, found in (
        (cells.filled == 0, _EMPTY),
        (cells.distinct == 1, _SAME),
        (cells.dates >= _MOSTLY * cells.filled, _DATE),
        (is_identifier(name, cells), _IDENTIFIER),
        (_is_two_level(cells), _TWO),
        (_is_number(cells) and not is_code_name(name), _NUMBER),
    ):
        if holds:
            return found
    return _kind_of_text(cells)


_EMPTY: Final[tuple[Kind, str]] = (
    "constant", "It is empty in every row, so it says nothing about anybody.",
)  # fmt: skip
_SAME: Final[tuple[Kind, str]] = (
    "constant", "It has the same value in every row, so it tells nobody apart.",
)  # fmt: skip
_DATE: Final[tuple[Kind, str]] = (
    "date", "It holds dates: they are shown, and clusters are not made of them.",
)  # fmt: skip
_IDENTIFIER: Final[tuple[Kind, str]] = (
    "identifier", "Nearly every row has a value of its own, as names and numbers do.",
)  # fmt: skip
_TWO: Final[tuple[Kind, str]] = "yes-no", "It has two values."
_NUMBER: Final[tuple[Kind, str]] = "number", "Its cells are numbers."


def is_identifier(name: str, cells: ColumnCells) -> bool:
    """Return whether nearly every row has a value of its own that measures nothing."""
    if cells.filled < _FEW or cells.distinct < NEARLY_ALL * cells.filled:
        return False
    if _is_number(cells) and not cells.coded:
        is_counter = (cells.highest or 0) - (cells.lowest or 0) + 1 == cells.distinct
        is_whole = cells.whole == cells.numbers
        return is_whole and (is_counter or identifier_rank(name) is not None)
    return cells.longest <= _LONGEST_CODE and (
        identifier_rank(name) is not None
        or (cells.spaced < (1 - _MOSTLY) * cells.filled and cells.digits >= _MOSTLY * cells.filled)
    )


def _is_two_level(cells: ColumnCells) -> bool:
    if cells.distinct != 2:  # noqa: PLR2004  two is what the kind is about
        return False
    if cells.numbers < cells.filled:
        return cells.longest <= _LONGEST_LEVEL
    # In a short table any number may have two values; 0 and 1 are meant as no and yes.
    is_switch = (cells.lowest, cells.highest) == (0, 1)
    return is_switch or (cells.filled >= _FEW and cells.whole == cells.numbers)


def _is_number(cells: ColumnCells) -> bool:
    if cells.numbers < _MOSTLY * cells.filled or cells.coded > (1 - _MOSTLY) * cells.filled:
        return False
    # "0", "1", "2", "3+" are levels, not numbers with mistakes among them.
    is_scale = cells.distinct <= _FEW and cells.odd <= _FEW_ODD
    return cells.odd == 0 or not is_scale or cells.numbers >= NEARLY_ALL * cells.filled


def _kind_of_text(cells: ColumnCells) -> tuple[Kind, str]:
    most = max(MOST_LEVELS, LARGEST_SHARE_OF_LEVELS * cells.filled)
    repeats = cells.distinct <= cells.filled / 2 or cells.distinct <= _FEW
    if cells.distinct <= most and repeats and cells.longest <= _LONGEST_LEVEL:
        return "category", f"It has {cells.distinct:,} different values that repeat."
    return (
        "text",
        f"It is free text ({cells.distinct:,} different values): it is shown, and clusters are "
        "not made of it.",
    )
