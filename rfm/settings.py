"""Every choice that changes a number, in one frozen value with its checks.

Two analyses with the same log and equal settings give the same bytes in every table.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rfm.choices import ChosenReading
from rfm.errors import SettingsError
from rfm.words import counted, quoted

Count = Literal["orders", "lines", "days"]
Returns = Literal["net", "ignore"]
Keep = Literal["keep", "drop"]
Needed = Literal["basics", "all"]
Switch = Literal["on", "off"]
Algorithm = Literal["auto", "kmeans", "mixture", "hdbscan", "agglomerative", "prototypes", "birch"]
AmountIs = Literal["auto", "line", "order"]
Unread = Literal["refuse", "accept"]
DateOrder = Literal["auto", "day-first", "month-first"]

AUTO_SCHEME: Final = "auto"
FEWEST_CLUSTERS: Final = 2
MOST_CLUSTERS: Final = 12
LONGEST_HORIZON: Final = 3_650
MOST_RATES: Final = 20_000
LARGEST_RATE: Final = 1e9
_LARGEST_SEED: Final = 2**32 - 1


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The choices of one analysis.

    Parameters
    ----------
    as_of : datetime, optional
        The moment the analysis looks back from; by default the last order's time plus one day.
    count : {"orders", "lines", "days"}
        What `frequency` counts.
    returns : {"net", "ignore"}
        Whether cancelled and returned lines are subtracted from `monetary` or left out.
    duplicates : {"drop", "keep"}
        Whether an exact copy of a line is left out. A log without order numbers keeps them, since
        two equal rows may be two purchases.
    zero_price : {"keep", "drop"}
        Whether products that cost nothing count. A log without products keeps its free orders.
    non_products : {"keep", "drop"}
        Whether lines that are money but no product (postage, fees, discounts) count: if so, in
        `monetary` and never as a product.
    needed_fields : {"basics", "all"}
        Whether a line needs a customer, a date and an amount, or every field of the file.
    scheme : str
        The scheme of the `segment` column: a shipped scheme's name, the path of a document, or
        "auto" for the grid where its names are true of this shop, else the shop's rhythm.
    clusters : int, optional
        How many clusters; chosen from the data when absent.
    algorithm : str
        Another way to find clusters than k-means on recency, frequency and money: a name of
        `Algorithm`.
    join : str
        A customer table, by its path, whose columns are added to the customers' and take part in
        the clusters.
    join_id : str
        The column of that table with the log's customer numbers; found when empty.
    join_ignore : tuple of str
        Columns of that table that clusters are not made of.
    time_zone : str
        The shop's time zone (IANA name): a purchase day is a day there. Empty for the clock that
        the log's own times are written by.
    currency : str
        The symbol or code that money is shown with; empty when unknown.
    currency_only : str
        Of a log with several currencies, the one whose rows count; empty for all.
    rates : tuple of (str, str, float)
        Days in ISO form, currencies, and what one of each is worth from the day on in the
        currency that the analysis is made in.
    date_order : {"auto", "day-first", "month-first"}
        How to read 01/02/2011; "auto" decides from the whole column or asks.
    amount_is : {"auto", "line", "order"}
        Whether an amount is its line's or the whole order's, repeated; "auto" tells from the log
        or asks.
    statuses : tuple of tuple of str
        Words of a status with "paid" or "unpaid", where the words do not tell.
    reading : ChosenReading
        How the file is read: encoding, separator, decimal mark, header row and sheet.
    unread : {"refuse", "accept"}
        What becomes of a log most of whose rows have no readable date or amount.
    lifetime : {"on", "off"}
        Whether to look ahead: who is still a customer, when they come back, what each is worth.
    horizon_days : int, optional
        How far ahead orders are expected and a customer's silence counts as churn; by default as
        far as most customers who come back take.
    value_days : int
        How far ahead a customer's value looks.
    discount_rate : float
        How much less money is worth in a year than today; 0.1 is 10 %.
    seed : int
        The seed of everything random.

    Raises
    ------
    SettingsError
        When a value is not one of the above.
    """

    as_of: datetime | None = None
    count: Count = "orders"
    returns: Returns = "net"
    duplicates: Keep = "drop"
    zero_price: Keep = "drop"
    non_products: Keep = "keep"
    needed_fields: Needed = "basics"
    scheme: str = AUTO_SCHEME
    clusters: int | None = None
    algorithm: Literal[Algorithm, ""] = ""
    join: str = ""
    join_id: str = ""
    join_ignore: tuple[str, ...] = ()
    time_zone: str = ""
    currency: str = ""
    currency_only: str = ""
    rates: tuple[tuple[str, str, float], ...] = ()
    date_order: DateOrder = "auto"
    amount_is: AmountIs = "auto"
    statuses: tuple[tuple[str, str], ...] = ()
    reading: ChosenReading = field(default_factory=ChosenReading)
    unread: Unread = "refuse"
    lifetime: Switch = "on"
    horizon_days: int | None = None
    value_days: int = 365
    discount_rate: float = 0.1
    seed: int = 20

    def __post_init__(self) -> None:
        ensure_choices(self)
        ensure_clustering(self.clusters, self.seed)
        _ensure_ahead(self)
        _ensure_rates(self)
        for word, meaning in self.statuses:
            _ensure_choice(f"the status '{word}'", meaning, ("paid", "unpaid"))
        try:
            ZoneInfo(self.time_zone or "UTC")
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise SettingsError(
                f"'{self.time_zone}' is not a time zone: give an IANA name such as 'Europe/London'."
            ) from None


