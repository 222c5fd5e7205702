"""The way from what is shown to the list of its customers."""

from functools import partial
from typing import Any

from dash import Dash, Input, Output

from callbacks.parts.attribute_filter import AttributeFilter
from callbacks.segmentation.view import CHOSEN, view_of
from layouts.ids import General
from layouts.parts.listing import BETWEEN, list_address
from rfm import schema, words
from server.data.datasets import Datasets


def register(app: Dash, datasets: Datasets) -> None:
    """Register the link to the list."""
    app.callback(
        [Output(General.LIST_LINK, "children"), Output(General.LIST_LINK, "href")],
        {name: Input(*each) for name, each in CHOSEN.items()},
    )(partial(link, datasets))


def link(datasets: Datasets, **sent: Any) -> tuple[str, str]:
    """Return what the link to the list says, and its address with the filters that hold."""
    view = view_of(datasets, **sent)
    size = words.counted(int(view.is_member.sum()), "customer")
    is_cluster = view.grouping == schema.CLUSTERS
    address = list_address(
        view.snapshot.name,
        _attributes(view.filter),
        segment="" if is_cluster else view.group,
        cluster=view.group if is_cluster else "",
        scheme="" if is_cluster else view.grouping,
    )
    return f"Open the list of {size}", address


def _attributes(asked: AttributeFilter | None) -> dict[str, str]:
    if asked is None:
        return {}
    low, high = ("" if end is None else f"{end:.12g}" for end in (asked.low, asked.high))
    return {asked.attribute.name: asked.level or f"{low}{BETWEEN}{high}"}
