"""Which rows of a customer table count: one for each customer, and a reason for every other."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from rfm import schema
from rfm.errors import QuestionError
from rfm.log.transactions.tables import EXAMPLES, RowCount
from rfm.reading.tables import LINE
from rfm.reading.where import Where
from rfm.table.attribute import Finding
from rfm.table.kinds import ROW_NUMBERS
from rfm.words import counted

RAGGED: Final = " ragged"
_REASON: Final = " reason"
_TOTAL: Final = r"(?i)^(grand |sub)?(total|sum|summe|gesamt)s?:?$"
# More customers than this with rows that differ, and the column does not tell customers apart.
_MOST_IN_CONFLICT: Final = 0.05
_FEWEST_IN_CONFLICT: Final = 3
_HALF: Final = 0.5
_HOW: Final = "Say it with --id COLUMN."
_SHOWN: Final = 5

CUSTOMER: Final = "customer"
NO_IDENTIFIER: Final = "no-identifier"
TOO_LONG: Final = "too-long"
TOTAL: Final = "total"
COPY: Final = "copy"
CONFLICT: Final = "conflict"

_WORDS: Final = {
    CUSTOMER: ("Customer", "The row describes one customer."),
    NO_IDENTIFIER: ("No customer", "The row does not say which customer it is about."),
    TOO_LONG: (
        "More cells than columns",
        "The row has more cells than the header, so nobody knows which cell is which.",
    ),
    TOTAL: ("Total", "The row is a total below the data, not a customer."),
    COPY: ("Exact copy", "The row repeats another row of the same customer in every cell."),
    CONFLICT: (
        "Another row of the same customer",
        "The customer has several rows that differ: the one with the fewest gaps counts, of those "
        "as full the first in the alphabet of their cells.",
    ),
}


@dataclass(frozen=True)
class Counted:
    """The rows that count, one per customer by number, with the account of all rows."""

    kept: pl.DataFrame
    report: tuple[RowCount, ...]
    findings: tuple[Finding, ...]


def count_rows(texts: pl.DataFrame, where: Where, *, are_numbered: bool) -> Counted:
    """Return one row per customer, and how many rows have each reason to count or not.

    Where customers are told apart by the number of their row, copies are customers.
    """
    attributes = [name for name in texts.columns if name not in (LINE, RAGGED, schema.CUSTOMER_ID)]
    rows = _with_reasons(texts)
    ordered = _in_order(rows.filter(pl.col(_REASON) == CUSTOMER), attributes)
    if ordered.height == 0:
        raise QuestionError(
            f"{where}: no row has a customer. Which column tells customers apart?",
            *_which_column(attributes),
            how=_HOW,
        )
    different = ordered
    if ordered.select(pl.col(schema.CUSTOMER_ID).is_duplicated().any()).item():
        cells = [schema.CUSTOMER_ID, *attributes]
        different = ordered.unique(cells, keep="first", maintain_order=True)
    is_first = pl.col(schema.CUSTOMER_ID).is_first_distinct()
    kept = different.filter(is_first).drop(_REASON, RAGGED)
    conflicts = different.filter(~is_first)
    _ensure_few(conflicts, kept.height, where, attributes)
    counts = dict(rows.group_by(_REASON).len().iter_rows())
    counts |= {
        CUSTOMER: kept.height,
        COPY: ordered.height - different.height,
        CONFLICT: conflicts.height,
    }
    alike = kept.height - kept.n_unique(attributes) if are_numbered and attributes else 0
    left_out = {
        **{name: rows.filter(pl.col(_REASON) == name) for name in (NO_IDENTIFIER, TOO_LONG, TOTAL)},
        COPY: ordered.join(different, on=LINE, how="anti"),
        CONFLICT: conflicts,
    }
    examples = {
        name: tuple(where.row(line) for line in left[LINE].sort().head(EXAMPLES))
        for name, left in left_out.items()
    }
    return Counted(kept, _report(counts, examples), _findings(counts, conflicts, alike, where))


def _with_reasons(texts: pl.DataFrame) -> pl.DataFrame:
    customer = pl.col(schema.CUSTOMER_ID)
    reason = (
        pl.when(pl.col(RAGGED)).then(pl.lit(TOO_LONG))
        .when(customer.is_null()).then(pl.lit(NO_IDENTIFIER))
        .when(customer.str.contains(_TOTAL)).then(pl.lit(TOTAL))
        .otherwise(pl.lit(CUSTOMER))
    )  # fmt: skip
    return texts.with_columns(reason.alias(_REASON))


def _in_order(rows: pl.DataFrame, attributes: list[str]) -> pl.DataFrame:
    """Return rows by customer, the fullest first, the same in any order of the file."""
    gaps = " gaps"
    twice = rows.filter(pl.col(schema.CUSTOMER_ID).is_duplicated())
    once = rows.filter(~pl.col(schema.CUSTOMER_ID).is_duplicated())
    if twice.height == 0:
        return once.sort(schema.CUSTOMER_ID)
    missing = [pl.col(name).is_null().cast(pl.Int32) for name in attributes]
    by = [schema.CUSTOMER_ID, gaps, *attributes, LINE]
    sorted_ = twice.with_columns(pl.sum_horizontal(pl.lit(0), *missing).alias(gaps)).sort(by)
    return pl.concat([once, sorted_.drop(gaps)]).sort(schema.CUSTOMER_ID, maintain_order=True)


def _ensure_few(
    conflicts: pl.DataFrame, customers: int, where: Where, attributes: list[str]
) -> None:
    several = conflicts[schema.CUSTOMER_ID].n_unique()
    are_few = several <= max(_FEWEST_IN_CONFLICT, _MOST_IN_CONFLICT * customers)
    if are_few and conflicts.height <= max(_FEWEST_IN_CONFLICT, _HALF * customers):
        return
    raise QuestionError(
        f"{where}: {several:,} of {customers:,} customers have several rows that differ (such as "
        f"{_shown(conflicts, where)}), so a row is not a customer. Give one row per customer, or "
        "name another column that tells them apart.",
        *_which_column(attributes),
        how=_HOW,
    )


def _which_column(names: list[str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return what answers a question for the column that tells customers apart."""
    numbers = (ROW_NUMBERS, "none: each row is a customer")
    answers = (*((name, name) for name in names), numbers)
    return "table.id_column", answers


