"""Frozen dataclasses <-> values that JSON can hold."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeVar

from rfm.errors import SnapshotError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Record = TypeVar("Record", bound="DataclassInstance")


def as_record(value: "DataclassInstance") -> dict[str, Any]:
    """Return a frozen dataclass, and those inside it, as values that JSON can hold."""
    return asdict(value)


def from_record(kind: type[Record], values: Mapping[str, Any]) -> Record:
    """Return the dataclass that `as_record` wrote, also after a trip through JSON.

    Raises
    ------
    SnapshotError
        When the values are not those of this dataclass.
    """
    import cattrs

    try:
        return cattrs.structure(values, kind)
    except (cattrs.BaseValidationError, TypeError, ValueError, KeyError) as error:
        raise SnapshotError(
            f"A stored {kind.__name__} is incomplete: analyse the source again."
        ) from error