def ensure_clustering(clusters: int | None, seed: int) -> None:
    """Ensure that so many clusters (None: the data decide) can be made from a seed.

    Raises
    ------
    SettingsError
        When the clusters are too few or too many, or the seed is not one that every generator of
        chance takes: it is negative or does not fit into 32 bits.
    """
    if clusters is not None and not FEWEST_CLUSTERS <= clusters <= MOST_CLUSTERS:
        raise SettingsError(
            f"{counted(clusters, 'cluster')} cannot be made: give a number from "
            f"{FEWEST_CLUSTERS} to {MOST_CLUSTERS}, or 'auto'."
        )
    if not 0 <= seed <= _LARGEST_SEED:
        raise SettingsError(
            f"{seed} cannot be the seed: give a whole number from 0 to {_LARGEST_SEED}."
        )


def choices_of(kind: type) -> dict[str, tuple[str, ...]]:
    """Return the values that each field of a class may have whose type is a Literal."""
    types = get_type_hints(kind)
    return {name: get_args(one) for name, one in types.items() if get_origin(one) is Literal}


def ensure_choices(settings: object) -> None:
    """Refuse settings in which a field whose type is a Literal has none of its values."""
    for name, choices in choices_of(type(settings)).items():
        _ensure_choice(name, getattr(settings, name), choices)


def _ensure_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        known = quoted([choice for choice in choices if choice])
        raise SettingsError(f"'{value}' is not a value of {name}: give one of {known}.")


def _ensure_rates(settings: Settings) -> None:
    """Check that rates are of days and worth something."""
    if len(settings.rates) > MOST_RATES:
        raise SettingsError(
            f"{len(settings.rates):,} rates are too many: give the currencies and days of the "
            f"log alone, at most {MOST_RATES:,}."
        )
    for day, currency, rate in settings.rates:
        try:
            date.fromisoformat(day)
        except ValueError:
            raise SettingsError(
                f"'{day}' is not the day of a rate: write it like 2024-01-31."
            ) from None
        if not 0 < rate < LARGEST_RATE:
            raise SettingsError(f"{rate} is not what one {currency} is worth: give a number.")


def _ensure_ahead(settings: Settings) -> None:
    """Check how far ahead, and at what discount, the models of lifetime look."""
    for name in ("horizon_days", "value_days"):
        days = getattr(settings, name)
        if days is not None and not 1 <= days <= LONGEST_HORIZON:
            raise SettingsError(
                f"{days} days is not a value of {name}: give 1 to {LONGEST_HORIZON:,} days."
            )
    if not 0 <= settings.discount_rate <= 1:
        raise SettingsError(
            f"{settings.discount_rate} is not a discount rate: give a number from 0 to 1; "
            "0.1 is 10 % a year."
        )


DEFAULT_PRESET: Final = "default"
PRESETS: Final[dict[str, Settings]] = {
    DEFAULT_PRESET: Settings(),
    # The published report, line for line.
    "report": Settings(
        count="lines",
        returns="ignore",
        zero_price="keep",
        needed_fields="all",
        scheme="report",
    ),
}


def preset(name: str, **changes: Any) -> Settings:
    """Return the settings of a preset, with the given ones changed.

    Raises
    ------
    SettingsError
        When there is no such preset, or a changed value is not allowed.
    """
    _ensure_choice("preset", name, tuple(PRESETS))
    return replace(PRESETS[name], **changes)
