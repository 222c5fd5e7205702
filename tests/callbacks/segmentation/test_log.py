"""General Segmentation on published logs: view, words, charts, tables."""

from urllib.parse import parse_qs, urlsplit

import pytest
from dash.exceptions import PreventUpdate

from callbacks.parts.answers import Answers
from callbacks.parts.chart_cards import export_card
from callbacks.segmentation import controls, groups, links
from callbacks.segmentation.page import LOG_CARDS as CARDS
from callbacks.segmentation.view import view_of
from layouts.ids import General
from layouts.parts.memberships import DEFAULT_SCHEME
from rfm import schema
from tests.callbacks.conftest import draw
from tests.hand_made_sites import as_text

TOKEN = {"name": "shop", "snapshot": "any"}
OF_CLUSTERS = (General.ELBOW, General.SILHOUETTES, General.PROFILE)


def card(chart):
    return next(each for each in CARDS if each.id == chart)


def asked(grouping=schema.GRID, group="", where=None):
    return {"token": TOKEN, "grouping": grouping, "group": group, "where": where}


def drawn(shop, chart, **chosen):
    return draw(card(chart), view_of(shop, TOKEN, **chosen))


def test_the_first_sentence_is_made_of_numbers(cdnow):
    sentence, figures, *_ = controls.tell(cdnow, Answers(), **asked())
    base = cdnow.snapshot("shop").key_figures
    assert f"{base[schema.CUSTOMERS]:,} customers placed {base[schema.ORDERS]:,} orders" in sentence
    assert "from 1 Jan 1997 to 30 Jun 1998" in sentence
    assert len(figures) == 6


def test_a_chosen_group_is_compared_with_everybody(cdnow):
    profiles = cdnow.snapshot("shop").groups(schema.GRID).set_index(schema.GROUP)
    size = profiles.loc["Champions", schema.CUSTOMERS]
    sentence, figures, *_ = controls.tell(cdnow, Answers(), **asked(group="Champions"))
    assert sentence.startswith(f"Champions: {size:,} customers, ")
    assert f"{size:,}" in as_text(figures[0])
    assert "all: " in as_text(figures[3])


def test_a_choice_that_is_not_known_falls_back_and_says_so(cdnow):
    names, chip, is_hidden, notice = controls.name_group(cdnow, **asked("none", "Foo"))
    assert "Champions" in names
    assert (chip, is_hidden) == (None, True)
    assert "There is no scheme 'none' here" in as_text(notice)
    *_, notice = controls.name_group(cdnow, **asked(group="<b>Foo"))
    assert "There is no segment '<b>Foo' here" in as_text(notice)


@pytest.mark.parametrize("odd", [None, 3, ["x"], {"a": 1}, "x" * 5000])
def test_odd_values_from_a_browser_are_answered_politely(cdnow, odd):
    view = view_of(cdnow, **asked(odd, odd, odd), theme=odd, measure=odd, axes=odd)
    assert (view.grouping, view.group, view.theme) == (schema.GRID, "", "light")
    assert view.notice


@pytest.mark.parametrize("token", [None, 3, "shop", {}, {"name": 4}])
def test_nothing_changes_while_there_is_no_data_set(cdnow, token):
    with pytest.raises(PreventUpdate):
        view_of(cdnow, token)


@pytest.mark.parametrize("each", CARDS, ids=lambda each: each.id.name)
@pytest.mark.parametrize(
    "chosen",
    [
        {"grouping": schema.GRID},
        {"grouping": schema.GRID, "group": "Lost", "theme": "dark"},
        {"grouping": schema.CLUSTERS},
    ],
    ids=str,
)
def test_every_chart_has_figure_title_caption_and_table(cdnow, each, chosen):
    if each.id in OF_CLUSTERS and chosen["grouping"] != schema.CLUSTERS:
        with pytest.raises(PreventUpdate):
            drawn(cdnow, each.id, **chosen)
        return
    _, title, *_ = drawn(cdnow, each.id, **chosen)
    assert title[0].isupper() or not title[0].isalpha()


def test_every_chart_is_drawn_or_says_why_not_for_four_customers(tiny_log):
    for each in CARDS:
        for grouping in tiny_log.snapshot("shop").groupings:
            if each.id in OF_CLUSTERS and grouping != schema.CLUSTERS:
                continue
            drawn(tiny_log, each.id, grouping=grouping)


def test_too_few_customers_for_clusters_is_said_and_segments_are_shown(tiny_log):
    snapshot = tiny_log.snapshot("shop")
    assert schema.CLUSTERS not in snapshot.groupings
    view = view_of(tiny_log, **asked(schema.CLUSTERS))
    assert view.grouping == snapshot.groupings[0]
    assert view.notice.startswith(snapshot.no_clusters_reason)


