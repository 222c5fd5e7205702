"""Dates as shops and their software write them, read one way for a whole column.

01/02/2011 is February's first in London and January's second in New York. The rows that can be
read only one way decide for the column; where none does, the reader is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from rfm.errors import QuestionError
from rfm.reading.date_formats import DAY_FIRST, MONTH_FIRST, UNIT, DateFormat, format_of, in_zone
from rfm.reading.wordings import without_words
from rfm.settings import DateOrder

BOTH_WAYS: Final = {"day": DAY_FIRST, "month": MONTH_FIRST}
_ORDERS: Final = (
    "settings.date_order",
    ((DAY_FIRST, "the day first: day, month, year"), (MONTH_FIRST, "the month first: month, day")),
)
_HOW: Final = "Say which with --date-order day-first or --date-order month-first."
_SAMPLE: Final = 1_000
_LETTER: Final = r"[^\W\d_]"
# Letters hide what differs, such as a month nobody knows: so many cells of a shape are looked at.
_OF_A_SHAPE: Final = 3


@dataclass(frozen=True)
class Dates:
    """How the dates of a column are read.

    Parameters
    ----------
    formats : tuple of DateFormat
        How they are written, the commonest first.
    order : str
        "day-first" or "month-first", for dates that can be read both ways.
    zone : str
        The time zone of the shop; empty for the clock that the times are written by.
    """

    formats: tuple[DateFormat, ...] = ()
    order: str = DAY_FIRST
    zone: str = "UTC"

    @property
    def have_order(self) -> bool:
        """Whether some can be read day first and month first."""
        return any(format_.has_order for format_ in self.formats)

    @property
    def have_words(self) -> bool:
        """Whether some are not written as programs write them."""
        return any(one.has_words for one in self.formats)

    @property
    def have_zones(self) -> bool:
        """Whether some may name a zone, and nobody gave the shop's."""
        return not self.zone and any(one.kind != "text" or one.has_words for one in self.formats)

    def with_more(self, cells: pl.Series) -> "Dates":
        """Add the ways in which some cells are written, the commonest first."""
        cell = pl.col("cell")
        shapes = (
            pl.DataFrame({"cell": cells.drop_nulls().str.strip_chars()})
            .group_by(
                cell.str.replace_all(r"\d", "9").str.replace_all(_LETTER + "+", "a").alias("shape"),
                maintain_order=True,
            )
            .agg(cell.head(_OF_A_SHAPE), pl.len())
            .sort("len", "shape", descending=[True, False])
        )
        cells_shown = shapes.head(_SAMPLE).explode("cell")
        has_months = bool(cells_shown["cell"].str.contains(_LETTER + "{3}").any())
        shown = cells_shown.select(cell, tidy=without_words(cell, has_months=has_months))
        found = (format_of(*row) for row in shown.iter_rows())
        more = dict.fromkeys((*self.formats, *(format_ for format_ in found if format_)))
        return replace(self, formats=tuple(more))

    def expression(self, cell: pl.Expr) -> pl.Expr:
        """Return a text cell as a time, by whichever format reads it, else null."""
        trimmed = cell.str.strip_chars()
        moments = [one.expression(trimmed, self.order, self.zone) for one in self.formats]
        return pl.coalesce(moments) if moments else pl.lit(None, pl.Datetime(UNIT))

    def on_its_clock(self, moment: pl.Expr, own: str) -> pl.Expr:
        """Return a time of a zone of its own as the clock of the shop shows it.

        Parameters
        ----------
        moment : polars.Expr
            A time that knows its zone.
        own : str
            That zone, whose clock counts where the shop's is not known.

        Returns
        -------
        polars.Expr
            A time without a zone.
        """
        return in_zone(moment, self.zone or own)

    def both_ways(self, cells: pl.Series) -> pl.DataFrame:
        """Return each `cell` as a time with the `day` first and with the `month` first."""
        ways = {name: replace(self, order=order, zone="UTC") for name, order in BOTH_WAYS.items()}
        read = {name: way.expression(pl.col("cell")) for name, way in ways.items()}
        return pl.DataFrame({"cell": cells}).select("cell", **read)


def decide_order(
    read: pl.DataFrame, formats: Iterable[DateFormat], asked: DateOrder, where: str
) -> tuple[str, tuple[str, ...]]:
    """Return whether days come first in a column whose cells were read both ways, and why.

    Parameters
    ----------
    read : DataFrame
        What `Dates.both_ways` gives.
    formats : iterable of DateFormat
        How dates are written there.
    asked : {"auto", "day-first", "month-first"}
        What the settings say.
    where : str
        The file and column, for messages.

    Returns
    -------
    (str, tuple of str)
        "day-first" or "month-first"; the reason as a sentence, if there is anything to say.

    Raises
    ------
    QuestionError
        When no date decides, or some say one thing and some the other.
    """
    if asked != "auto":
        return asked, (f"Dates such as 01/02/2011 are read {asked}, as asked.",)
    only_day = read.filter(pl.col("day").is_not_null() & pl.col("month").is_null())["cell"]
    only_month = read.filter(pl.col("month").is_not_null() & pl.col("day").is_null())["cell"]
    either = read.filter(pl.col("day") != pl.col("month"))["cell"]
    if only_day.len() and only_month.len():
        raise QuestionError(
            f"{where}: '{only_day[0]}' is only a date with the day first, '{only_month[0]}' only "
            "with the month first. Make the column one way, or say which comes first; the others "
            "are left out.",
            *_ORDERS,
            how=_HOW,
        )
    if only_month.len():
        return MONTH_FIRST, (f"Dates are read month first: '{only_month[0]}' decides.",)
    if only_day.len():
        return DAY_FIRST, (f"Dates are read day first: '{only_day[0]}' decides.",)
    has_points = all("." in each.pattern.split()[0] for each in formats if each.has_order)
    if either.len() and not has_points:
        raise QuestionError(
            f"{where}: dates such as '{either[0]}' can be read day first or month first, and no "
            f"date of the column decides: which comes first?",
            *_ORDERS,
            how=_HOW,
        )
    # Dates with points are written day first wherever points are used.
    return DAY_FIRST, ("Dates are read day first.",) if either.len() else ()
