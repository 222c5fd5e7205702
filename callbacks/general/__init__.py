"""General Segmentation at work: one module each for the controls, the charts and the tables."""

from typing import TYPE_CHECKING

from dash import Dash

import callbacks.general.ahead_figures
import callbacks.general.charts
import callbacks.general.controls
import callbacks.general.customers
import callbacks.general.groups

if TYPE_CHECKING:
    from server.datasets import Datasets


def register(app: Dash, datasets: "Datasets") -> None:
    """Register the callbacks of the page."""
    page = callbacks.general
    for module in (page.controls, page.charts, page.ahead_figures, page.groups, page.customers):
        module.register(app, datasets)
