"""General Segmentation at work: one module each for the controls, the charts and the tables."""

from typing import TYPE_CHECKING

from dash import Dash

from callbacks.segmentation.log import ahead_figures, cards, controls, customers, groups

if TYPE_CHECKING:
    from server.data.datasets import Datasets


def register(app: Dash, datasets: "Datasets") -> None:
    """Register the callbacks of the page."""
    for module in (controls, cards, ahead_figures, groups, customers):
        module.register(app, datasets)
