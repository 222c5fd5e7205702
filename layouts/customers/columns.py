"""The columns of the list of customers: what each is called, holds, and looks like in the grid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from layouts.parts import grids
from rfm import schema

ColumnKind = Literal["text", "level", "number", "share", "day"]
CLUSTER: Final = "cluster"
# The title of the play, and what it is read from: each customer's segment, or cluster.
PLAY: Final = "play"
_GROUPS: Final = (schema.SEGMENT, CLUSTER)
_MONEY_WIDTH: Final = 110
_TEXT_WIDTH: Final = 170


@dataclass(frozen=True, kw_only=True)
class ListColumn:
    """A column: `key` is its name in addresses and in the grid, `source` that in the snapshot.

    `levels` are the values of a column that has few. One that is not `is_shown` filters alone;
    one that is not `is_sorted` is made of another when it is shown.
    """

    key: str
    head: str
    kind: ColumnKind = "text"
    source: str = ""
    digits: int = 0
    levels: tuple[str, ...] = ()
    is_shown: bool = True
    is_sorted: bool = True
    is_default: bool = False
    is_for_narrow: bool = False


def column_definitions(
    columns: Sequence[ListColumn], sorting: Sequence[tuple[str, bool]]
) -> list[dict[str, Any]]:
    """Return the columns as the grid takes them; `sorting` are pairs of key and is descending."""
    order: Mapping[str, tuple[int, bool]] = {
        key: (place, is_descending) for place, (key, is_descending) in enumerate(sorting)
    }
    return [_definition(column) | _sorted(order.get(column.key)) for column in columns]


def _sorted(asked: tuple[int, bool] | None) -> dict[str, Any]:
    if asked is None:
        return {"sort": None}
    place, is_descending = asked
    return {"sort": "desc" if is_descending else "asc", "sortIndex": place}


def _definition(column: ListColumn) -> dict[str, Any]:
    if column.key == schema.CUSTOMER_ID:
        return grids.customer_column() | {"filter": False, "minWidth": 96}
    if column.key in _GROUPS:
        cell = {"field": column.key, "headerName": column.head, "cellRenderer": "GroupCell"}
        return cell | {"minWidth": 150}
    if column.kind == "number":
        return grids.numbers(column.key, column.head, column.digits, minWidth=_MONEY_WIDTH)
    if column.kind == "share":
        return grids.shares(column.key, column.head)
    text = grids.text_column(column.key, column.head) | {"filter": False}
    if column.kind == "day":
        return text | {"minWidth": 116}
    return text | {
        "minWidth": _TEXT_WIDTH,
        "sortable": column.is_sorted,
        "tooltipField": column.key,
    }
