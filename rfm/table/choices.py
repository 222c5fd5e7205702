"""What a user may say of a table of customers, where the table does not say it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, get_args

from rfm.errors import SettingsError, SourceError
from rfm.settings import DateOrder
from rfm.table.attribute import Kind
from rfm.words import quoted

NO_LABEL: Final = "none"


@dataclass(frozen=True, kw_only=True)
class TableChoices:
    """What a user says of a table's columns.

    Attributes
    ----------
    id_column : str
        The column that tells customers apart, "rows" for the rows' numbers; empty to find it.
    label : str
        The column with a given label; empty to find it, "none" when there is none.
    ignore : sequence of str
        Columns that clusters are not made of.
    kinds : mapping of str to str
        The kind of a column that is told wrongly.
    date_order : {"auto", "day-first", "month-first"}
        How to read 01/02/2011.

    Raises
    ------
    SettingsError
        When a kind is none.
    """

    id_column: str = ""
    label: str = ""
    ignore: Sequence[str] = ()
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    date_order: DateOrder = "auto"

    def __post_init__(self) -> None:
        for name, kind in self.kinds.items():
            if kind not in get_args(Kind):
                known = ", ".join(get_args(Kind))
                raise SettingsError(f"'{kind}' is no kind of column '{name}': give one of {known}.")


def own_name(asked: str, names: Mapping[str, str], where: str) -> str:
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
