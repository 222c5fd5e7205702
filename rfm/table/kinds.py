"""What kind of thing a column of a customer table holds, told from all of its cells and its name.

A name says an identifier, a given label, a unit. It is shown in words ("Balance frequency" for
BALANCE_FREQUENCY), and a column that is called like one of ours (`cluster`, `segment`) is told
apart from it.
"""

import re
from collections.abc import Sequence
from typing import Final

from rfm import schema
from rfm.reading.fields import CUSTOMER_NAME, EMAIL, usual_names
from rfm.table.attribute import Kind
from rfm.table.cells import ColumnCells
from rfm.words import compared

ROW_NUMBERS: Final = "rows"

_IDENTIFIERS: Final = (
    "id", "uid", "uuid", "guid", "key", "cardholderid", "cardno", "cardnumber", "cardid",
    "holderid", "personid", "guestid", "patientid", "householdid", "accountno", "accountnumber",
    "memberno", "membernumber", "clientnum", "number", "no", "nr", "code", "index", "rownumber",
    "email", "phone",
)  # fmt: skip
_ENDINGS: Final = ("_id", "_no", "_nr", "_num", "_number", "_key", "_uuid", "_code")
_CODES: Final = (
    "zip", "zipcode", "postcode", "postalcode", "plz", "postleitzahl", "areacode",
)  # fmt: skip
_ENDINGS_OF_CODES: Final = ("_id", "_code", "_zip", "_plz")
_LABELS: Final = (
    "segmentation", "segment", "label", "target", "class", "cluster", "clustername", "segmentname",
)  # fmt: skip
_UNITS: Final = ("days", "weeks", "months", "years", "minutes", "hours")
_DATES: Final = re.compile(r"(?i)(date|_at$|_on$|dob$|birth(day)?$|datum|since|joined|day$)")

# The columns that customers.parquet has of its own.
OWN_COLUMNS: Final = frozenset(
    (
        schema.CUSTOMER_ID, schema.FIRST_ORDER_AT, schema.LAST_ORDER_AT, *schema.RFM,
        schema.TENURE_DAYS, schema.ORDERS, schema.LINES, schema.AVERAGE_ORDER_VALUE,
        schema.RETURNED_AMOUNT, schema.PRODUCTS, schema.FAVOURITE_PRODUCT, schema.REPEAT_ORDERS,
        schema.LAST_REPEAT_DAYS, schema.R_SCORE, schema.F_SCORE, schema.M_SCORE, schema.RFM_CODE,
        schema.SEGMENT, *schema.PROSPECTS, schema.MAP_X, schema.MAP_Y, schema.IS_OUTLIER,
        schema.FILLED, schema.VALUE_PLACE,
    )
)  # fmt: skip
_OWN_STARTS: Final = ("cluster", "segment_", "code_", "probability_")
_GIVEN: Final = "given"
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


def identifier_rank(name: str) -> int | None:
    """Return how surely a column of this name tells customers apart, 0 the surest; else None."""
    usual = [
        name
        for field in (schema.CUSTOMER_ID, EMAIL, CUSTOMER_NAME)
        for name in usual_names()[field]
    ]
    if compared(name) in usual:
        return usual.index(compared(name))
    if compared(name) in _IDENTIFIERS:
        return len(usual) + _IDENTIFIERS.index(compared(name))
    spaced = "_".join(_words(name)).casefold()
    if spaced.endswith(_ENDINGS) or spaced.startswith("id_"):
        return len(usual) + len(_IDENTIFIERS)
    return None


def label_rank(name: str) -> int | None:
    """Return how surely a column of this name is a given label, 0 the surest; else None."""
    found = compared(name).removesuffix(_GIVEN)
    return _LABELS.index(found) if found in _LABELS else None


def is_date_name(name: str) -> bool:
    """Return whether digits under this name may be a date."""
    return bool(_DATES.search(name))


def is_code_name(name: str) -> bool:
    """Return whether numbers under this name are codes: their size measures nothing."""
    spaced = "_".join(_words(name)).casefold()
    return compared(name) in _CODES or spaced.endswith(_ENDINGS_OF_CODES)


def tell_apart(names: Sequence[str]) -> dict[str, str]:
    """Return for each column of a file its name with us: unique without case, and not ours."""
    unique_of: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        unique, number = name, 1
        if name.casefold() in OWN_COLUMNS or name.casefold().startswith(_OWN_STARTS):
            unique = f"{name}_{_GIVEN}"
        wanted = unique
        while unique.casefold() in taken:
            number += 1
            unique = f"{wanted}_{number}"
        unique_of[name] = unique
        taken.add(unique.casefold())
    return unique_of


def in_words(name: str) -> tuple[str, str]:
    """Return a name in words and its unit: "Annual income" and "k$" for "AnnualIncome (k$)"."""
    unit = ""
    bracketed = re.fullmatch(r"(.+?)\s*[(\[]([^\d()\[\]]{1,12})[)\]]", name)
    if bracketed:
        name, unit = bracketed[1], bracketed[2].strip()
    words = _words(name)
    if not words:
        return name, unit
    if not unit and words[-1].casefold() in _UNITS:
        unit = words[-1].casefold()
    if " " in name.strip() and not name.isupper():
        text = name.strip()
    else:
        text = " ".join(word if _is_short_name(word, name) else word.lower() for word in words)
    return text[:1].upper() + text[1:], unit


def labels_of(names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return for each name its words and unit; two names never share their words."""
    found: dict[str, tuple[str, str]] = {}
    taken: set[str] = set()
    for name in names:
        label, unit = in_words(name)
        if label.casefold() in taken:
            label = f"{label} ({name})"
        taken.add(label.casefold())
        found[name] = label, unit
    return found


def _words(name: str) -> list[str]:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return [word for word in re.split(r"[\s_.\-]+", spaced) if word]


def _is_short_name(word: str, name: str) -> bool:
    """Return whether a word of a name in both cases is an abbreviation, as in "ageOfVIP"."""
    return word.isupper() and len(word) > 1 and not name.isupper()


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
