"""The levels of categories: how their cells are written, and yes and no in all their spellings."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import polars as pl

from rfm.table.cells import ColumnCells

if TYPE_CHECKING:
    import pandas as pd

YES: Final = "Yes"
NO: Final = "No"
# Pairs that mean yes and no; a column has both of a pair or something else.
_YES: Final = ("yes", "y", "true", "t", "1", "ja", "j", "oui", "si", "sí", "on")
_NO: Final = ("no", "n", "false", "f", "0", "nein", "non", "off")
_WHOLE_WITH_POINT: Final = r"^([-+]?\d+)\.0+$"


def as_levels(name: str, cells: ColumnCells) -> pl.Expr:
    """Return a column of texts as levels: "1.0" as "1", and the spellings of yes as "Yes"."""
    level = pl.col(name)
    if cells.numbers:
        level = level.str.replace(_WHOLE_WITH_POINT, "$1")
    if cells.distinct != 2:  # noqa: PLR2004  yes and no are two
        return level
    lower = level.str.to_lowercase()
    is_yes, is_no = lower.is_in(_YES), lower.is_in(_NO)
    # A column of "t" and "f" is a switch; one of "f" and "m" is not.
    is_switch = (is_yes | is_no).all() & is_yes.any() & is_no.any()
    spelled = pl.when(is_yes).then(pl.lit(YES)).when(is_no).then(pl.lit(NO))
    return pl.when(is_switch).then(spelled).otherwise(level)


def normalised(cells: "pd.Series[str]", known: Sequence[str]) -> "pd.Series[str]":
    """Return a new customers' cells as the levels of an attribute are written.

    Parameters
    ----------
    cells : Series
        What was entered; NA for gaps.
    known : sequence of str
        The attribute's levels: spellings of yes and no are read where these are "Yes" and "No".

    Returns
    -------
    Series
        Of the same length.
    """
    text = cells.astype("str").str.strip().str.replace(_WHOLE_WITH_POINT, r"\1", regex=True)
    if set(known) != {YES, NO}:
        return text
    lower = text.str.lower()
    return text.mask(lower.isin(_YES), YES).mask(lower.isin(_NO), NO)
