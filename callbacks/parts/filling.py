"""Pages that depend on nothing but the data set: filled at once, whenever another one is shown."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash, Input, Output, no_update

from rfm.snapshot import Snapshot
from server.data.datasets import Datasets


def register_filling(
    app: Dash,
    datasets: Datasets,
    token: str,
    filled: Mapping[str, tuple[str, str]],
    show: Callable[[Snapshot], dict[str, Any]],
) -> None:
    """Register that what `show` returns of a snapshot fills the parts of a page.

    `token` is the store that says which data set is shown; `filled` says where each name of the
    answer goes: the id of a component, and its property.
    """
    outputs = {name: Output(*where) for name, where in filled.items()}

    @app.callback(output=outputs, inputs=[Input(token, "data")])
    def fill(shown: Any) -> dict[str, Any]:
        if not shown:
            return dict.fromkeys(filled, no_update)
        return show(datasets.snapshot(shown["name"]))
