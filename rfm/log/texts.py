"""Texts of lines, which are names of numbers (an Enum) in memory and plain in a file; and words."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import polars as pl

from rfm import schema
from rfm.reading.coded import as_names
from rfm.words import compared

WORDS: Final = Path(__file__).with_name("words.yaml")


@cache
def words_for(meaning: str) -> frozenset[str]:
    """Return the words, as names are compared, that have a meaning in a log: "paid", "guests"."""
    return frozenset(_words()[meaning])


@cache
def _words() -> Mapping[str, list[str]]:
    import yaml

    words: dict[str, list[str]] = yaml.load(WORDS.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return words


def meaning_of(word: str, meanings: Sequence[str]) -> str:
    """Return the first of some meanings that a word has, by itself or by a part of it; else ""."""
    # WooCommerce keeps its statuses as wc-completed.
    key = compared(word).removeprefix("wc")
    for meaning in meanings:
        if key in words_for(meaning):
            return meaning
    for meaning in meanings:
        parts = [part[1:] for part in words_for(meaning) if part.startswith("~")]
        if any(re.search(part, key) for part in parts):
            return meaning
    return ""


def texts_of(lines: pl.LazyFrame, column: str) -> pl.Series:
    """Return the different texts of a column, in no order."""
    dtype = lines.collect_schema()[column]
    if isinstance(dtype, pl.Enum):
        return dtype.categories
    found = lines.select(pl.col(column).drop_nulls().unique()).collect(engine="streaming")
    return found.to_series()


def keep_kind(changed: pl.LazyFrame, lines: pl.LazyFrame, *columns: str) -> pl.LazyFrame:
    """Return changed lines with columns of texts in the form that they had."""
    kinds = lines.collect_schema()
    enums = [name for name in columns if isinstance(kinds[name], pl.Enum)]
    if not enums:
        return changed
    frame = changed.collect()
    return frame.with_columns(as_names(frame[name].cast(pl.String)) for name in enums).lazy()


def of_order(lines: pl.LazyFrame, column: str) -> pl.LazyFrame:
    """Return lines in which what stands on one line of an order stands on all of them."""
    if schema.ORDER_ID not in lines.collect_schema():
        return lines
    known = pl.col(column).is_not_null() & pl.col(schema.ORDER_ID).is_not_null()
    first = lines.filter(known).group_by(schema.ORDER_ID).agg(pl.col(column).first().alias("first"))
    joined = lines.join(first, on=schema.ORDER_ID, how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce(column, "first").alias(column)).drop("first")
