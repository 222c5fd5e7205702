"""General Segmentation of a customer table at work: controls, charts, cards, and the two tables."""

from typing import TYPE_CHECKING

from dash import Dash

import callbacks.table_general.charts
import callbacks.table_general.clusters
import callbacks.table_general.controls
import callbacks.table_general.customers

if TYPE_CHECKING:
    from server.datasets import Datasets


def register(app: Dash, datasets: "Datasets") -> None:
    """Register the callbacks of this part of the page."""
    page = callbacks.table_general
    for module in (page.controls, page.charts, page.clusters, page.customers):
        module.register(app, datasets)
