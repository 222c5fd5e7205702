"""The wiring: which page has which address, and what answers when something on it is used."""

import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import dash
from dash import Dash

from callbacks.clusters import page as clusters
from callbacks.customers import page as customers
from callbacks.customers.listing import page as listing
from callbacks.data import page as data
from callbacks.models import page as models
from callbacks.playbook import page as playbook
from callbacks.prediction import page as prediction
from callbacks.segmentation import page as general
from callbacks.shell import frame as shell
from layouts.clusters import page as clusters_page
from layouts.customers import listing as customer_list
from layouts.customers import page as customers_page
from layouts.data import page as data_page
from layouts.models import page as models_page
from layouts.playbook import page as playbook_page
from layouts.prediction import page as prediction_page
from layouts.segmentation import page as general_page
from layouts.shell.frame import not_found
from server.data.datasets import Datasets

SITE: Final = "Customer Segmentation"


class Page(NamedTuple):
    """One page: its address, the words of the browser's tab, and what draws it."""

    name: str
    title: str
    layout: Callable[..., Any]
    path: str
    path_template: str | None = None


PAGES: Final = (
    Page("general", "General Segmentation", general_page.layout, "/"),
    Page("customer_list", "Customers", customer_list.layout, "/customers"),
    # The path is one that the template has: Dash wants one of its own for each page.
    Page(
        "customers",
        "Customer Details",
        customers_page.layout,
        "/customers/none",
        "/customers/<customer_id>",
    ),
    Page("clusters", "Clusters", clusters_page.layout, "/clusters"),
    Page("prediction", "Cluster Prediction", prediction_page.layout, "/prediction"),
    Page("models", "Models", models_page.layout, "/models"),
    Page("playbook", "Playbook", playbook_page.layout, "/playbook"),
    Page("data", "Add your data", data_page.layout, "/data"),
    # Dash shows the page of this name for every other address.
    Page("not_found_404", "No such page", not_found, "/no-such-page"),
)


def register_callbacks(app: Dash, datasets: Datasets) -> None:
    """Register every page, and all callbacks, with an app.

    Dash's list of pages is one for the whole process: registering again, for another app, replaces
    each page by itself, since a page depends on its address only.
    """
    for page in PAGES:
        dash.register_page(  # type: ignore[no-untyped-call]
            page.name,
            path=page.path,
            path_template=page.path_template,
            title=f"{page.title} - {SITE}",
            layout=_plainly(page.layout),
        )
    for module in (
        shell,
        general,
        listing,
        customers,
        clusters,
        prediction,
        models,
        playbook,
        data,
    ):
        module.register(app, datasets)


def is_page(address: str) -> bool:
    """Tell whether a path is the address of one of the pages."""
    return any(
        address.rstrip("/") == page.path.rstrip("/")
        or (page.path_template and _fits(address, page.path_template))
        for page in PAGES
        if page.layout is not not_found
    )


def _plainly(layout: Callable[..., Any]) -> Callable[..., Any]:
    """Give a layout one text for each name in the address, the last where it is repeated."""

    def draw(**address: Any) -> Any:
        return layout(
            **{name: each[-1] if isinstance(each, list) else each for name, each in address.items()}
        )

    return draw


def _fits(address: str, template: str) -> bool:
    # The server decodes the address before it asks: a customer's number may hold a slash.
    return re.fullmatch(re.sub("<.*?>", ".+", template), address) is not None
