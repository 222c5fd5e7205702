"""Whether an order was paid: read from the words of its status, which decide or are asked about."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import polars as pl

from rfm import schema
from rfm.errors import QuestionError
from rfm.log.meaning.counts import MARKS, left_out_by
from rfm.log.meaning.kinds import rows_told_twice
from rfm.log.meaning.paying import never_paid
from rfm.log.meaning.refunds import is_partly_back, partly_back
from rfm.log.texts import meaning_of, of_order, texts_of
from rfm.reading.fields import (
    CANCELLED_AT,
    CAPTURED,
    DELIVERY_STATUS,
    GIVEN_BACK,
    KIND,
    ORDER_STATUS,
    PAID_AT,
    PAYMENT_STATUS,
    REFUNDED,
    TEST,
    field_of,
)
from rfm.reading.where import Where
from rfm.words import compared, listed, quoted

# What the words of each column may mean, as words.yaml has them.
_MEANINGS: Final = {
    ORDER_STATUS: ("paid", "unpaid"),
    PAYMENT_STATUS: ("paid", "unpaid", "unsettled"),
    DELIVERY_STATUS: ("undelivered",),
    CAPTURED: ("yes", "no"),
    CANCELLED_AT: ("no",),
    GIVEN_BACK: ("no",),
    KIND: ("invoices", "payments", "sales", "refunds", "no_sales", "channels"),
    TEST: ("tests", "yes"),
}
_NO_PURCHASE: Final = ("unpaid", "unsettled", "undelivered", "no", "no_sales", "tests")
# Columns whose other words say nothing of payment, and are not asked about.
_SAY_LITTLE: Final = (DELIVERY_STATUS, TEST)
_OF_ORDERS: Final = (ORDER_STATUS, PAYMENT_STATUS)
_OF_ROWS: Final = (KIND, GIVEN_BACK, TEST)
# Names of so many things that words which nobody knows say nothing of payment.
_VAGUE: Final = ("status", "state")
# A column with more different words says something else of an order.
_MOST_WORDS: Final = 60
_SHOWN: Final = 5
# Marks on lines while a log is read.
IS_REFUND: Final = "is_refund"
_UNPAID_BY: Final = "unpaid by "
_AGAIN_BY: Final = "again by "


def what_was_paid(
    lines: pl.LazyFrame, columns: Mapping[str, str], given: Mapping[str, str], where: Where
) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Return lines with `is_unpaid`, where their status tells it, and notes on what was left out.

    Parameters
    ----------
    lines : polars.LazyFrame
        Canonical lines with the columns of statuses that the log has; they are gone afterwards.
    columns : mapping of str to str
        The file's own name of each field.
    given : mapping of str to str
        "paid" or "unpaid" for words that the user explains.
    where : str
        The file, for messages.

    Returns
    -------
    tuple
        The lines, with `is_refund` too where the kind of a row says so, and notes.

    Raises
    ------
    QuestionError
        When nobody knows what a word of a status means.
    """
    notes: list[str] = []
    marks: dict[str, str] = {}
    told = [name for field in _MEANINGS for name in columns if field_of(name) == field]
    for name in told:
        field = field_of(name)
        asked = _Asked(field, columns[name], where, given, is_further=name != field)
        words = texts_of(lines, name)
        unpaid, note = _unpaid_words(words, asked, partial(_on_others, lines, name, marks))
        notes += [note] if note else []
        if unpaid:
            lines = lines if field in _OF_ROWS else of_order(lines, name)
            marks[name] = f"{_UNPAID_BY}{name}"
            is_unpaid = _is_one_of(name, unpaid)
            if field == GIVEN_BACK and REFUNDED in columns:
                is_unpaid &= ~is_partly_back()
            lines = lines.with_columns(is_unpaid.alias(marks[name]))
        if field == KIND and words.len() <= _MOST_WORDS:
            lines = _with_refunds(lines, name, words)
            lines, more = _once(lines, asked, name, marks)
            notes += more
        if field in _OF_ORDERS and words.len() <= _MOST_WORDS:
            partly = [word for word in words if meaning_of(word, ("partly_back",))]
            notes += partly_back(lines, name, partly, columns)
    lines, note = _with_gaps(lines, columns, marks, given, where)
    notes += [note] if note else []
    if marks:
        lines = lines.with_columns(pl.any_horizontal(*marks.values()).alias(schema.IS_UNPAID))
        notes += left_out_by(lines, marks, columns)
    there = [name for name in lines.collect_schema() if name.startswith((_UNPAID_BY, _AGAIN_BY))]
    paid_at = [name for name in columns if field_of(name) == PAID_AT]
    return lines.drop(*told, *paid_at, *there, strict=False), tuple(notes)


def _with_gaps(
    lines: pl.LazyFrame,
    columns: Mapping[str, str],
    marks: dict[str, str],
    given: Mapping[str, str],
    where: Where,
) -> tuple[pl.LazyFrame, str]:
    """Mark the orders that have no time of paying, where no word of a status says more."""
    if PAID_AT not in columns:
        return lines, ""
    of_payment = (*_OF_ORDERS, CAPTURED)
    asked = {name: _MEANINGS[field_of(name)] for name in columns if field_of(name) in of_payment}
    lines, is_open, note = never_paid(lines, columns[PAID_AT], asked, given, where)
    if is_open is not None:
        marks[PAID_AT] = f"{_UNPAID_BY}{PAID_AT}"
        lines = lines.with_columns(is_open.alias(marks[PAID_AT]))
    return lines, note


