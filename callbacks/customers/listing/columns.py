"""Which columns the list of a data set can have: those of its customer table, in words."""

from collections.abc import Iterator
from typing import Final
from weakref import WeakKeyDictionary

from callbacks.parts.attributes import joined_attributes, shown_attributes
from callbacks.parts.looks import group_names, look_of
from layouts.customers.columns import CLUSTER, PLAY, ColumnKind, ListColumn
from layouts.parts.attributes import Shown
from layouts.parts.listing import ATTRIBUTE
from rfm import schema, words
from rfm.snapshot import Snapshot

PRODUCT: Final = "product"
# A column of texts with at most so many different ones is chosen from.
_MOST_LEVELS: Final = 60
_CENTS: Final = 2
# So many attributes of a customer table are shown to who chose none.
_MOST_SHOWN: Final = 8
_RECENCY: Final = "Days silent"

_Columns = dict[str, ListColumn]
# The columns of a snapshot never change.
_KEPT: Final[WeakKeyDictionary[Snapshot, dict[str, _Columns]]] = WeakKeyDictionary()


def columns_of(snapshot: Snapshot, grouping: str) -> _Columns:
    """Return the columns of the list by key, in the order of the grid.

    `grouping` is the scheme that gives each customer's segment.
    """
    kept = _KEPT.setdefault(snapshot, {})
    if grouping not in kept:
        known = {*snapshot.customer_columns, schema.RISK, PRODUCT}
        made = _of_log(snapshot, grouping) if snapshot.kind == schema.LOG else _of_table(snapshot)
        kept[grouping] = {each.key: each for each in made if each.source in known}
    return kept[grouping]


def _of_table(snapshot: Snapshot) -> Iterator[ListColumn]:
    yield _number()
    if snapshot.groupings:
        yield _cluster(snapshot, is_default=True)
        yield ListColumn(
            key=schema.CLUSTER_PROBABILITY,
            head="Certainty",
            kind="share",
            source=schema.CLUSTER_PROBABILITY,
            is_default=True,
        )
    for place, each in enumerate(shown_attributes(snapshot)):
        yield _attribute(each, is_default=place < _MOST_SHOWN, is_for_narrow=not place)


def _of_log(snapshot: Snapshot, grouping: str) -> Iterator[ListColumn]:
    yield _number()
    yield from _who()
    yield ListColumn(
        key=schema.SEGMENT,
        head="Segment",
        kind="level",
        source=schema.group_column(grouping),
        levels=group_names(snapshot, grouping),
        is_default=True,
        is_for_narrow=True,
    )
    if schema.CLUSTERS in snapshot.groupings:
        yield _cluster(snapshot, is_default=False)
    yield from _moved(snapshot, grouping)
    yield ListColumn(key=PLAY, head="Play", source=schema.group_column(grouping), is_sorted=False)
    yield from _bought(snapshot)
    if snapshot.lifetime is not None:
        yield from _ahead(snapshot)
    yield from _where(snapshot)
    for each in joined_attributes(snapshot):
        yield _attribute(each, is_default=True)


def _moved(snapshot: Snapshot, grouping: str) -> Iterator[ListColumn]:
    """Return the segment of the earlier moment; who left one and who came to one are filters."""
    before, levels = schema.before_column(grouping), group_names(snapshot, grouping)
    for key, head, is_shown in (
        (before, "Segment before", True),
        (schema.LEFT, "Left the segment", False),
        (schema.CAME, "Came to the segment", False),
    ):
        yield ListColumn(
            key=key, head=head, kind="level", source=before, levels=levels, is_shown=is_shown
        )


def _number() -> ListColumn:
    return ListColumn(
        key=schema.CUSTOMER_ID,
        head="Customer",
        source=schema.CUSTOMER_ID,
        is_default=True,
        is_for_narrow=True,
    )


def _who() -> Iterator[ListColumn]:
    for key, head in ((schema.CUSTOMER_NAME, "Name"), (schema.EMAIL, "E-mail")):
        yield ListColumn(key=key, head=head, source=key, is_default=True)


def _cluster(snapshot: Snapshot, *, is_default: bool) -> ListColumn:
    return ListColumn(
        key=CLUSTER,
        head="Cluster",
        kind="level",
        source=schema.CLUSTER_NAME,
        levels=group_names(snapshot, schema.CLUSTERS),
        is_default=is_default,
        is_for_narrow=is_default,
    )