def test_the_oldest_answers_are_forgotten():
    answers = Answers(most=2)
    for key in "abca":
        answers.get(key, lambda key=key: [key])
    assert answers.get("c", list) == ["c"]
    assert answers.get("b", list) == []


def test_the_table_marks_the_chosen_group_and_adds_up(cdnow):
    columns, rows = groups.fill(cdnow, **asked(group="Lost"))
    assert [row[schema.GROUP] for row in rows if row["chosen"]] == ["Lost"]
    assert sum(row[schema.CUSTOMERS] for row in rows) == 23_570
    assert sum(row[schema.SHARE] for row in rows) == pytest.approx(1)
    # CDNOW names no products, so there is no column for them.
    assert schema.TOP_PRODUCT not in [column.get("field") for column in columns]


def test_sums_that_are_a_hint_are_marked_in_the_table_and_in_its_file(cdnow):
    columns, rows = groups.fill(cdnow, **asked())
    heads = [each["headerName"] for each in columns]
    # Eighteen months do not tell how far such sums are off.
    marked = [head for head in heads if head.endswith(" (indicative)")]
    assert len(marked) == 2
    assert marked[0].startswith("Revenue in ")
    assert marked[1].startswith("Value within a year")
    for row in rows:
        assert row[schema.CLV_LOW] <= row[schema.CLV] <= row[schema.CLV_HIGH]
    saved = groups.export(cdnow, 1, **asked())["content"].splitlines()
    head = saved[0].split(",")
    for column in (schema.EXPECTED_REVENUE_LOW, schema.CLV_HIGH, schema.VALUE_AT_STAKE_LOW):
        assert column in head
    assert all(schema.INDICATIVE in line for line in saved[1:])


def test_the_table_of_a_log_with_products_names_the_favourites(tiny_log):
    columns, rows = groups.fill(tiny_log, **asked())
    assert columns[-1]["field"] == schema.TOP_PRODUCT
    assert "CUP" in [row[schema.TOP_PRODUCT] for row in rows]


def test_a_chart_is_downloaded_with_its_numbers(cdnow):
    file = export_card(card(General.TREEMAP), view_of(cdnow, TOKEN))
    assert file["filename"] == "cdnow_treemap_grid_all.csv"
    lines = file["content"].splitlines()
    assert lines[0].startswith("group,customers,share,revenue")
    assert len(lines) == 12


def test_the_way_to_the_list_has_the_group_that_is_shown(cdnow):
    size = cdnow.snapshot("shop").groups(schema.GRID).set_index(schema.GROUP)
    told, address = links.link(cdnow, **asked(group="At Risk"))
    assert told == f"Open the list of {size.loc['At Risk', schema.CUSTOMERS]} customers"
    assert address == "/customers?data=cdnow&segment=At+Risk&scheme=grid"
    cluster = cdnow.snapshot("shop").groups(schema.CLUSTERS)[schema.GROUP].iloc[0]
    _, address = links.link(cdnow, **asked(schema.CLUSTERS, cluster))
    assert parse_qs(urlsplit(address).query) == {"data": ["cdnow"], "cluster": [cluster]}


def test_clusters_are_explained_while_they_are_shown(cdnow):
    _, is_hidden = controls.offer(cdnow, **asked(schema.CLUSTERS))
    assert not is_hidden
    cards = controls.describe_clusters(cdnow, **asked(schema.CLUSTERS))
    assert len(cards) == 1 + len(cdnow.snapshot("shop").groups(schema.CLUSTERS))
    assert controls.offer(cdnow, **asked())[1:] == (True,)
    assert controls.describe_clusters(cdnow, **asked()) is None


def test_the_scheme_in_use_is_the_default_unless_it_is_asked_for_by_name(cdnow):
    def firsts(grouping):
        (first, second, *_), *_ = controls.offer(cdnow, **asked(grouping))
        return first["label"], first["value"], second["value"]

    # An empty value would be the list's placeholder, which shows nothing.
    assert firsts(DEFAULT_SCHEME) == ("Grid: eleven segments", "*", schema.REPORT)
    assert firsts(schema.REPORT) == ("Grid: eleven segments", "*", schema.REPORT)
    assert firsts(schema.GRID) == ("Grid: eleven segments", schema.GRID, schema.REPORT)


def test_the_clouds_are_drawn_on_log_or_linear_axes(cdnow):
    log, *_ = drawn(cdnow, General.FREQUENCY_MONETARY, axes="log")
    linear, *_ = drawn(cdnow, General.FREQUENCY_MONETARY, axes="linear")
    assert log["layout"]["yaxis"]["type"] == "log"
    assert linear["layout"]["yaxis"].get("type") != "log"
