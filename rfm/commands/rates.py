"""A table of rates by day, for a log in several currencies."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl

from rfm.errors import SettingsError, SourceError
from rfm.reading.dates import Dates, decide_order
from rfm.reading.numbers import study_numbers, written_number
from rfm.reading.opening import explaining, open_table
from rfm.reading.tables import LINE
from rfm.words import compared, quoted

_COLUMNS: Final = ("date", "currency", "rate")


def read_rates(path: Path) -> tuple[tuple[str, str, float], ...]:
    """Return the rates of a file with the columns date, currency and rate.

    Raises
    ------
    SettingsError
        When the file is no such table, or a cell of it is not understood.
    """
    with TemporaryDirectory(prefix="rfm-") as folder:
        try:
            with explaining(path):
                table = open_table(path, Path(folder), {})
        except SourceError as error:
            raise SettingsError(f"The table of rates cannot be read: {error}") from None
        there = {compared(name): name for name in table.columns}
        missing = [name for name in _COLUMNS if name not in there]
        if missing:
            raise SettingsError(
                f"The table of rates '{path.name}' has no column {quoted(missing)}: give date, "
                "currency and rate, what one of the currency is worth on that day."
            )
        texts = {name: table.text(there[name]).str.strip_chars() for name in _COLUMNS}
        cells = table.rows.select(pl.col(LINE), **texts).collect()
    dates = Dates().with_more(cells["date"])
    read = dates.both_ways(cells["date"].unique(maintain_order=True).drop_nulls())
    order, _ = decide_order(read, dates.formats, "auto", f"{path.name}, column 'date'")
    mark = study_numbers(cells.select(LINE, cell="rate").lazy()).mark
    day = Dates(dates.formats, order).expression(pl.col("date")).dt.date().cast(pl.String)
    rates = cells.select(LINE, "currency", day=day, rate=written_number(pl.col("rate"), mark))
    unread = rates.filter(pl.any_horizontal(pl.col("day", "rate", "currency").is_null()))
    if unread.height:
        raise SettingsError(
            f"The table of rates '{path.name}' has no day, currency or rate in row "
            f"{unread[LINE][0]}: correct the row."
        )
    return tuple(rates.select("day", "currency", "rate").iter_rows())