def _bought(snapshot: Snapshot) -> Iterator[ListColumn]:
    counted = look_of(snapshot, "light").axis_title(schema.FREQUENCY)
    money = f" ({snapshot.currency})" if snapshot.currency else ""
    yield _measure(schema.RECENCY_DAYS, _RECENCY, is_default=True)
    yield _measure(schema.FREQUENCY, counted, is_default=True)
    yield _measure(schema.MONETARY, f"Spend{money}", _CENTS, is_default=True, is_for_narrow=True)
    yield _measure(schema.AVERAGE_ORDER_VALUE, f"Average order{money}", _CENTS)
    yield _measure(schema.RETURNED_AMOUNT, f"Given back{money}", _CENTS)
    yield _measure(schema.PRODUCTS, "Different products")
    yield _day(schema.FIRST_ORDER_AT, "First order")
    yield _day(schema.LAST_ORDER_AT, "Last order", is_default=True)


def _ahead(snapshot: Snapshot) -> Iterator[ListColumn]:
    lifetime = snapshot.lifetime
    horizon = f" ({words.days(lifetime.horizon_days)})" if lifetime else ""
    money = f" ({snapshot.currency})" if snapshot.currency else ""
    yield ListColumn(
        key=schema.RISK,
        head="Churn risk",
        kind="level",
        source=schema.RISK,
        levels=schema.RISKS,
        is_default=True,
    )
    yield ListColumn(
        key=schema.CHURN_PROBABILITY,
        head=f"Chance of no order{horizon}",
        kind="share",
        source=schema.CHURN_PROBABILITY,
    )
    yield _measure(schema.VALUE_PLACE, "Place by value", is_default=True)
    yield _measure(schema.CLV, f"Expected value{money}", _CENTS, is_default=True)
    yield _measure(schema.CLV_LOW, f"Value, low{money}", _CENTS)
    yield _measure(schema.CLV_HIGH, f"Value, high{money}", _CENTS)
    yield _measure(schema.EXPECTED_ORDERS_YEAR, "Orders within a year", 1)
    yield _day(schema.NEXT_ORDER_FROM, "Next order from")
    yield _day(schema.NEXT_ORDER_TO, "Next order to")


def _where(snapshot: Snapshot) -> Iterator[ListColumn]:
    levels = _levels(snapshot, schema.COUNTRY)
    kind: ColumnKind = "level" if levels else "text"
    yield ListColumn(
        key=schema.COUNTRY, head="Country", kind=kind, source=schema.COUNTRY, levels=levels
    )
    favourite = schema.FAVOURITE_PRODUCT
    yield ListColumn(key=favourite, head="Favourite product", source=favourite)
    if snapshot.has_products:
        yield ListColumn(key=PRODUCT, head="Product bought", source=PRODUCT, is_shown=False)


def _levels(snapshot: Snapshot, column: str) -> tuple[str, ...]:
    """Return the values of a column of texts that has few, in the order of the alphabet."""
    if column not in snapshot.customer_columns:
        return ()
    found = snapshot.customers(column)[column].dropna().unique()
    return tuple(sorted(map(str, found))) if len(found) <= _MOST_LEVELS else ()


def _measure(
    key: str, head: str, digits: int = 0, *, is_default: bool = False, is_for_narrow: bool = False
) -> ListColumn:
    return ListColumn(
        key=key,
        head=head,
        kind="number",
        source=key,
        digits=digits,
        is_default=is_default,
        is_for_narrow=is_for_narrow,
    )


def _day(key: str, head: str, *, is_default: bool = False) -> ListColumn:
    return ListColumn(key=key, head=head, kind="day", source=key, is_default=is_default)


def _attribute(attribute: Shown, *, is_default: bool, is_for_narrow: bool = False) -> ListColumn:
    kind: ColumnKind = "level" if 0 < len(attribute.levels) <= _MOST_LEVELS else "text"
    return ListColumn(
        key=f"{ATTRIBUTE}{attribute.name}",
        head=attribute.title if attribute.is_number else attribute.label,
        kind="number" if attribute.is_number else kind,
        source=attribute.name,
        digits=0 if attribute.is_whole else _CENTS,
        levels=attribute.levels,
        is_default=is_default,
        is_for_narrow=is_for_narrow,
    )
