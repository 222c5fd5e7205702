"""The parts of pages: what they hold, and that everyone can use them."""

from dash import dcc, html

from layouts.ids import Chart
from layouts.parts import components, controls
from tests.trees import by_id, parts_of, text_of

CHART = Chart("test-sizes")


def test_a_chart_card_has_title_chart_caption_table_and_downloads():
    card = components.chart_card(CHART, "How large?")
    found = by_id(card)
    names = ("title", "graph", "caption", "table", "csv", "download", "seen", "asked")
    assert {getattr(CHART, name) for name in names} <= found.keys()
    assert found[CHART.title].children == "How large?"
    assert getattr(card, "aria-labelledby") == CHART.title


def test_a_chart_card_keeps_its_height_before_the_chart_is_there():
    card = components.chart_card(CHART, "How large?", height=410)
    assert {"minHeight": "410px"} in [
        getattr(each, "style", None) for each in parts_of(card, html.Div)
    ]
    assert by_id(card)[CHART.graph].style == {"height": "410px"}


def test_a_lazy_card_waits_to_be_seen():
    eager, lazy = (components.chart_card(CHART, "x", is_lazy=lazy) for lazy in (False, True))
    assert by_id(eager)[CHART.seen].data is True
    assert by_id(lazy)[CHART.seen].data is False
    assert getattr(lazy, "data-lazy") == CHART.seen
    assert not hasattr(eager, "data-lazy")


def test_a_graph_sends_nothing_anywhere_and_starts_without_axes():
    graph = components.graph("g")
    assert graph.config["showSendToCloud"] is False
    assert graph.figure["layout"]["xaxis"] == {"visible": False}


def test_the_skeleton_waits_so_that_a_quick_answer_does_not_flicker():
    (loading,) = parts_of(components.chart_card(CHART, "x"), dcc.Loading)
    assert (loading.delay_show, loading.delay_hide) == (300, 200)


def test_a_definition_is_reached_by_keyboard_and_read_out():
    figure = components.key_figure("Orders", "18,532", "4.3 a customer", "Purchases.")
    (button,) = parts_of(figure, html.Button)
    assert getattr(button, "aria-label") == "Orders: Purchases."
    assert "18,532" in str(figure)
    assert "4.3 a customer" in str(figure)
    assert not list(parts_of(components.key_figure("Orders", "3"), html.Button))


def test_a_bad_message_interrupts_a_reader_of_the_screen_and_others_wait():
    assert components.message("No.", "bad").role == "alert"
    assert components.message("By the way.").role == "status"


def test_a_table_view_names_columns_and_rows():
    table = components.plain_table(["Segment", "Customers"], [("Loyal", "3")], "Sizes")
    heads = [(each.children, each.scope) for each in parts_of(table, html.Th)]
    assert heads == [("Segment", "col"), ("Customers", "col"), ("Loyal", "row")]
    assert table.tabIndex == 0


def test_a_long_table_view_is_cut_and_says_so():
    table = components.plain_table(["A", "B"], [("x", "y")] * 1234, "Sizes.")
    (body,) = parts_of(table, html.Tbody)
    assert len(body.children) == 50
    assert "The first 50 of 1,234 rows" in text_of(table)


def test_every_control_has_a_label():
    field = controls.field("Scheme", dcc.Input(id="x"))
    assert field.children[0].htmlFor == "x"
    switch = controls.switch("y", "Show", [("a", "A")], "a")
    assert getattr(switch.children[1], "aria-labelledby") == switch.children[0].id


def test_a_chip_says_its_name_beside_its_colour():
    chip = components.chip("At Risk", "#D2423A", "490 customers", rule="bought long ago")
    assert chip.title == "bought long ago"
    assert [part.children for part in chip.children[1:]] == ["At Risk", "490 customers"]
