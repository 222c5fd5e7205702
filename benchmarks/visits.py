"""What visitors do on the tabs, as the requests that their browsers send.

A visit is the value of every property that a callback may ask for, by "id.property"; each callback
that finds all its values in a visit is one request of it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlencode

from benchmarks.frames import Visit, asking, frame, table_frame
from benchmarks.table_visits import UNKNOWN, of_table_customers, of_tables
from rfm import schema

if TYPE_CHECKING:
    from dash import Dash

    from rfm.snapshot import Snapshot

# The tabs that are looked at every day, and the frame around them.
MEASURED: Final = (
    "general-",
    "listing-",
    "customers-",
    "tablecustomer-",
    "clusters-",
    "prediction-",
    "playbook-",
    "shell-",
    "_pages_",
)
PREDICTIONS: Final = (
    ("34", "55", "66"), ("0", "1", "10"), ("30", "2", "25.5"), ("400", "1", "12"),
    ("1", "30", "3000"), ("700", "40", "0"), ("999", "1", "1"), ("9999999", "1", "1"),
    ("-1", "1", "1"), ("many", "", "1e3"),
)  # fmt: skip
# Stands for every field of the form of predictions.
FIELDS: Final = '{"key":["ALL"],"type":"prediction-field"}'
SEARCHES: Final = ("1", "99", "123", "4567", "000", "zzz", " ", "united king")
SORTED_BY: Final = (
    (schema.MONETARY, "desc"), (schema.RECENCY_DAYS, "asc"), (schema.FREQUENCY, "desc"),
    (schema.AVERAGE_ORDER_VALUE, "asc"), (schema.LAST_ORDER_AT, "desc"), (schema.SEGMENT, "desc"),
    (schema.CUSTOMER_ID, "desc"), (schema.FAVOURITE_PRODUCT, "asc"), (schema.CLV, "desc"),
)  # fmt: skip
FILTERS: Final = (
    "monetary=100..", "frequency=2..5", "customer_id=77", "risk=at+risk", "churn_probability=50..",
    "last_order_at=2011-01-01..&recency_days=..90", "favourite_product=red",
)  # fmt: skip
LISTED: Final = (
    *(schema.CUSTOMER_ID, schema.SEGMENT, schema.RECENCY_DAYS, schema.FREQUENCY, schema.MONETARY),
    *(schema.LAST_ORDER_AT, schema.RISK, schema.CLV, schema.FAVOURITE_PRODUCT),
)


class Call(NamedTuple):
    """One request: the callback's name for people, and the body that is posted."""

    name: str
    body: Mapping[str, Any]


def calls_of(app: "Dash", snapshot: "Snapshot", name: str) -> list[Call]:
    """Return the different requests of all visits; downloads are left out, as they are files."""
    if snapshot.kind == schema.CUSTOMER_TABLE:
        visits = [
            *of_tables(app, snapshot, name),
            *of_table_customers(snapshot, name),
            *_playbook(snapshot, table_frame(name, "/playbook")),
        ]
    else:
        visits = [
            *_general(app, snapshot, name),
            *_lists(snapshot, name),
            *_customers(snapshot, name),
            *_clusters(app, snapshot, name),
            *_predictions(app, name),
            *_playbook(snapshot, frame(name, "/playbook")),
        ]
    calls = {}
    for visit in visits:
        for output, callback in app.callback_map.items():
            if _is_measured(output, callback) and (call := _call(output, callback, visit)):
                calls[repr(call)] = call
    return list(calls.values())


def _is_measured(output: str, callback: Mapping[str, Any]) -> bool:
    is_on_server = "callback" in callback
    return is_on_server and output.strip(".").startswith(MEASURED) and not _is_file(output)


def _is_file(output: str) -> bool:
    return output.endswith("-download.data")


def _call(output: str, callback: Mapping[str, Any], visit: Visit) -> Call | None:
    inputs, state = _given(callback["inputs"], visit), _given(callback["state"], visit)
    if len(inputs) + len(state) < len(callback["inputs"]) + len(callback["state"]):
        return None
    outputs = callback["output"]
    many = isinstance(outputs, (list, tuple))
    asked = [
        _every({"id": each.component_id_str(), "property": each.component_property}, visit)
        for each in (outputs if many else [outputs])
    ]
    first = inputs[0]
    changed = visit.get("changed", f"{first['id']}.{first['property']}")
    named = next(each for each in asked if isinstance(each, dict))
    name = f"{named['id']}.{named['property']}"
    body = {
        "output": output,
        "outputs": asked if many else asked[0],
        "inputs": inputs,
        "state": state,
        "changedPropIds": [changed],
    }
    return Call(name, body)


def _given(wanted: Sequence[Mapping[str, str]], visit: Visit) -> list[Any]:
    names = [(each["id"], each["property"], f"{each['id']}.{each['property']}") for each in wanted]
    return [
        _every({"id": component, "property": prop, "value": visit[name]}, visit)
        for component, prop, name in names
        if name in visit
    ]