def _once(
    lines: pl.LazyFrame, asked: "_Asked", name: str, marks: dict[str, str]
) -> tuple[pl.LazyFrame, list[str]]:
    """Mark the rows that repeat the money of their order under another kind, and tell it."""
    given = {compared(word) for word in asked.given}
    if any(compared(word) in given for word in texts_of(lines, name)):
        return lines, []
    is_sale = ~pl.any_horizontal(IS_REFUND, *marks.values())
    is_again, note = rows_told_twice(lines, name, is_sale, asked.name)
    if is_again is None:
        return lines, [note] if note else []
    mark = f"{_AGAIN_BY}{name}"
    before = pl.col(marks[name]) if name in marks else pl.lit(value=False)
    marks[name] = mark
    return lines.with_columns((before | is_again).alias(mark)), [note]


def _with_refunds(lines: pl.LazyFrame, name: str, words: pl.Series) -> pl.LazyFrame:
    """Mark the rows that give money back by the words of a column of kinds."""
    refunds = [word for word in words if meaning_of(word, _MEANINGS[KIND]) == "refunds"]
    is_refund = _is_one_of(name, refunds)
    if IS_REFUND in lines.collect_schema():
        is_refund |= pl.col(IS_REFUND)
    return lines.with_columns(is_refund.alias(IS_REFUND))


@dataclass(frozen=True)
class _Asked:
    """A column of statuses: its field, its name, words explained, and whether it is the second."""

    field: str
    name: str
    where: Where
    given: Mapping[str, str]
    is_further: bool


def _on_others(
    lines: pl.LazyFrame, name: str, marks: Mapping[str, str], words: Sequence[str]
) -> list[str]:
    """Return the words that stand on rows which no other column leaves out."""
    if not marks:
        return list(words)
    rows = lines.filter(~pl.any_horizontal(*marks.values()), _is_one_of(name, list(words)))
    there = rows.select(pl.col(name).cast(pl.String).unique()).collect(engine="streaming")
    return [word for word in words if word in there[name]]


def _unpaid_words(
    words: pl.Series, asked: _Asked, on_others: Callable[[Sequence[str]], list[str]]
) -> tuple[list[str], str]:
    """Return the words with which an order is no purchase, and a note on what was not read."""
    if asked.field in MARKS:
        return [word for word in words if meaning_of(word, ("no",)) != "no"], ""
    given = {compared(word): meaning for word, meaning in asked.given.items()}
    meant = {
        word: given.get(compared(word)) or meaning_of(word, _MEANINGS[asked.field])
        for word in words.head(_MOST_WORDS + 1)
    }
    if asked.field == TEST:
        is_named_so = "test" in compared(asked.name) or "sandbox" in compared(asked.name)
        tests = ("tests", "yes") if is_named_so else ("tests",)
        return [word for word, meaning in meant.items() if meaning in tests], ""
    unknown = [word for word, meaning in meant.items() if not meaning]
    is_status = asked.field in _OF_ORDERS
    tells = bool(set(meant.values()) - {"", "channels"})
    is_sure = is_status and compared(asked.name) not in _VAGUE and not asked.is_further
    tells = tells or is_sure
    if asked.field == CAPTURED:
        tells = not unknown
    if not tells or len(meant) > _MOST_WORDS:
        return [], _not_read(words, asked)
    is_asked = unknown and asked.field not in _SAY_LITTLE
    if is_asked and (open_words := on_others(unknown)):
        raise _question(open_words, asked)
    # What is invoiced is not bought again when its invoice is paid.
    paid_later = ("payments",) if "invoices" in meant.values() else ()
    return [word for word, each in meant.items() if each in (*_NO_PURCHASE, *paid_later)], ""


def _not_read(words: pl.Series, asked: _Asked) -> str:
    is_about_more = asked.field in (KIND, DELIVERY_STATUS) or compared(asked.name) == "state"
    if is_about_more or not words.len():
        return ""
    shown = quoted(words.sort().head(_SHOWN).to_list())
    return f"'{asked.name}' is not read: none of its words ({shown}) says what was paid."


def _is_one_of(field: str, words: list[str]) -> pl.Expr:
    return pl.col(field).cast(pl.String).is_in(words).fill_null(value=False)


def _question(unknown: list[str], asked: _Asked) -> QuestionError:
    word = unknown[0]
    return QuestionError(
        f"{asked.where}, column '{asked.name}': nobody knows whether orders with the status "
        f"{listed([repr(each) for each in sorted(unknown)[:_SHOWN]])} were paid.",
        f"settings.statuses.{word}",
        (("paid", f"'{word}' is paid"), ("unpaid", f"'{word}' is no purchase")),
        how=f"Say it with --status '{word}=paid' or --status '{word}=unpaid' (cancelled, failed, "
        "given back).",
    )
