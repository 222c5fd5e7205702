"""The pages as they are built: each id once, each chart alike, and nothing beside the address."""

from collections import Counter

import pytest
from dash import dcc, html
from dash.development.base_component import Component

from app import create_app
from callbacks import PAGES
from layouts.clusters import page as clusters
from layouts.customers import page as customers
from layouts.models import page as models
from layouts.segmentation import page as segmentation
from layouts.segmentation import table_parts
from layouts.shell import frame as shell
from tests.source_tree import PAGES_OF_IDS, SOURCES
from tests.trees import parts_of

ADDRESSES = ({}, {"customer_id": "13456"}, {"data": "x", "view": "clusters", "r": "1", "odd": ""})


def site() -> list[Component]:
    """Every component of the shell, of all pages, and of all sections that open."""
    pages = [tree() for tree in (shell.layout, *(page.layout for page in PAGES))]
    folded = (
        *(segmentation.CONTENTS, clusters.CONTENTS, customers.CONTENTS, models.CONTENTS),
        table_parts.LATER,
    )
    contents = [make for each in folded for make in each.values()]
    opened = [html.Div(make()) for make in contents]
    return [each for tree in (*pages, *opened) for each in parts_of(tree, Component)]


def test_no_chart_offers_to_send_its_data_away():
    graphs = [each for each in site() if isinstance(each, dcc.Graph)]
    assert len(graphs) >= 10
    for graph in graphs:
        assert graph.config["showSendToCloud"] is False, graph.id
        assert graph.config["displaylogo"] is False, graph.id


def test_charts_are_made_in_one_place():
    makers = [path.name for path in SOURCES if "dcc.Graph(" in path.read_text(encoding="utf-8")]
    assert makers == ["components.py"]


def test_ids_are_unique_over_the_whole_site():
    named = Counter(str(each.id) for each in site() if getattr(each, "id", None) is not None)
    assert [name for name, count in named.items() if count > 1] == []


def test_every_callback_is_about_something_that_is_drawn(settings):
    drawn = {str(each.id) for each in site() if getattr(each, "id", None) is not None}
    named = set()
    for output, callback in create_app(settings).callback_map.items():
        named |= {each.partition(".")[0] for each in output.strip(".").split("...")}
        named |= {each["id"] for each in (*callback["inputs"], *callback["state"])}
    # One id for many has a pattern, and those come and go.
    assert {name for name in named if not name.startswith("{")} - drawn == set()


def test_ids_say_which_page_they_belong_to():
    for page, names in PAGES_OF_IDS.items():
        assert [name for name in names if not name.startswith(f"{page.lower()}-")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_a_page_depends_on_its_address_alone(page, address):
    first, second = page.layout(**address), page.layout(**address)
    assert first is not second
    assert first.to_plotly_json().keys() == second.to_plotly_json().keys()
    assert repr(first) == repr(second)
