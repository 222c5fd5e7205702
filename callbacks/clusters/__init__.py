"""Clusters: the comparison of algorithms, started and followed, and what was found."""

from typing import TYPE_CHECKING, Any

from dash import Dash, Input, Output, State, ctx, no_update, set_props

from callbacks.clusters import charts
from callbacks.clusters.page import FILLED, filled
from callbacks.clusters.progress import stand
from layouts.ids import Clusters, Shell

if TYPE_CHECKING:
    from server.data.datasets import Datasets


def register(app: Dash, datasets: "Datasets") -> None:
    """Connect the page with the data sets."""
    charts.register(app, datasets)

    @app.callback(
        Output(Clusters.STATUS, "children"),
        Output(Clusters.START_ROW, "hidden"),
        Output(Clusters.START, "children"),
        Output(Clusters.STOP_ROW, "hidden"),
        Output(Clusters.POLL, "disabled"),
        Input(Shell.SHOWN, "data"),
        Input(Clusters.POLL, "n_intervals"),
        Input(Clusters.START, "n_clicks"),
        Input(Clusters.STOP, "n_clicks"),
        State(Shell.POLL, "n_intervals"),
    )
    def follow(shown: Any, _t: Any, _s: Any, _c: Any, looks: int | None) -> tuple[Any, ...]:
        if not shown:
            return (no_update,) * 5
        asked = {Clusters.START: "start", Clusters.STOP: "stop"}.get(str(ctx.triggered_id), "")
        standing = stand(datasets, str(shown["name"]), asked)
        if standing.is_new_to(str(shown["snapshot"])):
            # The frame then sees that there is a newer snapshot, and all pages show it.
            set_props(Shell.POLL, {"n_intervals": (looks or 0) + 1})
        idle = not standing.is_working
        return standing.status, not standing.offer, standing.offer, idle, idle

    @app.callback(output=_outputs(), inputs=[Input(Shell.SHOWN, "data")])
    def fill(shown: Any) -> dict[str, Any]:
        if not shown:
            return dict.fromkeys(FILLED, no_update)
        return filled(datasets.snapshot(shown["name"]))


def _outputs() -> dict[str, Output]:
    return {name: Output(*where) for name, where in FILLED.items()}
