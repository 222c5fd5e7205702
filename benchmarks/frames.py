"""What every page asks for besides its own: the frame, and the stores of its charts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rfm import schema

if TYPE_CHECKING:
    from dash import Dash

Visit = Mapping[str, Any]


def frame(name: str, path: str) -> dict[str, Any]:
    """Return what the frame around every page asks for."""
    search = f"?data={name}"
    return {
        "shell-address.search": search,
        "shell-address.pathname": path,
        "shell-poll.n_intervals": 0,
        "shell-cancel.n_clicks": 0,
        "shell-retry.n_clicks": 0,
        "shell-data.data": {"name": name, "snapshot": ""},
        "shell-shown.data": {"name": name, "snapshot": "", "kind": schema.LOG},
        "_pages_location.pathname": path,
        "_pages_location.search": search,
    }


def table_frame(name: str, path: str) -> dict[str, Any]:
    """Return the same for a customer table."""
    around = {key: value for key, value in frame(name, path).items() if key != "shell-data.data"}
    token = of_table(name)
    return {**around, "shell-shown.data": token, "shell-table.data": token}


def of_table(name: str) -> dict[str, str]:
    """Return what says that a customer table is shown."""
    return {"name": name, "snapshot": "", "kind": schema.CUSTOMER_TABLE}


def asking(app: "Dash", visit: Visit) -> dict[str, Any]:
    """Return a visit together with what each of its charts is to show, as the browser puts it."""
    asked = {}
    for output, callback in app.callback_map.items():
        _seen, *needed = (f"{each['id']}.{each['property']}" for each in callback["inputs"])
        if output.endswith("-asked.data") and all(each in visit for each in needed):
            asked[output] = [visit[each] for each in needed]
    return {**visit, **asked}
