"""What became of the rows of two logs, or tables, that were made one; and which correct others."""

from dataclasses import asdict, dataclass
from typing import Final

import polars as pl

from rfm import schema
from rfm.words import counted

SAID: Final = ("said_1", "said_2")
COPY: Final = "copy"
GIVES_BACK: Final = "gives_back"
FATE: Final = "fate"
APPENDED: Final = "appended"
RECOGNISED: Final = "recognised"
CORRECTED: Final = "corrected"
# What a row stands for: its customer, moment and product; and whether that is more than a day.
PLACE: Final = "place"
HAS_CLOCK: Final = "has_clock"
_NUMBER: Final = "number"
_KEY: Final = (PLACE, GIVES_BACK, _NUMBER)


@dataclass(frozen=True, kw_only=True)
class MergeCounts:
    """What became of the rows of two logs.

    Parameters
    ----------
    appended, recognised, corrected : int
        Rows of the newer log that were added, were there already, or took the place of others.
    removed : int
        Rows of the older log whose place was taken.
    rows : int
        Rows of both together.
    orders_appended, orders_recognised, orders_corrected : int
        The same in orders; 0 of logs without order numbers, and of tables.
    alike : int
        New rows without an order number that may correct older ones: those of the same customer,
        day and product.
    unkeyed : int
        New rows of a table in which nothing tells customers apart: changed ones are among them.
    """

    appended: int
    recognised: int
    corrected: int
    removed: int
    rows: int
    orders_appended: int = 0
    orders_recognised: int = 0
    orders_corrected: int = 0
    alike: int = 0
    unkeyed: int = 0

    @property
    def record(self) -> dict[str, int]:
        """The counts by their names."""
        return asdict(self)

    @property
    def sentence(self) -> str:
        """What was done, for people."""
        parts = [
            f"{counted(self.appended, 'row')} new",
            f"{self.recognised:,} there already",
            f"{self.corrected:,} in place of {counted(self.removed, 'older row')}",
        ]
        done = f"Added to the version before: {', '.join(parts)}; {counted(self.rows, 'row')} now."
        return " ".join((done, *self._doubts))

    @property
    def _doubts(self) -> list[str]:
        doubts = []
        if self.alike:
            doubts.append(
                f"{counted(self.alike, 'new row has', 'new rows have')} the customer, day and "
                "product of an older row and another amount. Without order numbers that may be a "
                "correction or another purchase: each counts. Replace the data set if they are "
                "corrections."
            )
        if self.unkeyed:
            doubts.append(
                "Nothing tells its customers apart, so that a row that was changed counts as new: "
                "name the column that does, or replace the data set."
            )
        return doubts


def correct_rows(
    before: pl.DataFrame, after: pl.DataFrame, fates: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Return fates with the rows that correct older ones, those older ones, and doubtful rows.

    Parameters
    ----------
    before, after : DataFrame
        What the rows of both logs are compared by.
    fates : DataFrame
        What becomes of each row of the newer log.

    Returns
    -------
    DataFrame, DataFrame, int
        The fates; the numbers of the older rows whose place is taken; and how many rows may
        correct an older one, of which no more than the day is known.
    """
    gone = before.join(after, on=[*SAID, COPY], how="anti", maintain_order="left")
    new = after.join(
        fates.filter(pl.col(FATE) == APPENDED), on=schema.LINE_NO, how="semi", maintain_order="left"
    )
    pairs = _numbered(new).join(
        _numbered(gone).select(*_KEY, old=schema.LINE_NO), on=list(_KEY), how="inner"
    )
    sure = pairs.filter(HAS_CLOCK)
    is_sure = pl.col(schema.LINE_NO).is_in(sure[schema.LINE_NO].implode())
    changed = fates.with_columns(
        pl.when(is_sure).then(pl.lit(CORRECTED)).otherwise(FATE).alias(FATE)
    )
    return changed, sure.select(pl.col("old").alias(schema.LINE_NO)), len(pairs) - len(sure)


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that have neither a number nor anything unknown, counted by their place."""
    known = rows.filter(
        pl.col(schema.ORDER_ID).is_null()
        & pl.col(schema.CUSTOMER_ID).is_not_null()
        & pl.col(schema.DAY).is_not_null()
    )
    return known.with_columns(pl.int_range(pl.len()).over(PLACE, GIVES_BACK).alias(_NUMBER))
