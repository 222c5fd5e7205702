"""Sheets of .ods: how many cells they have once what is stored once is repeated."""

from pathlib import Path
from typing import Final

import polars as pl

from rfm.errors import SourceError
from rfm.reading.bounds.archives import cut_at, parts_of
from rfm.reading.bounds.sheets import CELLS_ALWAYS, CELLS_OF_A_FILLED_ONE

CONTENT: Final = "content.xml"
_ROW: Final = b"<table:table-row"
_TABLE: Final = r"<table:table[\s>]"
_CELL: Final = r"<table:(?:covered-)?table-cell[\s/>]"
_CELLS: Final = r"number-columns-repeated=[\"'][0-9]{1,9}"
_ROWS: Final = r"number-rows-repeated=[\"']([0-9]{1,9})"
# Up to the last cell of a row that holds something; those behind it are only formatted.
_UP_TO_FILLED: Final = r"(?s)^(.*(?:<text:p|office:(?:[a-z]+-)?value(?:-type)?=)[^>]*>)"


def ensure_bounded_document(path: Path, name: str) -> None:
    """Refuse a document whose sheets have far more cells than hold something.

    Parameters
    ----------
    path : Path
        An .ods file.
    name : str
        What it is called in messages.

    Raises
    ------
    SourceError
        With how many cells that are; or when it unpacks to more than it should.
    """
    rows = pl.concat(
        [
            _rows(pl.Series("row", text.split(_ROW.decode())))
            for part, pieces in parts_of(path, name)
            # The others count too, and hold no cells.
            for text in cut_at(_ROW, pieces)
            if part == CONTENT
        ]
    )
    tables = (
        rows.with_columns(
            table=pl.col("begins").cum_sum().shift(1, fill_value=0),
        )
        .with_columns(last=pl.col("rows").cum_sum().over("table"))
        .group_by("table")
        .agg(pl.col("last").filter(pl.col("cells") > 0).max(), pl.col("width", "cells").max())
    )
    size = (tables["last"] * tables["width"]).sum()
    filled = rows["cells"].sum()
    if size > max(CELLS_ALWAYS, CELLS_OF_A_FILLED_ONE * filled):
        raise SourceError(
            f"{name} has {size:,} cells in its sheets, of which {filled:,} are stored: rows or "
            "cells are repeated, or stand far apart. Delete what is not of the table, or export "
            "CSV."
        )


def _rows(row: pl.Series) -> pl.DataFrame:
    """Return how often each row stands there, how wide it is, and how many cells it stores."""
    filled = row.str.extract(_UP_TO_FILLED).fill_null("")
    cells = filled.str.count_matches(_CELL)
    repeated = filled.str.extract_all(_CELLS).list.eval(
        pl.element().str.extract("([0-9]+)$").cast(pl.Int64).sum()
    )
    return pl.DataFrame(
        {
            "rows": row.str.extract(_ROWS).cast(pl.Int64).fill_null(1),
            "width": cells.cast(pl.Int64) + repeated.list.first().fill_null(0),
            "cells": cells.cast(pl.Int64),
            "begins": row.str.contains(_TABLE).cast(pl.Int64),
        }
    )
