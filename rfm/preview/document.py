"""What a preview says, in frozen values that become JSON."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rfm.errors import QuestionError


@dataclass(frozen=True, kw_only=True)
class HowRead:
    """What holds of a file, told from it or chosen; "" or 0 where it does not apply.

    Parameters
    ----------
    format : str
        "csv", "json", "parquet", "xlsx", "xls" or "ods".
    encoding, separator, decimal : str
        Those of a text; the decimal mark is "point" or "comma".
    header_row : int
        The row that names the columns.
    sheet, sheets : str, tuple of str
        The sheet of a workbook that is read, and all of them.
    date_order : str
        "day-first" or "month-first", where dates could be read both ways.
    time_zone, currency : str
        The shop's time zone, and the currency of its money.
    """

    format: str
    encoding: str = ""
    separator: str = ""
    decimal: str = ""
    header_row: int = 0
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    date_order: str = ""
    time_zone: str = ""
    currency: str = ""


@dataclass(frozen=True, kw_only=True)
class PreviewColumn:
    """A column of a file.

    Parameters
    ----------
    name : str
        Its name.
    field : str
        What it is read as; empty where it is not used.
    reason : str
        Why, in a sentence.
    examples : tuple of str
        Its first cells, as they are written.
    """

    name: str
    field: str
    reason: str
    examples: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PreviewField:
    """What a column can be chosen for.

    Parameters
    ----------
    field, label : str
        Its name, and the same in words.
    is_needed : bool
        Whether a file cannot be read without it.
    """

    field: str
    label: str
    is_needed: bool = False


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A possible answer: its value, and the same in words."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """What must be answered before a file can be imported.

    Parameters
    ----------
    sentence : str
        The question.
    option : str
        The choice that answers it, as `rfm.choices.answered` takes it.
    choices : tuple of Choice
        Possible answers, the likeliest first; empty where any text is one.
    """

    sentence: str
    option: str
    choices: tuple[Choice, ...] = ()

    @classmethod
    def of(cls, asked: "QuestionError") -> "Question":
        """Return the question that reading a file raised."""
        choices = tuple(Choice(value=value, label=label) for value, label in asked.choices)
        return cls(sentence=asked.sentence, option=asked.option, choices=choices)


@dataclass(frozen=True, kw_only=True)
class PreviewFigures:
    """What a file comes to, as its analysis would count it.

    Parameters
    ----------
    rows, customers : int
        Rows of data, and customers.
    orders, revenue, currency, first, last : optional
        Of a log: its orders and money, and the days of the first and the last order.
    """

    rows: int
    customers: int
    orders: int | None = None
    revenue: float | None = None
    currency: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReportRow:
    """What became of some of the rows.

    Parameters
    ----------
    name, label : str
        The reason, and the same for people.
    rows : int
        How many rows have it.
    kept : bool
        Whether these count.
    reason : str
        What it means, in a sentence.
    examples : tuple of str
        Where the first of them stand.
    """

    name: str
    label: str
    rows: int
    kept: bool
    reason: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Preview:
    """All that was understood of a file.

    Parameters
    ----------
    kind : str
        "log" or "customers"; empty while that is the question.
    layout, layout_key : str
        The system whose export it looks like; a key that files with the same columns share.
    files : tuple of str
        Their names.
    reading : HowRead or None
        How it was opened; None where it could not be.
    columns, fields : tuple
        Its columns, and what they can be chosen for.
    rows_shown, first_row : tuple, int
        The first rows as they are written, and the number of the first.
    question : Question or None
        What must be answered first.
    problem : str
        Why it cannot be read, where no answer helps.
    figures, report : PreviewFigures or None, tuple of ReportRow
        What it comes to, and what becomes of its rows.
    notes, warnings : tuple of str
        How it was read, and what to check, in sentences.
    """

    kind: str = ""
    layout: str = ""
    layout_key: str = ""
    files: tuple[str, ...] = ()
    reading: HowRead | None = None
    columns: tuple[PreviewColumn, ...] = ()
    fields: tuple[PreviewField, ...] = ()
    rows_shown: tuple[tuple[str, ...], ...] = ()
    first_row: int = 0
    question: Question | None = None
    problem: str = ""
    figures: PreviewFigures | None = None
    report: tuple[ReportRow, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