def _every(asked: dict[str, Any], visit: Visit) -> Any:
    """Return a property as browsers send it: one that stands for many fields as one for each."""
    if not asked["id"].startswith("{"):
        return asked
    kinds = json.loads(asked["id"])
    ids = [{**kinds, "key": key} for key in visit.get(f"{FIELDS}.id", ())]
    values = [{"value": each} for each in ids] if "value" in asked else [{} for _ in ids]
    pairs = zip(ids, values, strict=True)
    return [{"id": each, "property": asked["property"], **value} for each, value in pairs]


def _general(app: "Dash", snapshot: "Snapshot", name: str) -> Iterator[Visit]:
    """Look at every grouping: all of it, its best and its last group."""
    themes, measures = cycle(("light", "dark")), cycle((schema.CUSTOMERS, schema.REVENUE))
    for grouping in snapshot.groupings:
        names = snapshot.groups(grouping)[schema.GROUP].astype(str)
        for group in ("", names.iloc[0], names.iloc[-1]):
            theme = next(themes)
            chosen = {
                **frame(name, "/"),
                "general-grouping.data": grouping,
                "general-group.data": group,
                "general-filter-chosen.data": None,
                "general-measure.value": next(measures),
                "general-axes.value": "log",
                "general-x.value": "*",
                "general-y.value": "*",
                "general-figure.value": "*",
                "shell-theme.data": theme,
            }
            yield asking(app, chosen)


def _lists(snapshot: "Snapshot", name: str) -> Iterator[Visit]:
    """Open the list, sort it by each column, filter and search it, and choose its columns."""
    best = str(snapshot.groups(snapshot.groupings[0])[schema.GROUP].iloc[0])
    plain = {"startRow": 0, "endRow": 100, "sortModel": []}
    asked: list[tuple[Visit, str, str]] = [
        (plain, "", ""),
        ({**plain, "startRow": 20_000, "endRow": 20_100}, "", ""),
        *(
            ({**plain, "sortModel": [{"colId": column, "sort": way}]}, filters, "")
            for column, way in SORTED_BY
            for filters in ("", urlencode({"segment": best}))
        ),
        *((plain, filters, "") for filters in FILTERS),
        *((plain, "", search) for search in SEARCHES),
    ]
    for (request, filters, search), theme in zip(asked, cycle(("light", "dark")), strict=False):
        yield {
            **frame(name, "/customers"),
            "shell-theme.data": theme,
            "listing-filters.data": filters,
            "listing-search.value": search,
            "listing-columns.data": "",
            "listing-sort.data": "",
            "listing-is-narrow.data": theme == "dark",
            "listing-by.value": schema.MONETARY,
            "listing-chooser.value": list(LISTED),
            "listing-grid.getRowsRequest": request,
        }


def _customers(snapshot: "Snapshot", name: str) -> Iterator[Visit]:
    """Open customers of all sizes, ask for unknown ones, and search."""
    customers = snapshot.customers(schema.CUSTOMER_ID, schema.ORDERS)
    by_orders = customers.sort_values(schema.ORDERS, kind="stable")[schema.CUSTOMER_ID]
    places = (0, len(by_orders) // 3, len(by_orders) // 2, len(by_orders) * 9 // 10, -2, -1)
    known = [str(by_orders.iloc[place]) for place in places]
    themes, searches = cycle(("light", "dark")), cycle((*SEARCHES, known[1][:4], known[1]))
    for number in ("", *known, *UNKNOWN):
        path = f"/customers/{number}"
        yield {
            **frame(name, path),
            "customers-address.pathname": path,
            "shell-theme.data": next(themes),
            "customers-search.value": next(searches),
            "customers-search.n_submit": 1,
        }


def _clusters(app: "Dash", snapshot: "Snapshot", name: str) -> Iterator[Visit]:
    """Look at the page, and at its charts for each algorithm where there is a comparison."""
    comparison = snapshot.comparison
    algorithms = [each.algorithm for each in comparison.candidates] if comparison else [""]
    for algorithm, theme in zip(algorithms, cycle(("light", "dark")), strict=False):
        visit = {
            **frame(name, "/clusters"),
            "clusters-poll.n_intervals": 0,
            "clusters-start.n_clicks": 0,
            "clusters-stop.n_clicks": 0,
            "shell-theme.data": theme,
        }
        # The charts are asked for where there is a comparison.
        chosen = {"clusters-algorithm.value": algorithm} if comparison else {}
        yield asking(app, visit | chosen)


def _predictions(app: "Dash", name: str) -> Iterator[Visit]:
    """Ask about common, rare, impossible and meaningless values."""
    for values, theme in zip(PREDICTIONS, cycle(("light", "dark")), strict=False):
        given = dict(zip("rfm", values, strict=True))
        visit = {
            **frame(name, "/prediction"),
            "prediction-given.data": given,
            f"{FIELDS}.id": list(given),
            "shell-theme.data": theme,
        }
        yield asking(app, visit)


def _playbook(snapshot: "Snapshot", around: Visit) -> Iterator[Visit]:
    """Read what to do with the groups of each grouping."""
    for grouping in snapshot.groupings:
        yield {**around, "playbook-choice.value": grouping}
