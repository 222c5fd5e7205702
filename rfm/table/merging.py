"""A table of customers and a newer one become one table."""

from typing import Final

import polars as pl

from rfm.log.merged import COPY, SAID, MergeCounts
from rfm.log.merging import alike, what_is_said, which_copy

_KEY: Final = " key "


def merge_tables(
    older: pl.LazyFrame, newer: pl.LazyFrame, id_column: str
) -> tuple[pl.LazyFrame, MergeCounts]:
    """Return one table of customers of two, and what became of their rows.

    Parameters
    ----------
    older, newer : polars.LazyFrame
        Tables of texts.
    id_column : str
        What tells customers apart; where it is no column of both, equal rows are recognised.

    Returns
    -------
    LazyFrame, MergeCounts
        The rows that stay of the older table in their order, then those of the newer one, in
        which customers who are in both have what the newer one says; and the counts.
    """
    own = newer.collect_schema().names()
    has_ids = all(id_column in each.collect_schema() for each in (older, newer))
    before, after = (each.collect() for each in alike(older, newer))
    before, after = (
        each.with_columns(
            *what_is_said(own),
            pl.col(id_column).str.strip_chars().alias(_KEY) if has_ids else pl.lit("").alias(_KEY),
        ).with_columns(which_copy())
        for each in (before, after)
    )
    added = after.join(before, on=[*SAID, COPY], how="anti", maintain_order="left")
    left = before.join(added, on=_KEY, how="anti", maintain_order="left") if has_ids else before
    removed = len(before) - len(left)
    columns = [name for name in before.columns if name not in (*SAID, COPY, _KEY)]
    known = added.join(before, on=_KEY, how="semi") if has_ids else added.clear()
    untold = [name for name in before.columns if name not in (*own, *SAID, COPY, _KEY)]
    if has_ids and untold:
        # What the newer table does not tell of a customer is as it was.
        told = before.select(_KEY, *untold).unique(_KEY, keep="first", maintain_order=True)
        added = added.drop(untold).join(told, on=_KEY, how="left", maintain_order="left")
    merged = pl.concat([left.select(columns), added.select(columns)])
    counts = MergeCounts(
        appended=len(added) - len(known),
        recognised=len(after) - len(added),
        corrected=len(known),
        removed=removed,
        rows=len(merged),
        unkeyed=0 if has_ids else len(added),
    )
    return merged.lazy(), counts
