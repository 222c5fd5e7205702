"""One column of a customer table: what kind of thing it holds, and whether clusters may use it.

And what a user may say of a table's columns, where the table does not say it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from rfm.choices import ChosenReading
from rfm.errors import SettingsError
from rfm.reading.numbers import MARKS, Mark
from rfm.settings import DateOrder
from rfm.words import round_money, significant

Kind = Literal["number", "category", "yes-no", "date", "identifier", "text", "constant"]

FEATURE_KINDS: Final = ("number", "category", "yes-no")
# The unit of an attribute that is an amount in the currency of the analysis.
MONEY: Final = "money"
_CURRENCIES: Final = frozenset("£€$¥₹₽₺")
NO_LABEL: Final = "none"


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """A column of a customer table.

    Parameters
    ----------
    name : str
        The column's name, as in the file and in `customers.parquet`.
    kind : str
        What it holds. Numbers are floats, everything else is text.
    is_feature : bool
        Whether clusters are made of it.
    reason : str
        Why it is of this kind, and is a feature or not, in a sentence.
    missing : int
        Customers without a value.
    typical : float, optional
        The median of a number: what stands in for a gap.
    typical_level : str
        The most frequent level of a category or a yes-no, for the same.
    lowest, highest : float, optional
        The range of a number.
    is_whole : bool
        Whether a number has whole values only.
    levels : tuple of str
        The values of a category or a yes-no, the most frequent first.
    label : str
        The name in words, such as "Balance" for BALANCE; a reader sees this one.
    unit : str
        What a number is counted in, such as "days"; empty when unknown.
    """

    name: str
    kind: Kind
    is_feature: bool
    reason: str
    missing: int = 0
    typical: float | None = None
    typical_level: str = ""
    lowest: float | None = None
    highest: float | None = None
    is_whole: bool = False
    levels: tuple[str, ...] = ()
    label: str = ""
    unit: str = ""


def label_of(attribute: Attribute) -> str:
    """Return the attribute's name in words."""
    return attribute.label or attribute.name.replace("_", " ").strip().title()


def currency_of(attribute: Attribute, currency: str = "") -> str | None:
    """Return the currency that an attribute is an amount in, None where it is no amount.

    Parameters
    ----------
    attribute : Attribute
        The attribute.
    currency : str
        The currency of the analysis; empty when unknown.

    Returns
    -------
    str or None
        Its symbol or code; empty where the amount's currency is unknown.
    """
    if attribute.unit == MONEY or (currency and attribute.unit == currency):
        return currency
    return attribute.unit if attribute.unit in _CURRENCIES else None


def in_words(attribute: Attribute, value: float | str | None, currency: str = "") -> str:
    """Return a value of an attribute with its unit: "£1,767", "2.5", "3 days", "Artist".

    Parameters
    ----------
    attribute : Attribute
        What the value is of.
    value : float or str or None
        A number, or a level; nothing is "unknown".
    currency : str
        The currency of the analysis; empty when unknown.

    Returns
    -------
    str
        For the middle of a sentence.
    """
    if value is None or isinstance(value, str):
        return "unknown" if value is None else value
    symbol = currency_of(attribute, currency)
    if symbol is not None:
        return round_money(value, symbol)
    unit = attribute.unit.removesuffix("s") if value == 1 else attribute.unit
    return f"{significant(value)} {unit}".rstrip()


@dataclass(frozen=True)
class Finding:
    """Something that validation found, as a sentence.

    Parameters
    ----------
    kind : str
        "type", "range", "missing", "constant", "duplicate" or "identifier".
    column : str
        The column it is about; empty when it is about rows.
    rows : int
        How many rows it concerns.
    sentence : str
        What was found, what it means, and what was done about it.
    """

    kind: str
    column: str
    rows: int
    sentence: str


@dataclass(frozen=True)
class PipelineStep:
    """One step of the pipeline from a table to clusters, as it was done.

    Parameters
    ----------
    name : str
        "validation", "imputing", "skew", "outliers", "scaling", "encoding", "rare",
        "reduction", "clustering" or "naming".
    title : str
        The step in words.
    choice : str
        What was chosen.
    options : tuple of str
        What could be chosen instead.
    setting : str
        The setting that overrides it, such as "imputing"; empty when nothing does.
    reason : str
        Why the choice is the default, or that the user made it, in a sentence.
    details : tuple of str
        What it did, a sentence each.
    """

    name: str
    title: str
    choice: str
    options: tuple[str, ...]
    setting: str
    reason: str
    details: tuple[str, ...] = ()


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
    reading : ChosenReading
        How the file is read, where it does not tell.

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
    reading: ChosenReading = field(default_factory=ChosenReading)

    @property
    def decimal(self) -> Mark | None:
        """The decimal mark that the user chose."""
        return next((mark for mark in MARKS if mark == self.reading.decimal), None)

    def __post_init__(self) -> None:
        for name, kind in self.kinds.items():
            if kind not in get_args(Kind):
                known = ", ".join(get_args(Kind))
                raise SettingsError(f"'{kind}' is no kind of column '{name}': give one of {known}.")
