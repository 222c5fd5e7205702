"""General Segmentation before any data is there."""

from collections import ChainMap

import pytest
from dash import html

from layouts.ids import Chart, General
from layouts.parts import attribute_filter, glossary, grids
from layouts.parts.attributes import NOT_CHOSEN
from layouts.parts.memberships import DEFAULT_SCHEME, grouping_options
from layouts.segmentation import page as general
from layouts.segmentation.table_parts import LATER
from rfm import schema
from tests.trees import by_id


def found(**address):
    return by_id(general.layout(**address))


def test_the_page_opens_as_its_address_says():
    parts = found(view="clusters", scheme="report", measure="revenue", group="Loyal")
    assert parts[General.VIEW].value == "clusters"
    assert parts[General.SCHEME].value == "report"
    assert parts[General.MEASURE].value == "revenue"
    assert parts[General.GROUPING].data == schema.CLUSTERS
    assert parts[General.GROUP].data == "Loyal"


@pytest.mark.parametrize("address", [{}, {"view": "x", "measure": "-1", "other": "y"}])
def test_an_unknown_value_in_the_address_falls_back(address):
    parts = found(**address)
    assert parts[General.VIEW].value == "segments"
    assert parts[General.MEASURE].value == schema.CUSTOMERS
    # That of the data set, which is not known yet.
    assert parts[General.GROUPING].data == DEFAULT_SCHEME


def test_the_filter_is_as_the_address_says_and_hidden_until_there_is_an_attribute():
    ids = General.FILTER
    parts = found(where="region", **{"is": "North", "from": ""})
    assert parts[ids.where].value == "region"
    assert parts[ids.level].value == "North"
    assert parts[ids.chosen].data == {"where": "region", "is": "North"}
    hidden = (ids.field, ids.level_field, ids.range_field, ids.chip_field, ids.empty)
    assert all(parts[each].hidden for each in hidden)
    assert found()[ids.where].value == NOT_CHOSEN


def test_a_value_that_nobody_has_stays_an_option_so_that_it_can_be_told():
    offered = [each["value"] for each in attribute_filter.level_options(("a", "b"), "c")]
    assert offered == [NOT_CHOSEN, "a", "b", "c"]
    assert [each["value"] for each in attribute_filter.level_options(("a",), "a")][1:] == ["a"]


def test_every_chart_that_has_ids_has_a_card():
    charts = [value for value in vars(General).values() if isinstance(value, Chart)]
    inside = [by_id(html.Div(make())) for make in (general.CONTENTS | LATER).values()]
    parts = ChainMap(found(), *inside)
    assert len(charts) >= 13
    assert all(chart.graph in parts and chart.table in parts for chart in charts)


def test_the_first_screen_is_drawn_at_once_and_the_rest_when_it_is_seen():
    parts = found()
    charts = [value for value in vars(General).values() if isinstance(value, Chart)]
    eager = {chart.name for chart in charts if chart.seen in parts and parts[chart.seen].data}
    assert eager == set()
    parts = by_id(html.Div(LATER[General.TABLE_PARTS]()))
    eager = {chart.name for chart in charts if chart.seen in parts and parts[chart.seen].data}
    first = (General.MAP, General.CLUSTER_SIZES)
    assert eager == {chart.name for chart in first}


def test_nothing_of_a_section_is_on_the_page_before_it_is_opened():
    parts = found()
    for ids, make in general.CONTENTS.items():
        assert parts[ids.fold].open is False
        assert parts[ids.body].children is None
        assert not by_id(html.Div(make())).keys() & parts.keys()


def test_a_scheme_of_ones_own_is_offered_by_its_name():
    offered = grouping_options(["grid", "my-scheme"])
    assert offered[1] == {"value": "my-scheme", "label": "my-scheme"}
    assert offered[0]["label"] != "grid"


def test_columns_of_money_say_the_currency_once_in_their_heading():
    heads = [column["headerName"] for column in grids.group_columns("segment", "Orders", "£")]
    assert "Revenue (£)" in heads
    assert "Segment" in heads
    (orders,) = (
        c for c in grids.group_columns("segment", "Orders", "£") if c["headerName"] == "Orders"
    )
    assert [column["headerName"] for column in orders["children"]] == ["Mean", "Median"]
    assert "Revenue" in [c["headerName"] for c in grids.group_columns("segment", "Orders", "")]


def test_every_definition_is_a_sentence():
    assert all(text.endswith(".") for text in glossary.DEFINITIONS.values())
