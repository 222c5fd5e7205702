"""Frozen values <-> what JSON can hold: the one way in which a value is stored and read again.

Dataclasses become mappings and tuples become lists. A number that is none (NaN) is null, a day or
moment is its ISO text, a table is a mapping of its columns. A class that has a form of its own for
people to read says so with `as_document` and `from_document`.
"""

import math
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from rfm import schema
from rfm.errors import RfmError, SnapshotError

if TYPE_CHECKING:
    import pandas as pd
    from cattrs import Converter

Record = TypeVar("Record")


def as_record(value: Any) -> Any:
    """Return a frozen dataclass, and all inside it, as values that JSON can hold, exactly."""
    return _converter().unstructure(value)


def from_record(kind: type[Record], values: Any) -> Record:
    """Return what `as_record` wrote, also after a trip through JSON.

    Parameters
    ----------
    kind : type
        The class of the value that was written.
    values : mapping
        What was written. Fields that the class does not know are left out; fields that are not
        there have their defaults.

    Raises
    ------
    SnapshotError
        When the values are not those of this class.
    """
    import cattrs

    try:
        return _converter().structure(values, kind)
    except (
        cattrs.BaseValidationError,
        RfmError,
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
    ) as error:
        raise SnapshotError(
            f"A stored {kind.__name__} is incomplete: analyse the source again."
        ) from error


@cache
def _converter() -> "Converter":
    """Return what turns values; it takes a tenth of a second to import."""
    from cattrs import Converter

    turned = Converter()
    turned.register_unstructure_hook(float, _plain_number)
    turned.register_structure_hook(float, lambda value, _: math.nan if value is None else value)
    for kind in (date, datetime):
        turned.register_unstructure_hook(kind, kind.isoformat)
        turned.register_structure_hook(kind, lambda text, kind: kind.fromisoformat(text))
    turned.register_unstructure_hook_func(_is_table, _columns)
    turned.register_structure_hook_func(_is_table, lambda columns, _: _table(columns))
    turned.register_unstructure_hook_func(_has_document, lambda value: value.as_document())
    turned.register_structure_hook_func(
        _has_document, lambda values, kind: kind.from_document(values)
    )
    return turned


def _has_document(kind: Any) -> bool:
    return hasattr(kind, "from_document")


def _is_table(kind: Any) -> bool:
    # Whoever has a table has imported pandas, which takes a quarter of a second.
    return getattr(kind, "__name__", "") == "DataFrame" and kind.__module__.startswith("pandas")


def _plain_number(number: float) -> float | None:
    return number if math.isfinite(number) else None


def _columns(table: "pd.DataFrame") -> dict[str, Any]:
    cells = table.astype(object).where(table.notna(), None)
    return {str(name): as_record(list(cells[name])) for name in cells}


def _table(columns: Mapping[str, Any]) -> "pd.DataFrame":
    import pandas as pd

    table = pd.DataFrame(dict(columns))
    if schema.DAY in table:
        table[schema.DAY] = pd.to_datetime(table[schema.DAY]).dt.date
    empty = [name for name in table if table[name].isna().all()]
    return table.astype(dict.fromkeys(empty, float))
