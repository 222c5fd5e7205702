"""Columns of text as their different cells, so that each is understood once and not in every row.

A shop's log repeats itself: half a million lines name some thousand customers, products and days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Coded:
    """Columns of text.

    Parameters
    ----------
    cells : mapping of str to polars.Series
        The different cells of each column; after them one without anything, if any row has none.
    codes : polars.DataFrame
        The place, among those of its column, of each row's cell.
    """

    cells: Mapping[str, pl.Series]
    codes: pl.DataFrame

    def tells(self, value: pl.Expr) -> bool:
        """Return whether a value follows from one of the columns alone."""
        of = set(value.meta.root_names())
        return len(of) == 1 and of <= set(self.cells)

    def in_order(self, column: str) -> pl.Series:
        """Return the different cells of a column in the order of the rows."""
        return self.cells[column].gather(self.codes[column].unique(maintain_order=True))

    def work_out(self, values: Mapping[str, pl.Expr]) -> pl.DataFrame:
        """Return values of each row that follow, each, from the row's cell in one column.

        Texts become numbers that know their names.
        """
        of = {name: value.meta.root_names()[0] for name, value in values.items()}
        columns = list(dict.fromkeys(of.values()))
        found = pl.collect_all(
            self.cells[column]
            .to_frame()
            .lazy()
            .select(**{name: value for name, value in values.items() if of[name] == column})
            for column in columns
        )
        by_cell = dict(zip(columns, found, strict=True))
        return self.codes.select(
            _spread(as_names(by_cell[column][name]), column).alias(name)
            for name, column in of.items()
        )


def as_categories(columns: Iterable[str]) -> Iterable[pl.Expr]:
    """Yield columns of text as categories, in no order."""
    for name in columns:
        # Categories of their own: those that polars shares would grow with every log.
        own = pl.Categorical(pl.Categories.random())
        yield pl.col(name).cast(pl.String).cast(own)


def code(rows: pl.DataFrame) -> Coded:
    """Return columns of categories, or numbers that know their names, as their different cells."""
    cells = {column.name: _cells(column) for column in rows}
    codes = rows.select(pl.all().to_physical().cast(pl.UInt32))
    missing = {name for name, count in codes.null_count().row(0, named=True).items() if count}
    return Coded(
        {name: _with_nothing(own) if name in missing else own for name, own in cells.items()},
        codes.with_columns(pl.col(name).fill_null(len(cells[name])) for name in missing),
    )


def as_names(values: pl.Series) -> pl.Series:
    """Return texts as numbers that know their names, in the order of the alphabet."""
    if values.dtype != pl.String:
        return values
    return values.cast(pl.Enum(values.drop_nulls().unique().sort()))


def names_of(column: pl.Series) -> pl.Series:
    """Return what the numbers of a column stand for, in the order of the alphabet."""
    if not isinstance(column.dtype, pl.Enum):
        raise TypeError(f"'{column.name}' does not hold numbers that know their names.")
    return column.dtype.categories


def _cells(column: pl.Series) -> pl.Series:
    if isinstance(column.dtype, pl.Enum):
        return names_of(column).alias(column.name)
    last = column.to_physical().max()
    many = 0 if last is None else int(last) + 1  # type: ignore[arg-type]
    numbers = pl.Series(column.name, range(many), pl.UInt32)
    return numbers.cat.to(column.dtype).cast(pl.String)


def _with_nothing(cells: pl.Series) -> pl.Series:
    return pl.concat([cells, pl.Series(cells.name, [None], pl.String)])


def _spread(values: pl.Series, column: str) -> pl.Expr:
    if values.dtype == pl.Boolean and values.n_unique() == 1:
        return pl.repeat(values[0], pl.len(), dtype=pl.Boolean)
    return pl.lit(values).gather(pl.col(column))
