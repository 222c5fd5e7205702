"""Orders that were never paid, told by a time of paying that is not there."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from rfm import schema
from rfm.errors import QuestionError
from rfm.log.texts import meaning_of, of_order, texts_of
from rfm.reading.fields import PAID_AT
from rfm.reading.where import Where
from rfm.words import compared, counted

# More orders without a time of paying than this may only mean that nobody wrote it down.
_MOST_UNPAID: Final = 0.5


def never_paid(
    lines: pl.LazyFrame,
    name: str,
    meanings: Mapping[str, tuple[str, ...]],
    given: Mapping[str, str],
    where: Where,
) -> tuple[pl.LazyFrame, pl.Expr | None, str]:
    """Return which rows are of orders without a time of paying that no status calls paid.

    Parameters
    ----------
    lines : polars.LazyFrame
        Canonical lines with the field of the time of paying, null where its cell names no day.
    name : str
        The file's own name of that column.
    meanings : mapping of str to tuple of str
        Which meanings the words of each column of statuses may have; such a word decides.
    given : mapping of str to str
        "paid" or "unpaid" for words that the user explains, and for gaps by the column's name.
    where : Where
        The file, for messages.

    Returns
    -------
    tuple
        The lines, what of an order stands on each of them; a condition, or None where no row is
        unpaid by its gap; and a note on why, if there is anything to say.

    Raises
    ------
    QuestionError
        When most orders have no time of paying, and nothing else tells of them.
    """
    words = {compared(word): meaning for word, meaning in given.items()}
    is_gap = pl.col(PAID_AT).is_null()
    if not lines.select(is_gap.any()).collect(engine="streaming").item():
        return lines, None, ""
    lines = of_order(lines, PAID_AT)
    is_open = is_gap & ~_is_told(lines, meanings, words)
    counts = lines.select(rows=pl.len(), gaps=is_gap.sum(), open=is_open.sum())
    rows, gaps, open_rows = counts.collect(engine="streaming").row(0)
    if not open_rows or words.get(compared(name)) == "paid":
        return lines, None, ""
    if gaps == rows:
        return lines, None, f"'{name}' is empty in every row, so it does not tell what was paid."
    if open_rows > _MOST_UNPAID * rows and compared(name) not in words:
        raise QuestionError(
            f"{where}: '{name}' is empty in {open_rows:,} of {counted(rows, 'row')}, and no status "
            "says whether they were paid. Were they?",
            f"settings.statuses.{name}",
            (("unpaid", "no: they are no purchases"), ("paid", "yes: each counts")),
            how=f"Say it with --status '{name}=unpaid' or --status '{name}=paid'.",
        )
    return lines, is_open, ""


def _is_told(
    lines: pl.LazyFrame, meanings: Mapping[str, tuple[str, ...]], given: Mapping[str, str]
) -> pl.Expr:
    """Return whether a word on any row of an order tells whether it was paid."""
    marks = []
    for field, known in meanings.items():
        words = texts_of(lines, field)
        telling = [word for word in words if compared(word) in given or meaning_of(word, known)]
        marks.append(pl.col(field).cast(pl.String).is_in(telling).fill_null(value=False))
    is_told = pl.any_horizontal(*marks) if marks else pl.lit(value=False)
    if not marks or schema.ORDER_ID not in lines.collect_schema():
        return is_told
    order = pl.col(schema.ORDER_ID)
    # Rows without a number are no order together.
    return is_told.any().over(pl.struct(order, pl.when(order.is_null()).then(schema.LINE_NO)))
