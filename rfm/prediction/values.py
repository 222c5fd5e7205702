"""What was typed about a customer -> values, or sentences that say why not."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from rfm.prediction.typed import is_same_currency, read_typed
from rfm.table.attribute import Attribute, currency_of, in_words, label_of
from rfm.table.cells import normalised
from rfm.words import listed, shortened, significant

# Beyond this many times the largest value seen nothing can be said of what has limits.
FAR_OUTSIDE: Final = 10
_LONGEST_ECHO: Final = 40
_LARGEST: Final = 1e15  # nobody's days, orders or money; a sentence cannot show more digits
_MOST_NAMED: Final = 8


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What an attribute that always has to be given can be at all.

    Parameters
    ----------
    name : str
        What it is called beside its field.
    least : float
        The smallest possible value.
    is_whole : bool
        Whether only whole values are possible.
    refusal : str
        Why another value is impossible, with "{:g}" for it.
    beyond : pair of str
        What no known customer did, with "{}" for the lowest and for the highest value seen.
    """

    name: str
    least: float = -math.inf
    is_whole: bool = False
    refusal: str = ""
    beyond: tuple[str, str]

    def allow(self, number: float) -> bool:
        """Tell whether a number is a possible value."""
        return number >= self.least and not (self.is_whole and number % 1)


NO_LIMITS: Final[Mapping[str, Limits]] = {}


@dataclass(frozen=True)
class ReadValues:
    """What could be read.

    Parameters
    ----------
    values : mapping of str to float or str
        By attribute; only those that were given.
    problems : mapping of str to str
        By attribute: what is wrong with what was given, and what to do.
    """

    values: Mapping[str, float | str]
    problems: Mapping[str, str]


def read_values(
    texts: Mapping[str, str],
    attributes: Sequence[Attribute],
    limits: Mapping[str, Limits] = NO_LIMITS,
    currency: str = "",
) -> ReadValues:
    """Return the values of attributes as they were typed; empty texts are not given.

    Parameters
    ----------
    texts : mapping of str to str
        What was typed, by attribute; names that are no attribute are problems.
    attributes : sequence of Attribute
        Those that can be given.
    limits : mapping of str to Limits
        By attribute: those that have to be given, and what they can be.
    currency : str
        What money is shown with.

    Returns
    -------
    ReadValues
        The values, and what is wrong with the others.
    """
    values: dict[str, float | str] = {}
    problems: dict[str, str] = {}
    for one in attributes:
        given = texts.get(one.name, "").strip()
        limit = limits.get(one.name)
        if not given and limit is None:
            continue
        value, problem = (
            _read(given, one, currency) if limit is None else _limited(given, one, limit, currency)
        )
        if value is None:
            problems[one.name] = problem
        else:
            values[one.name] = value
    names = [one.name for one in attributes]
    for name in texts:
        if texts[name].strip() and name not in names:
            asked = listed(names[:_MOST_NAMED])
            problems[name] = f"'{_echo(name)}' is not asked for here: give {asked}."
    return ReadValues(values, problems)


def _read(text: str, attribute: Attribute, currency: str) -> tuple[float | str | None, str]:
    if attribute.kind == "number":
        return _number(text, attribute, currency)
    spelled = normalised(pd.Series([text]), attribute.levels).iloc[0]
    for level in attribute.levels:
        if level.casefold() == spelled.casefold():
            return level, ""
    levels = listed(attribute.levels[:_MOST_NAMED])
    return None, (
        f"'{_echo(text)}' was never seen as {label_of(attribute)}: choose one of {levels}."
    )


def _number(text: str, attribute: Attribute, currency: str) -> tuple[float | None, str]:
    number, problem = _typed(text, attribute, currency)
    if problem:
        return None, f"{problem} Or leave it empty."
    if number is not None and abs(number) > _LARGEST:
        return None, f"'{_echo(text)}' is too large: give one such as {_example(attribute)}."
    return number, ""


def _limited(
    text: str, attribute: Attribute, limits: Limits, currency: str
) -> tuple[float | None, str]:
    if not text:
        return None, f"{limits.name} is missing: give a number."
    number, problem = _typed(text, attribute, currency)
    if number is None:
        return None, f"{limits.name} must be a number, but {problem}"
    if abs(number) > _LARGEST:
        return None, f"{limits.name} is too large: no customer is like that."
    if not limits.allow(number):
        return None, limits.refusal.format(number)
    problem = _far_outside(number, attribute, currency)
    return (None if problem else number), problem


def _typed(text: str, attribute: Attribute, currency: str) -> tuple[float | None, str]:
    """Return the number that was typed, or why there is none and what to type."""
    typed, echo = read_typed(text), _echo(text)
    if typed.meanings:
        one, other = (f"{each:g}" for each in typed.meanings)
        return None, f"'{echo}' can be {one} or {other}: write which, without a comma."
    if typed.number is None:
        return None, f"'{echo}' is not a number: give one such as {_example(attribute)}."
    own = currency_of(attribute, currency)
    if typed.currency and own is None:
        label = label_of(attribute).lower()
        return None, f"'{echo}' is an amount of money, and {label} is not: leave the sign out."
    if not is_same_currency(typed.currency, own or ""):
        return None, f"'{echo}' is in another currency: give it in {own}."
    return typed.number, ""


def _far_outside(number: float, attribute: Attribute, currency: str) -> str:
    """Return why a value many times anything seen is refused; empty for any other."""
    largest = max(abs(attribute.lowest or 0), abs(attribute.highest or 0))
    if abs(number) <= FAR_OUTSIDE * largest:
        return ""
    given, seen = (in_words(attribute, each, currency) for each in (number, largest))
    return (
        f"A {label_of(attribute).lower()} of {given} is more than {FAR_OUTSIDE} times anything "
        f"seen here (at most {seen}): no customer is like that. Give a value nearer to what was "
        "seen."
    )


def _echo(text: str) -> str:
    return shortened(text, _LONGEST_ECHO)


def _example(attribute: Attribute) -> str:
    if attribute.typical is None:
        return "12.5"
    return significant(attribute.typical).replace(",", "")


def warn_of_extrapolation(
    values: Mapping[str, float | str],
    attributes: Sequence[Attribute],
    limits: Mapping[str, Limits] = NO_LIMITS,
    currency: str = "",
) -> tuple[str, ...]:
    """Return a sentence for each number beyond those of all known customers."""
    return tuple(
        warning
        for one in attributes
        if isinstance(value := values.get(one.name), float)
        and (warning := _beyond(value, one, limits.get(one.name), currency))
    )


def _beyond(value: float, attribute: Attribute, limits: Limits | None, currency: str) -> str:
    low, high = attribute.lowest, attribute.highest
    if low is None or high is None or low <= value <= high:
        return ""
    is_above = value > high
    bound = in_words(attribute, high if is_above else low, currency)
    if limits is not None:
        beyond = f"No customer here {limits.beyond[is_above].format(bound)}"
    else:
        way = "more" if is_above else "less"
        beyond = f"{label_of(attribute)}: no customer here has {way} than {bound}"
    return f"{beyond}; the answer is an extrapolation."


def typical_of(attribute: Attribute) -> float | str | None:
    """Return what stands in for a value that is not known; None when nothing does."""
    if attribute.kind == "number":
        return attribute.typical
    return attribute.typical_level or (attribute.levels[0] if attribute.levels else None)
