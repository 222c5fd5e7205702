"""What a user says of a file where it does not tell: one value, the same wherever it is kept.

As JSON it is what the browser shows, what is remembered for the next file of the same layout, what
is stored with a version, and what `--choices FILE.json` of the command line reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal

from rfm.errors import SettingsError, SnapshotError
from rfm.records import from_record
from rfm.schema import CUSTOMER_TABLE, LOG

NOT_USED: Final = ""
SEPARATORS: Final = (",", ";", "\t", "|")
DECIMAL_MARKS: Final = ("point", "comma")
_PARTS: Final = ("columns", "reading", "settings", "table")


@dataclass(frozen=True, kw_only=True)
class ChosenReading:
    """How a file is read, where it is not told from the file.

    Parameters
    ----------
    encoding : str
        The name of a text's encoding, such as "cp1252".
    separator : str
        What stands between its cells: a comma, a semicolon, a tab or a bar.
    decimal : {"", "point", "comma"}
        The decimal mark of its numbers.
    header_row : int
        The row with the columns' names; 0 where it is found.
    sheet : str
        The sheet of a workbook.

    Raises
    ------
    SettingsError
        When a value is none of these.
    """

    encoding: str = ""
    separator: str = ""
    decimal: str = ""
    header_row: int = 0
    sheet: str = ""

    def __post_init__(self) -> None:
        if self.separator not in ("", *SEPARATORS):
            raise SettingsError(
                f"'{self.separator}' cannot separate cells: give a comma, a semicolon, a tab or "
                "a bar (|)."
            )
        if self.decimal not in ("", *DECIMAL_MARKS):
            raise SettingsError(f"'{self.decimal}' is no decimal mark: give 'point' or 'comma'.")
        if self.header_row < 0:
            raise SettingsError(f"{self.header_row} is no row: the first row of a file is 1.")


@dataclass(frozen=True, kw_only=True)
class ChosenColumns:
    """What a user says of the columns of a customer table.

    Parameters
    ----------
    id_column : str
        The column that tells customers apart, "rows" for their rows' numbers.
    label : str
        The column with a given label, "none" for none.
    ignore : tuple of str
        Columns that clusters are not made of.
    kinds : mapping of str to str
        What a column holds.
    """

    id_column: str = ""
    label: str = ""
    ignore: tuple[str, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """All that a user chose for a file.

    Parameters
    ----------
    kind : {"", "log", "customers"}
        What the file is.
    columns : mapping of str to str
        Of a log: the column of each field; "" where no column holds it.
    reading : ChosenReading
        How the file is read.
    settings : mapping
        Values of `rfm.settings.Settings` by name; statuses as a mapping of words.
    table : ChosenColumns
        Of a customer table: what its columns are.
    """

    kind: Literal["", "log", "customers"] = ""
    columns: dict[str, str] = field(default_factory=dict)
    reading: ChosenReading = field(default_factory=ChosenReading)
    settings: Mapping[str, Any] = field(default_factory=dict)
    table: ChosenColumns = field(default_factory=ChosenColumns)


def read_choices(values: Any) -> Choices:
    """Return the choices that JSON holds; what is missing is told from the file.

    Raises
    ------
    SettingsError
        When the JSON is not what choices look like.
    """
    try:
        if not isinstance(values, Mapping) or values.keys() - {"kind", *_PARTS}:
            raise TypeError
        if any(not isinstance(values.get(part, {}), Mapping) for part in _PARTS):
            raise TypeError
        if values.get("kind", "") not in ("", LOG, CUSTOMER_TABLE):
            raise TypeError
        return from_record(Choices, values)
    except (SnapshotError, TypeError) as error:
        if isinstance(cause := _settings_error(error), SettingsError):
            raise cause from None
        raise SettingsError(
            "The choices for a file are not understood: they are a JSON object with the keys kind "
            "(log or customers), columns, reading, settings and table."
        ) from None


def _settings_error(error: BaseException | None) -> SettingsError | None:
    """Return the sentence of a value that was refused, which other errors are wrapped around."""
    if error is None or isinstance(error, SettingsError):
        return error
    inner = [*getattr(error, "exceptions", ()), error.__cause__]
    return next((found for each in inner if each and (found := _settings_error(each))), None)


def load_choices(path: Path) -> Choices:
    """Return the choices of a JSON file.

    Raises
    ------
    SettingsError
        When the file cannot be read, or holds something else.
    """
    import json

    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise SettingsError(
            f"The choices in '{path.name}' cannot be read: give a file of JSON."
        ) from None
    return read_choices(values)


def answered(choices: Choices, option: str, value: str) -> Choices:
    """Return choices with the answer to a question.

    Parameters
    ----------
    choices : Choices
        What was chosen before.
    option : str
        The question's `option`: "kind", or a part and a name in it, such as
        "columns.customer_id" or "settings.statuses.Awaiting stock".
    value : str
        One of the question's choices.

    Returns
    -------
    Choices
        What was chosen before, and the answer.
    """
    part, _, name = option.partition(".")
    if part == "kind":
        return replace(choices, kind=value)  # type: ignore[arg-type]
    if part == "columns":
        return replace(choices, columns={**choices.columns, name: value})
    if part == "reading":
        changed: Any = int(value) if name == "header_row" else value
        return replace(choices, reading=replace(choices.reading, **{name: changed}))
    if part == "table":
        of_table: dict[str, Any] = {name: value}
        return replace(choices, table=replace(choices.table, **of_table))
    name, _, word = name.partition(".")
    chosen = {**choices.settings.get(name, {}), word: value} if word else value
    return replace(choices, settings={**choices.settings, name: chosen})


def with_column(
    choices: Choices, kind: str, column: str, field_name: str, held: str = ""
) -> Choices:
    """Return choices in which a column is what the user says it is.

    Parameters
    ----------
    choices : Choices
        What was chosen before.
    kind : {"log", "customers"}
        What the file is.
    column : str
        The column's name.
    field_name : str
        Of a log: the field that it holds, "" for none. Of a customer table: "id_column", "label",
        "ignore" or a kind of column; "" for what the table tells.
    held : str
        Of a log: the field that the column was taken for.

    Returns
    -------
    Choices
        What was chosen before, with this instead of what was said of the column.
    """
    if kind == LOG:
        before = choices.columns | ({held: column} if held else {})
        others = {name: NOT_USED if own == column else own for name, own in before.items()}
        chosen = {field_name: column} if field_name else {}
        return replace(choices, columns=others | chosen)
    table = choices.table
    kinds = {name: held for name, held in table.kinds.items() if name != column}
    is_one = field_name in ("id_column", "label")
    changed = replace(
        table,
        id_column="" if table.id_column == column else table.id_column,
        label="" if table.label == column else table.label,
        ignore=tuple(name for name in table.ignore if name != column),
        kinds=kinds,
    )
    if is_one:
        one: dict[str, Any] = {field_name: column}
        changed = replace(changed, **one)
    elif field_name == "ignore":
        changed = replace(changed, ignore=(*changed.ignore, column))
    elif field_name:
        changed = replace(changed, kinds={**kinds, column: field_name})
    return replace(choices, table=changed)
