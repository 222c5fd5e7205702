"""Tables as aligned lines of text."""

import math
from collections.abc import Callable, Iterable
from typing import Any, Final

import pandas as pd

DIGITS: Final = 3
LARGE: Final = 100
CellText = Callable[[Any, str], str | None]
"""Returns a cell in words, given its value and column; None leaves it to the usual way."""


def rows_of(table: pd.DataFrame, text_of: CellText = lambda _value, _name: None) -> Iterable[str]:
    """Yield a table as aligned lines, its header first."""
    cells = {
        name.replace("_", " "): [text_of(value, name) or _cell(value) for value in table[name]]
        for name in map(str, table)
    }
    widths = {name: max(map(len, [name, *column])) for name, column in cells.items()}
    yield "  ".join(name.rjust(width) for name, width in widths.items())
    for place in range(len(table)):
        yield "  ".join(cells[name][place].rjust(width) for name, width in widths.items())


def _cell(value: Any) -> str:
    if not isinstance(value, float):
        return str(value)
    if math.isnan(value):
        return "-"
    return f"{value:,.0f}" if abs(value) >= LARGE else f"{value:.{DIGITS}f}"
