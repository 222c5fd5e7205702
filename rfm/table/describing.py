"""Every column of a customer table, with what it holds and whether clusters may use it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd
import polars as pl

from rfm import schema
from rfm.errors import SourceError
from rfm.reading.tables import LINE
from rfm.reading.where import Where
from rfm.table.attribute import FEATURE_KINDS, NO_LABEL, Attribute, Finding, Kind, TableChoices
from rfm.table.cells import ColumnCells, as_levels, date_of, number_of, study, with_dates
from rfm.table.kinds import kind_of, label_rank, labels_of, may_be_date
from rfm.words import quoted

FEWEST_LEVELS: Final = 2
MOST_LEVELS_OF_A_LABEL: Final = 20
_MOST_LEVELS_KEPT: Final = 1_000


@dataclass(frozen=True)
class Described:
    """The columns of a table with their types.

    Attributes
    ----------
    texts : DataFrame
        The cells as they were written, with their line.
    values : DataFrame
        The same as numbers, and as text where they are none.
    where : Where
        How messages name the file and its rows.
    """

    texts: pl.DataFrame
    values: pl.DataFrame
    cells: Mapping[str, ColumnCells]
    attributes: tuple[Attribute, ...]
    label: str
    notes: tuple[str, ...]
    where: Where
    findings: tuple[Finding, ...] = ()

    def as_pandas(self) -> pd.DataFrame:
        """Return the values as the other steps take them."""
        columns = {
            column.name: (
                column.fill_null(float("nan")).to_numpy()
                if column.dtype == pl.Float64
                else pd.Series(column.to_pandas(), dtype="str")
            )
            for column in self.values.drop(LINE)
        }
        return pd.DataFrame(columns)


def _own_name(asked: str, names: Mapping[str, str], where: Where) -> str:
    """Return our name of a column that a user names, in any case of letters."""
    if asked in names:
        return names[asked]
    wanted = asked.strip().casefold()
    for theirs, ours in names.items():
        if wanted in (theirs.casefold(), ours.casefold()):
            return ours
    raise SourceError(
        f"{where}: there is no column '{asked}' besides the one that tells customers apart. "
        f"The columns are: {quoted(list(names))}."
    )


def describe(
    texts: pl.DataFrame, own_names: Mapping[str, str], where: Where, choices: TableChoices
) -> Described:
    """Return the columns of a table with their types.

    The cells are text, one row per customer; each column of the file has a name of our own.
    """
    names = list(own_names.values())
    cells = study(texts, names, choices.decimal)
    for name in names:
        if may_be_date(name, cells[name]):
            cells[name] = with_dates(texts, name, cells[name], choices.date_order)
    asked = {_own_name(key, own_names, where): k for key, k in choices.kinds.items()}
    kinds = {name: kind_of(name, cells[name]) for name in names}
    kinds |= {name: (kind, "It is of this kind, as asked.") for name, kind in asked.items()}
    label, others = _labels(own_names, where, choices, cells, kinds)
    if label:
        kinds[label] = _LABEL
    ignored = {_own_name(name, own_names, where) for name in choices.ignore}
    values = _typed(texts, cells, {name: kind for name, (kind, _) in kinds.items()})
    words = labels_of(names)
    attributes = tuple(
        _described(values[name], kinds[name], words[name], _exclusion(name, label, others, ignored))
        for name in names
    )
    notes = _notes(label, attributes, cells)
    return Described(texts, values, cells, attributes, label, notes, where)


_LABEL: Final[tuple[Kind, str]] = (
    "category",
    "It is the given label: what others decided, to be predicted and not to make clusters of.",
)


def _labels(
    own_names: Mapping[str, str],
    where: Where,
    choices: TableChoices,
    cells: Mapping[str, ColumnCells],
    kinds: Mapping[str, tuple[Kind, str]],
) -> tuple[str, tuple[str, ...]]:
    """Return the given label, and further columns that are called like one."""
    if choices.label == NO_LABEL and NO_LABEL not in own_names:
        return "", ()
    likely = [
        name
        for name in own_names.values()
        if label_rank(name) is not None
        and kinds[name][0] in FEATURE_KINDS
        and FEWEST_LEVELS <= cells[name].distinct <= MOST_LEVELS_OF_A_LABEL
    ]
    likely.sort(key=lambda name: label_rank(name) or 0)
    if not choices.label:
        return (likely[0], tuple(likely[1:])) if likely else ("", ())
    label = _own_name(choices.label, own_names, where)
    levels = cells[label].distinct
    if not FEWEST_LEVELS <= levels <= MOST_LEVELS_OF_A_LABEL:
        raise SourceError(
            f"{where}: '{choices.label}' cannot be the label, since it has {levels:,} "
            f"different values; a label has {FEWEST_LEVELS} to {MOST_LEVELS_OF_A_LABEL}."
        )
    return label, tuple(name for name in likely if name != label)


def _exclusion(name: str, label: str, others: Sequence[str], ignored: set[str]) -> str:
    """Return why clusters may not be made of a column whose kind they could use."""
    if name == label:
        return _LABEL[1]
    if name in ignored:
        return "Clusters are not made of it, as asked."
    if name in others:
        return (
            "It is called like the result of an earlier grouping, so clusters are not made of it."
        )
    return ""


def _typed(
    texts: pl.DataFrame, cells: Mapping[str, ColumnCells], kinds: Mapping[str, Kind]
) -> pl.DataFrame:
    columns: list[pl.Expr] = []
    for name, kind in kinds.items():
        if kind == "number":
            columns.append(number_of(name, cells[name].mark).alias(name))
        elif kind == "date" and cells[name].written_dates.formats:
            columns.append(date_of(name, cells[name]).alias(name))
        elif kind in ("category", "yes-no"):
            columns.append(as_levels(name, cells[name]).alias(name))
        else:
            columns.append(pl.col(name))
    return texts.select(LINE, schema.CUSTOMER_ID, *columns)


def _described(
    column: pl.Series, decided: tuple[Kind, str], words: tuple[str, str], exclusion: str
) -> Attribute:
    kind, reason = decided
    described = Attribute(
        name=column.name,
        kind=kind,
        is_feature=kind in FEATURE_KINDS and not exclusion,
        reason=exclusion or reason,
        missing=column.null_count(),
        label=words[0],
        unit=words[1],
    )
    present = column.drop_nulls()
    if present.len() == 0:
        return replace(described, is_feature=False)
    if kind == "number":
        numbers = present.sort()
        return replace(
            described,
            typical=float(numbers.median()),  # type: ignore[arg-type]
            lowest=float(numbers[0]),
            highest=float(numbers[-1]),
            is_whole=bool((numbers == numbers.round()).all()),
        )
    if kind not in ("category", "yes-no"):
        return described
    counts = present.value_counts().sort("count", column.name, descending=[True, False])
    levels = tuple(counts[column.name].head(_MOST_LEVELS_KEPT))
    return replace(described, typical_level=levels[0], levels=levels)


def _notes(
    label: str, attributes: Sequence[Attribute], cells: Mapping[str, ColumnCells]
) -> tuple[str, ...]:
    notes = [
        f"{attribute.label}: {cells[attribute.name].date_note}"
        for attribute in attributes
        if attribute.kind == "date" and cells[attribute.name].date_note
    ]
    if any(found.mark == "comma" for found in cells.values()):
        notes.append("Numbers are read with a decimal comma.")
    for attribute in attributes:
        if attribute.name == label:
            shown = quoted(sorted(attribute.levels))
            notes.append(
                f"{attribute.label} is taken as a given label ({shown}): it is predicted, and "
                "clusters are not made of it."
            )
    return tuple(notes)
