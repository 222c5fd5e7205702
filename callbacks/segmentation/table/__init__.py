"""General Segmentation of a customer table at work: controls, cards, cards, and the two tables."""

from typing import TYPE_CHECKING

from dash import Dash

from callbacks.segmentation.table import cards, clusters, controls, customers

if TYPE_CHECKING:
    from server.data.datasets import Datasets


def register(app: Dash, datasets: "Datasets") -> None:
    """Register the callbacks of this part of the page."""
    for module in (controls, cards, clusters, customers):
        module.register(app, datasets)
