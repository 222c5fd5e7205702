"""What is asked where a log's columns do not tell what they hold."""

from collections.abc import Mapping, Sequence
from typing import Final

from rfm import schema
from rfm.errors import QuestionError, SourceError
from rfm.reading.columns import Header
from rfm.reading.fields import WORDS
from rfm.reading.where import Where
from rfm.words import compared, listed, quoted

# Parts of names that a needed field may have.
_LIKE: Final = {
    schema.CUSTOMER_ID: ("customer", "client", "buyer", "user", "member", "mail", "kunde", "name"),
    schema.ORDERED_AT: (
        "date",
        "time",
        "created",
        "datum",
        "_at",
        "day",
        "issued",
        "placed",
        "started",
    ),
    schema.AMOUNT: (
        "amount",
        "total",
        "price",
        "value",
        "sales",
        "revenue",
        "paid",
        "gross",
        "sum",
        "betrag",
    ),
}


def ensure_mapping(mapping: Mapping[str, str], header: Header, where: Where) -> None:
    """Refuse a mapping that names an unknown field or a column that is not there."""
    for field, name in mapping.items():
        if field not in WORDS:
            known = ", ".join(WORDS)
            raise SourceError(f"'{field}' is not a field of a log: give one of {known}.")
        if name and name not in header.names:
            raise QuestionError(
                f"{where}: there is no column '{name}' for the {WORDS[field]}. Which one is it?",
                f"columns.{field}",
                (*columns_for(field, {}, header), ("", "none")),
                how=f"The columns are: {quoted(header.names)}.",
            )


def ensure_enough(columns: Mapping[str, str], header: Header, where: Where) -> None:
    """Refuse a log without a customer, a date, or an amount."""
    missing = [field for field in (schema.CUSTOMER_ID, schema.ORDERED_AT) if field not in columns]
    if schema.AMOUNT not in columns and schema.UNIT_PRICE not in columns:
        missing.append(schema.AMOUNT)
    if missing:
        raise ask_for(missing, columns, header, where)


def ask_for(
    missing: Sequence[str], columns: Mapping[str, str], header: Header, where: Where
) -> QuestionError:
    """Return the question which columns hold the fields that a log needs and has no name for."""
    words = " and no ".join(WORDS[field] for field in missing)
    found = [f"the {WORDS[field]} is '{name}'" for field, name in columns.items()]
    likely = [
        f"'{name}' may be the {WORDS[field]}"
        for field in missing
        for name in header.names
        if name not in columns.values() and _is_like(name, field)
    ]
    sentences = [
        f"{where}: no {words} column was found",
        f" ({'; '.join(found)})" if found else "",
        f". {listed(likely)[:1].upper()}{listed(likely)[1:]}" if likely else "",
        f". The columns are: {quoted(header.names)}. ",
    ]
    is_customer = schema.CUSTOMER_ID in missing
    first = missing[0]
    return QuestionError(
        f"{where}: no column is called like the {WORDS[first]}. Which one is it?",
        f"columns.{first}",
        columns_for(first, columns, header),
        said="".join(sentences)
        + f"Name it with {' and '.join(f'--column {field}=NAME' for field in missing)}, or rename "
        + ("it. If each row is a customer, say --id NAME." if is_customer else "it."),
    )


def columns_for(
    field: str, columns: Mapping[str, str], header: Header
) -> tuple[tuple[str, str], ...]:
    """Return the columns that may hold a field: those called like it, others, those in use."""
    names = sorted(
        header.names, key=lambda name: (name in columns.values(), not _is_like(name, field))
    )
    return tuple((name, name) for name in names)


def ask_which(field: str, names: Sequence[str], where: Where) -> QuestionError:
    """Return the question which of several columns holds a field."""
    return QuestionError(
        f"{where}: the columns {quoted(names)} could each be the {WORDS[field]}, and they differ. "
        "Which one is it?",
        f"columns.{field}",
        tuple((name, name) for name in names),
        how=f"Say it with --column {field}='{names[0]}' (and what the others are, such as "
        f"--column amount='{names[-1]}'), or rename them in the file.",
    )


def _is_like(name: str, field: str) -> bool:
    return any(part in compared(name) for part in _LIKE.get(field, ()))