def _shown(rows: pl.DataFrame, where: Where) -> str:
    first = rows.sort(LINE).head(_SHOWN)
    return ", ".join(
        f"{customer} in {where.row(line)}"
        for customer, line in zip(first[schema.CUSTOMER_ID], first[LINE], strict=True)
    )


def _report(counts: dict[str, int], examples: dict[str, tuple[str, ...]]) -> tuple[RowCount, ...]:
    return tuple(
        RowCount(name, label, counts[name], name == CUSTOMER, explanation, examples.get(name, ()))
        for name, (label, explanation) in _WORDS.items()
        if counts.get(name)
    )


def _findings(
    counts: dict[str, int], conflicts: pl.DataFrame, alike: int, where: Where
) -> tuple[Finding, ...]:
    copies, left = counts[COPY], counts[CONFLICT]
    rows_left = counted(
        left,
        "more row is of a customer that has a row already, and differs from it",
        "more rows are of customers that have a row already, and differ from it",
    )
    found = (
        (
            copies,
            f"{counted(copies, 'row repeats', 'rows repeat')} another row of the same customer in "
            "every cell: each counts once.",
        ),
        (
            left,
            f"{rows_left} ({_shown(conflicts, where)}): the row with the fewest gaps counts. Check "
            "these customers.",
        ),
        (
            alike,
            f"{counted(alike, 'row has', 'rows have')} the very cells of another row. Since no "
            "column tells customers apart they are kept; if they are copies, remove them from the "
            "file.",
        ),
    )
    return tuple(Finding("duplicate", "", rows, sentence) for rows, sentence in found if rows)
