"""The pipeline step by step: what was chosen, why, what else could be, and what it did."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from rfm.features.categories import CategoryColumn
from rfm.features.numbers import NumberColumn
from rfm.features.reduction import PrincipalDirections
from rfm.features.settings import CHOICES, PipelineSettings
from rfm.table.attribute import Attribute, PipelineStep
from rfm.words import counted, exact, first_of, percent

_YOURS: Final = "You chose it."
_MOST_SHOWN: Final = 12


@dataclass(frozen=True)
class Learned:
    """What the steps learned from all customers."""

    settings: PipelineSettings
    used: tuple[Attribute, ...]
    numbers: tuple[NumberColumn, ...]
    categories: tuple[CategoryColumn, ...]
    customers: pd.DataFrame


_REASONS: Final = {
    "imputing": "The middle value says least about a customer, and few gaps move nothing else.",
    "skew": "Each number is straightened as far as its own tail asks, zeros in mind.",
    "outliers": "A few values far from all others would otherwise decide the clusters.",
    "scaling": "After straightening, one standard deviation of each number weighs the same.",
    "rare": "A level of very few customers says more about chance than about a group.",
    "encoding": (
        "Scaled as in a factor analysis of mixed data, sharing a rare level counts more than "
        "sharing a common one; and a category weighs as much as one number, however many levels "
        "it has."
    ),
}
_TITLES: Final = {
    "imputing": "Gaps filled",
    "skew": "Long tails straightened",
    "outliers": "Outliers drawn in",
    "scaling": "Numbers scaled",
    "rare": "Rare levels merged",
    "encoding": "Levels made comparable",
}
_CURVES: Final = {
    "log": "by the logarithm of 1 + value / typical size",
    "asinh": "by asinh, which takes negative values",
    "yeo-johnson": "by Yeo and Johnson's power",
    "root": "by the square root",
    "ratio": "by the logarithm",
}


def describe_steps(
    learned: Learned, directions: PrincipalDirections, reduction: tuple[str, str], components: int
) -> tuple[PipelineStep, ...]:
    """Return the steps from a table to points, with what each did to these customers.

    The reduction says how axes are drawn together, and why.
    """
    settings, numbers = learned.settings, counted(len(learned.numbers), "number")
    kind, why = reduction
    details = {
        "imputing": _imputed(learned),
        "skew": _straightened(learned),
        "outliers": _drawn_in(learned),
        "scaling": (f"{numbers} on one scale." if learned.numbers else "There are no numbers.",),
        "encoding": _encoded(learned),
    }
    steps = {name: _step(settings, name, done) for name, done in details.items()}
    reduced = PipelineStep(
        name="reduction",
        title="Axes drawn together",
        choice=kind,
        options=CHOICES["reduction"],
        setting="reduction",
        reason=why,
        details=_reduced(kind, directions, components),
    )
    order = ("imputing", "skew", "outliers", "scaling")
    return (*(steps[name] for name in order), _rare(learned), steps["encoding"], reduced)


def _rare(learned: Learned) -> PipelineStep:
    settings = learned.settings
    is_default = _is_default(settings, "rare_share") and _is_default(settings, "rare_customers")
    return PipelineStep(
        name="rare",
        title=_TITLES["rare"],
        choice=f"below {percent(settings.rare_share)} or {settings.rare_customers} customers",
        options=("a share from 0 to 20 %", "a number of customers"),
        setting="rare_share",
        reason=_REASONS["rare"] if is_default else _YOURS,
        details=_merged(learned),
    )


def _step(settings: PipelineSettings, name: str, details: tuple[str, ...]) -> PipelineStep:
    return PipelineStep(
        name=name,
        title=_TITLES[name],
        choice=getattr(settings, name),
        options=CHOICES[name],
        setting=name,
        reason=_REASONS[name] if _is_default(settings, name) else _YOURS,
        details=details,
    )


def _is_default(settings: PipelineSettings, name: str) -> bool:
    return bool(getattr(settings, name) == getattr(PipelineSettings(), name))


def _imputed(learned: Learned) -> tuple[str, ...]:
    filled = [
        f"{column.label}: {counted(column.gaps, 'customer')} given the typical "
        f"{exact(column.typical)}."
        for column in learned.numbers
        if column.gaps
    ]
    filled += [
        f"{column.label}: {counted(column.gaps, 'customer')} counted as '{column.stand_in}'."
        for column in learned.categories
        if column.gaps
    ]
    return tuple(filled) or ("No attribute has a gap.",)


def _straightened(learned: Learned) -> tuple[str, ...]:
    details = []
    for curve, words in _CURVES.items():
        bent = [column for column in learned.numbers if column.straightening.curve == curve]
        if bent:
            shown = _enumerated(
                f"{column.label} (skewness {column.straightening.before:.1f}, then "
                f"{column.straightening.after:.1f})"
                for column in bent
            )
            details.append(f"Straightened {words}: {shown}.")
    straight = [c.label for c in learned.numbers if c.straightening.curve == "none"]
    if straight:
        details.append(f"Left as they are: {_enumerated(straight)}.")
    return tuple(details)


def _drawn_in(learned: Learned) -> tuple[str, ...]:
    if learned.settings.outliers == "keep":
        return ("Every value is kept as it is.",)
    beyond = sorted(
        (column for column in learned.numbers if column.clipped),
        key=lambda column: (-column.clipped, column.name),
    )
    if not beyond:
        return ("No value lies far from all others.",)
    rows = len(learned.customers)
    return tuple(
        f"{column.label}: {counted(column.clipped, 'customer')} ({percent(column.clipped / rows)}) "
        "beyond four robust standard deviations, drawn in to there."
        for column in beyond
    )


def _merged(learned: Learned) -> tuple[str, ...]:
    details = tuple(
        f"{column.label}: {_enumerated(column.merged)} counted as '{column.rest}'."
        for column in learned.categories
        if column.merged
    )
    if details:
        return details
    return ("No level is rare.",) if learned.categories else ("There are no categories.",)


def _encoded(learned: Learned) -> tuple[str, ...]:
    kept = {number.name for number in learned.numbers}
    kept |= {category.name for category in learned.categories}
    flat = [each.label or each.name for each in learned.used if each.name not in kept]
    details = tuple(
        f"{column.label}: {len(column.levels)} levels." for column in learned.categories
    )
    if flat:
        details += (f"Left out, being the same for everybody: {_enumerated(flat)}.",)
    return details or ("There are no categories.",)


def _reduced(reduction: str, directions: PrincipalDirections, components: int) -> tuple[str, ...]:
    axes = len(directions.centre)
    on_map = f"The map for the eye shows {percent(directions.share(2), 0)} of the differences."
    if reduction == "none":
        return ("The one axis is used." if axes == 1 else f"All {axes} axes are used.", on_map)
    kept = percent(directions.share(components))
    drawn = f"{counted(components, 'component')} of {axes} axes"
    return f"{kept} of the differences between customers are kept by {drawn}.", on_map


def _enumerated(names: Iterable[str]) -> str:
    return first_of(list(names), _MOST_SHOWN)
