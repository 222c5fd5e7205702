"""Money of several currencies: one is chosen and the others left out, or rates make it one."""

from typing import Final

import polars as pl

from rfm import schema
from rfm.errors import QuestionError, SourceError
from rfm.log.texts import of_order
from rfm.reading.fields import ADJUSTED, CURRENCY, REFUNDED
from rfm.reading.numbers import one_currency_name
from rfm.reading.where import Where
from rfm.settings import Settings
from rfm.words import counted, listed

_MONEY: Final = (schema.AMOUNT, schema.UNIT_PRICE, REFUNDED, ADJUSTED)
_DAY: Final = "day"
_RATE: Final = "rate"
_SHOWN: Final = 3
# How many of the smallest unit make one, by https://docs.stripe.com/currencies.
_UNITS: Final = 100
_UNITS_OF: Final = {
    **dict.fromkeys(
        (
            *("BIF", "CLP", "DJF", "GNF", "¥", "KMF", "KRW", "MGA"),
            *("PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"),
        ),
        1,
    ),
    **dict.fromkeys(("BHD", "JOD", "KWD", "OMR", "TND"), 1_000),
}


def in_one_currency(
    lines: pl.LazyFrame, settings: Settings, where: Where
) -> tuple[pl.LazyFrame, str, tuple[str, ...]]:
    """Return lines whose money is in one currency, its name, and notes.

    Parameters
    ----------
    lines : polars.LazyFrame
        Canonical lines, with the name of each one's currency where one is chosen or rates are
        given; it is gone afterwards.
    settings : Settings
        The currency that is chosen, or the rates.
    where : Where
        The file, for messages.

    Returns
    -------
    tuple
        The lines, with a mark on those in another currency, or in none that is named; "" where
        nothing was chosen; and notes.

    Raises
    ------
    SourceError
        When no line is in the chosen currency, or a rate is missing.
    QuestionError
        When it is not known what currency the rates lead to.
    """
    if CURRENCY not in lines.collect_schema():
        return lines, "", ()
    known = of_order(lines.with_columns(pl.col(CURRENCY).cast(pl.String)), CURRENCY)
    counts = known.group_by(CURRENCY).len().sort("len", CURRENCY, descending=[True, False])
    rows = dict(counts.collect(engine="streaming").iter_rows())
    if settings.currency_only:
        return _one_alone(known, settings.currency_only, rows, where)
    base = _base(rows, settings, where)
    named = [name for name in rows if name]
    rates = _rates_of_days(known, settings, base, where)
    exchanged = known.with_columns(_day()).join(
        rates, on=[_DAY, CURRENCY], how="left", maintain_order="left"
    )
    there = lines.collect_schema()
    money = [pl.col(name) * pl.col(_RATE) for name in _MONEY if name in there]
    is_none = pl.col(CURRENCY).is_null()
    lines = exchanged.with_columns(*money, is_none.alias(schema.IS_OTHER_CURRENCY))
    others = [name for name in named if name != base]
    note = f"Money in {listed(others)} is read in {base} by the rates of its days."
    return lines.drop(CURRENCY, _DAY, _RATE), base, (note,) if others else ()


def in_whole_units(lines: pl.LazyFrame, code: str) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Return lines whose money was in the smallest unit of its currency, and a note.

    Parameters
    ----------
    lines : polars.LazyFrame
        Canonical lines, with the name of each one's currency where it is known.
    code : str
        The currency of all lines otherwise; where none is known, a hundred units make one.

    Returns
    -------
    tuple
        The lines, with money as people write it, and what was done.
    """
    there = lines.collect_schema()
    currency = (
        pl.col(CURRENCY).cast(pl.String) if CURRENCY in there else pl.lit(currency_name(code))
    )
    units = currency.replace_strict(_UNITS_OF, default=_UNITS, return_dtype=pl.Int64)
    money = [pl.col(name) / units for name in _MONEY if name in there]
    note = "Amounts are in the smallest unit of their currency, such as cents: "
    example = "1999 of USD is read as 19.99, of JPY as 1999."
    return lines.with_columns(money), (note + example,)


def currency_name(text: str) -> str:
    """Return a currency's sign, word or code as the one name that its money is shown with."""
    return str(pl.select(one_currency_name(pl.lit(text))).item())


def _one_alone(
    lines: pl.LazyFrame, chosen: str, rows: dict[str | None, int], where: Where
) -> tuple[pl.LazyFrame, str, tuple[str, ...]]:
    name = currency_name(chosen)
    if name not in rows:
        there = listed([other for other in rows if other]) or "no currency that is named"
        raise SourceError(
            f"{where}: no row is in {chosen}, the currency that was chosen: there is {there}."
        )
    is_other = (pl.col(CURRENCY) != name).fill_null(value=True)
    marked = lines.with_columns(is_other.alias(schema.IS_OTHER_CURRENCY)).drop(CURRENCY)
    left = [f"{other or 'none'} {many:,}" for other, many in rows.items() if other != name]
    total = counted(sum(rows.values()) - rows[name], "row is", "rows are")
    note = f"{total} not in {chosen} ({', '.join(left)}): left out."
    return marked, chosen, (note,) if left else ()


def _base(rows: dict[str | None, int], settings: Settings, where: Where) -> str:
    """Return the currency that the rates lead to: as shown, else the one that has no rates."""
    if settings.currency:
        return currency_name(settings.currency)
    rated = {currency_name(name) for _, name, _ in settings.rates}
    unrated = [name for name in rows if name and name not in rated]
    if len(unrated) == 1:
        return unrated[0]
    names = sorted(rated.union(filter(None, rows)))
    raise QuestionError(
        f"{where}: which currency do the rates lead to?",
        "settings.currency",
        tuple((name, name) for name in names),
        how=f"Say it with --currency, such as --currency {names[0]}.",
    )


def _day() -> pl.Expr:
    return pl.col(schema.ORDERED_AT).dt.date().alias(_DAY)


def _rates_of_days(
    lines: pl.LazyFrame, settings: Settings, base: str, where: Where
) -> pl.LazyFrame:
    """Return the rate of each day and currency of the log: the latest until the day."""
    asked = lines.select(_day(), CURRENCY, schema.LINE_NO).drop_nulls(CURRENCY)
    days = asked.group_by(_DAY, CURRENCY).agg(pl.col(schema.LINE_NO).min()).sort(_DAY).collect()
    given = pl.DataFrame(settings.rates, schema=[_DAY, CURRENCY, _RATE], orient="row")
    rates = given.with_columns(
        pl.col(_DAY).str.to_date(), one_currency_name(pl.col(CURRENCY)).alias(CURRENCY)
    )
    rated = days.join_asof(
        rates.sort(_DAY), on=_DAY, by=CURRENCY, strategy="backward", check_sortedness=False
    ).with_columns(pl.when(pl.col(CURRENCY) == base).then(1.0).otherwise(_RATE).alias(_RATE))
    missing = rated.filter(pl.col(_RATE).is_null() & pl.col(_DAY).is_not_null())
    if missing.height:
        shown = [
            f"{name} on {moment} ({where.row(line)})"
            for moment, name, line in missing.head(_SHOWN)
            .select(_DAY, CURRENCY, schema.LINE_NO)
            .iter_rows()
        ]
        more = f" and {missing.height - _SHOWN} more" if missing.height > _SHOWN else ""
        raise SourceError(
            f"{where}: there is no rate for {listed(shown)}{more}, nor an earlier one. Add it to "
            "the table of rates, or choose one currency alone."
        )
    return rated.select(_DAY, CURRENCY, _RATE).lazy()
