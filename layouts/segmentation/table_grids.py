"""The two tables of a customer table: its clusters, and its customers with all attributes."""

from collections.abc import Sequence
from typing import Any, Final

from layouts.parts import grids
from layouts.parts.attributes import Shown
from rfm import schema, words

_DIGITS: Final = 2
_LARGE: Final = {"minWidth": 110}


def field_of(place: int) -> str:
    """Return the field of the attribute at a place: its own name might be one of ours."""
    return f"attribute-{place}"


def fields_of(attributes: Sequence[Shown]) -> dict[str, str]:
    """Return the field of every attribute by its name."""
    return {each.name: field_of(place) for place, each in enumerate(attributes)}


def fields_by_kind(attributes: Sequence[Shown]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the fields of numbers, and those of everything else."""
    fields = fields_of(attributes)
    numbers = tuple(fields[each.name] for each in attributes if each.is_number)
    return numbers, tuple(fields[each.name] for each in attributes if not each.is_number)


def cluster_columns(telling: Sequence[Shown]) -> list[dict[str, Any]]:
    """Return the columns of the table of clusters; `telling` are numbers with their medians."""
    medians = [
        grids.numbers(field_of(place), each.title, _digits(each), **_LARGE)
        for place, each in enumerate(telling)
    ]
    count = grids.numbers(schema.CUSTOMERS, "Count")
    trust = grids.numbers(schema.JACCARD, "Jaccard", _DIGITS)
    needed = words.threshold(words.TRUSTED_FROM)
    trust["headerTooltip"] = (
        f"How alike the cluster comes back in repeated samples; {needed} is needed."
    )
    return [
        grids.measured("Cluster", grids.group_name_column()),
        grids.measured("Customers", count, grids.shares(schema.SHARE, "Share")),
        grids.measured("Stability", trust),
        *([grids.measured("Medians", *medians)] if medians else []),
    ]


def listed_columns(attributes: Sequence[Shown], *, has_clusters: bool) -> list[dict[str, Any]]:
    """Return the columns of the list of customers."""
    of_clusters = [
        grids.group_column("Cluster"),
        grids.shares(schema.CLUSTER_PROBABILITY, "Certainty"),
    ]
    return [
        grids.customer_column(),
        *(of_clusters if has_clusters else []),
        *attribute_columns(attributes),
    ]


def attribute_columns(attributes: Sequence[Shown]) -> list[dict[str, Any]]:
    """Return a column per attribute: numbers as numbers, everything else as text."""
    return [
        grids.numbers(field_of(place), each.title, _digits(each), **_LARGE)
        if each.is_number
        else grids.text_column(field_of(place), each.label)
        for place, each in enumerate(attributes)
    ]


def _digits(attribute: Shown) -> int:
    return 0 if attribute.is_whole else _DIGITS
