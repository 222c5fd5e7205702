"""Rows as a database's driver hands them over become columns with a type each."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl


def as_columns(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> pl.DataFrame:
    """Return rows as a table, a column that mixes types as text, a repeated name numbered."""
    columns = zip(*rows, strict=True)
    return pl.DataFrame([_column(*each) for each in zip(_told_apart(names), columns, strict=True)])


def joined(parts: Sequence[Path]) -> pl.LazyFrame:
    """Return all rows, where a column has another type in some parts as text."""
    scans = [pl.scan_parquet(part, glob=False) for part in parts]
    try:
        rows = pl.concat(scans, how="vertical_relaxed")
        rows.collect_schema()
    except pl.exceptions.SchemaError:
        return pl.concat([scan.cast(pl.String) for scan in scans])
    return rows


def _column(name: str, values: Sequence[Any]) -> pl.Series:
    """Return a column's values with the type that all of them have, else as text."""
    if any(isinstance(value, Decimal) for value in values):
        values = [None if value is None else float(value) for value in values]
    try:
        found = pl.Series(name, values, strict=True)
        return found if found.dtype != pl.Object else _as_text(name, values)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
        return _as_text(name, values)


def _as_text(name: str, values: Sequence[Any]) -> pl.Series:
    texts = [None if value is None else str(value) for value in values]
    return pl.Series(name, texts, dtype=pl.String)


def _told_apart(names: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return unique
