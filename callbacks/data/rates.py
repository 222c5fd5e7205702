"""Rates of currencies by day, as somebody types them or pastes them from a spreadsheet."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rfm.commands.rates import read_rates
from rfm.words import compared, counted

HEADER: Final = "date,currency,rate"


def rates_of(text: str) -> list[list[str | float]]:
    """Return rates as they are a choice: day, currency, and what one of it is worth.

    Parameters
    ----------
    text : str
        A line a day and currency, with commas, semicolons or tabs; names of columns on top may
        be left out.

    Raises
    ------
    SettingsError
        When a line is not understood.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and "rate" not in compared(lines[0]):
        separator = next((each for each in "\t;" if each in lines[0]), ",")
        lines.insert(0, HEADER.replace(",", separator))
    with TemporaryDirectory(prefix="rfm-") as folder:
        path = Path(folder, "rates.csv")
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")
        return [list(each) for each in read_rates(path)]


def rates_text(rates: Sequence[object]) -> str:
    """Return what is said of rates that were given."""
    return f"{counted(len(rates), 'rate')} by day"
