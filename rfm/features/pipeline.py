"""From a table of customers to points that algorithms compare: learned once, used for new ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from rfm import schema
from rfm.errors import SettingsError, SourceError
from rfm.features.categories import CategoryColumn, fit_category
from rfm.features.numbers import NumberColumn, fit_number
from rfm.features.points import Array, Codes, Features
from rfm.features.reduction import (
    PrincipalDirections,
    choose_reduction,
    components_for,
    find_directions,
    meanings,
)
from rfm.features.settings import PipelineSettings
from rfm.features.skew import Curve
from rfm.features.steps import Learned, describe_steps
from rfm.table.attribute import Attribute, PipelineStep
from rfm.words import quoted

_MAP_AXES: Final = 2


@dataclass(frozen=True, kw_only=True)
class Pipeline:
    """How customers become points; `fit_pipeline` learns it.

    Attributes
    ----------
    settings : PipelineSettings
        The choices it was learned with.
    numbers, categories : tuple
        What was learned of each attribute that is used.
    reduction : str
        "none", "pca" or "famd".
    components : int
        How many directions are kept then.
    directions : PrincipalDirections
        The directions along which customers differ most.
    names : tuple of str
        A name for each column of the points.
    map_axes : tuple of str
        What the two axes of the map mean, in words.
    steps : tuple of PipelineStep
        What was done, step by step.
    """

    settings: PipelineSettings
    numbers: tuple[NumberColumn, ...]
    categories: tuple[CategoryColumn, ...]
    reduction: str
    components: int
    directions: PrincipalDirections
    names: tuple[str, ...]
    map_axes: tuple[str, ...]
    steps: tuple[PipelineStep, ...]

    @property
    def used(self) -> tuple[str, ...]:
        """The attributes that points are made of."""
        numbers = tuple(number.name for number in self.numbers)
        return numbers + tuple(category.name for category in self.categories)

    def features(self, customers: pd.DataFrame) -> Features:
        """Return customers, known or new, as points; gaps and unknown levels are filled.

        Parameters
        ----------
        customers : DataFrame
            A row per customer; an attribute whose column is absent counts as a gap.
        """
        numbers, codes, encoded = encode(customers, self.numbers, self.categories, self.settings)
        points = encoded
        if self.reduction != "none":
            points = self.directions.places(encoded, self.components)
        return Features(points, numbers, codes)

    def map_points(self, customers: pd.DataFrame) -> Array:
        """Return where customers are on a map for the eye: an array (customers, 2)."""
        *_, encoded = encode(customers, self.numbers, self.categories, self.settings)
        places = self.directions.places(encoded, _MAP_AXES)
        return np.pad(places, ((0, 0), (0, _MAP_AXES - places.shape[1])))


def encode(
    customers: pd.DataFrame,
    numbers: Sequence[NumberColumn],
    categories: Sequence[CategoryColumn],
    settings: PipelineSettings,
) -> tuple[Array, Codes, Array]:
    """Return numbers, levels as codes, and both as comparable axes; a row per customer."""
    rows = len(customers)
    scaled = np.empty((rows, len(numbers)))
    for place, number in enumerate(numbers):
        scaled[:, place] = number.scaled(customers)
    codes = np.empty((rows, len(categories)), dtype=np.int64)
    axes = [scaled]
    for place, category in enumerate(categories):
        codes[:, place] = category.codes(customers)
        if settings.encoding != "none":
            axes.append(category.axes(settings.encoding)[1][codes[:, place]])
    return scaled, codes, np.hstack(axes)


def fit_pipeline(
    customers: pd.DataFrame,
    attributes: Sequence[Attribute],
    settings: PipelineSettings | None = None,
    *,
    curves: Mapping[str, Curve] = MappingProxyType({}),
) -> Pipeline:
    """Learn from all customers how they become points.

    Parameters
    ----------
    customers : DataFrame
        A row per customer, with `customer_id` where there are numbers; the order of rows does not
        matter.
    attributes : sequence of Attribute
        What the columns hold; points are made of those that are features.
    settings : PipelineSettings, optional
        The choices; by default each step's own.
    curves : mapping of str to str
        Numbers that are straightened in a way of their own.

    Returns
    -------
    Pipeline
        Makes points of these customers, and of new ones.

    Raises
    ------
    SettingsError
        When an attribute to ignore is not there.
    SourceError
        When no attribute is left that tells customers apart.
    """
    settings = settings or PipelineSettings()
    used = _used(attributes, settings)
    customers = _in_order(customers)
    numbers = [
        fit_number(customers, each, settings, curves.get(each.name))
        for each in used
        if each.kind == "number"
    ]
    levels = [fit_category(customers, each, settings) for each in used if each.kind != "number"]
    kept_numbers = tuple(column for column in numbers if column)
    kept_levels = tuple(column for column in levels if column)
    *_, encoded = encode(customers, kept_numbers, kept_levels, settings)
    if encoded.shape[1] == 0 or len(customers) == 0:
        raise SourceError(
            "No attribute is left that tells customers apart, so clusters cannot be made. "
            f"The columns are: {quoted([attribute.name for attribute in attributes])}. Give a "
            "table with numbers or categories that differ, or ignore fewer columns."
        )
    return _assembled(encoded, Learned(settings, tuple(used), kept_numbers, kept_levels, customers))


def _assembled(encoded: Array, learned: Learned) -> Pipeline:
    settings, numbers, categories = learned.settings, learned.numbers, learned.categories
    directions = find_directions(encoded)
    names = _names(learned)
    kind, why = choose_reduction(
        settings,
        len(names),
        has_numbers=bool(numbers),
        has_levels=len(names) > len(numbers),
    )
    components = 0
    if kind != "none":
        components = components_for(directions, settings.reduction_share)
    axes = meanings(directions, names, encoded.std(axis=0))
    shown = names if kind == "none" else tuple(f"Component {n + 1}" for n in range(components))
    return Pipeline(
        settings=settings,
        numbers=numbers,
        categories=categories,
        reduction=kind,
        components=components,
        directions=directions,
        names=shown,
        map_axes=axes,
        steps=describe_steps(learned, directions, (kind, why), components),
    )


def _names(learned: Learned) -> tuple[str, ...]:
    names = [number.label for number in learned.numbers]
    if learned.settings.encoding != "none":
        for category in learned.categories:
            names.extend(category.axes(learned.settings.encoding)[0])
    return tuple(names)


def _used(attributes: Sequence[Attribute], settings: PipelineSettings) -> list[Attribute]:
    known = {attribute.name for attribute in attributes}
    for name in settings.ignore:
        if name not in known:
            raise SettingsError(
                f"There is no attribute '{name}' to ignore: the columns are "
                f"{quoted(sorted(known))}."
            )
    return [each for each in attributes if each.is_feature and each.name not in settings.ignore]


def _in_order(customers: pd.DataFrame) -> pd.DataFrame:
    """Return customers by number, since sums of floats depend on the order of their terms."""
    if customers[schema.CUSTOMER_ID].is_monotonic_increasing:
        return customers
    return customers.sort_values(schema.CUSTOMER_ID)
