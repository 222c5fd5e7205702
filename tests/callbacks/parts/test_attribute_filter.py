"""The filter by an attribute: joined to a log, of a customer table, odd, over HTTP."""

import io
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from callbacks.parts.answers import Answers
from callbacks.parts.attributes import filterable
from callbacks.parts.chart_cards import draw_card, drawn_of, export_card
from callbacks.parts.filter_controls import offer_filter, tell_filter
from callbacks.segmentation import controls, groups, links, log_summary
from callbacks.segmentation.page import LOG_CARDS as CARDS
from callbacks.segmentation.view import view_of
from layouts.ids import General
from rfm import schema
from rfm.snapshot import Snapshot
from rfm.snapshot.clusterings import ColumnFacts
from server.settings import ServerSettings
from tests.callbacks.conftest import draw
from tests.callbacks.segmentation.test_log import OF_CLUSTERS, asked, card
from tests.hand_made_attributes import number
from tests.hand_made_joins import NAMES
from tests.hand_made_sites import Shop, as_text, post

TOKEN = {"name": "shop", "snapshot": "any"}
NORTH = {"where": "region", "is": "North"}
AGED = {"where": "age", "from": "22", "to": "25"}


@pytest.fixture
def shop(joined_log):
    return joined_log


def seen(shop, where, group=""):
    return view_of(shop, **asked(group=group, where=where))


def listed(shop, where, group=""):
    sent = asked(group=group, where=where)
    view = view_of(shop, **sent)
    return view.members(view.customers())[schema.CUSTOMER_ID].tolist()


def test_those_who_have_the_value_are_shown(shop):
    assert listed(shop, NORTH) == NAMES[:5]
    assert listed(shop, {"where": "newsletter", "is": "Yes"}) == [NAMES[i] for i in (2, 5, 8, 11)]


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({"from": "22", "to": "25"}, ["C02", "C04", "C05"]),
        ({"from": "31"}, ["C11", "C12"]),
        ({"to": " 22.5 "}, ["C01", "C02"]),
        ({"from": "25", "to": "25"}, ["C05"]),
    ],
)
def test_a_range_holds_its_ends_and_nobody_of_unknown_number(shop, bounds, expected):
    assert listed(shop, {"where": "age", **bounds}) == expected


def test_a_filter_and_a_group_hold_together(shop):
    segments = schema.group_column(schema.GRID)
    everyone = shop.snapshot("shop").customers(schema.CUSTOMER_ID, segments)
    segment = str(everyone[segments].iloc[0])
    own = everyone[schema.CUSTOMER_ID][everyone[segments] == segment]
    assert listed(shop, NORTH, segment) == [name for name in NAMES[:5] if name in set(own)]
    _, address = links.link(shop, **asked(group=segment, where=NORTH))
    filters = {"segment": [segment], "scheme": [schema.GRID], "attribute.region": ["North"]}
    assert parse_qs(urlsplit(address).query) == {"data": ["shop"], **filters}
    _, address = links.link(shop, **asked(where=AGED))
    assert parse_qs(urlsplit(address).query)["attribute.age"] == ["22..25"]


def test_the_sentence_and_the_figures_are_those_of_the_filtered(shop):
    sentence, figures, *_ = controls.tell(shop, Answers(), **asked(where=NORTH))
    # Five of twelve customers, six of thirteen orders, 190 of 820.
    assert sentence == (
        "Region North: 5 customers, 41.7 % of all, placed 6 orders and brought 190, "
        "23.2 % of the revenue."
    )
    told = as_text(figures)
    assert '"31.67"' in told
    assert '"20 %"' in told or '"20.0 %"' in told


def test_groups_are_counted_among_the_filtered(shop):
    _, rows = groups.fill(shop, **asked(where=NORTH))
    assert sum(row[schema.CUSTOMERS] for row in rows) == 5
    assert sum(row[schema.SHARE] for row in rows) == pytest.approx(1)
    assert sum(row[schema.REVENUE] for row in rows) == pytest.approx(190)
    assert all(row[schema.DESCRIPTION] for row in rows)


def test_the_files_hold_the_filtered_and_say_so_in_their_name(shop):
    file = export_card(card(General.RECENCY_MONETARY), seen(shop, AGED))
    assert len(pd.read_csv(io.StringIO(file["content"]))) == 3


def test_the_controls_offer_what_was_joined_with_values_or_a_range(shop):
    is_hidden, attributes, _, no_levels, no_range, *_ = offer_filter(seen(shop, None))
    assert [each["label"] for each in attributes][1:] == ["Region", "Age", "Newsletter"]
    assert (is_hidden, no_levels, no_range) == (False, True, True)
    *_, levels, no_levels, no_range, low, high = offer_filter(seen(shop, NORTH))
    assert {each["value"] for each in levels} == {"*", "North", "South"}
    assert (no_levels, no_range, low, high) == (False, True, "", "")
    assert offer_filter(seen(shop, AGED))[3:] == (True, False, "21", "32")


def test_a_log_that_was_joined_with_nothing_offers_no_filter(cdnow):
    assert filterable(cdnow.snapshot("shop")) == ()
    assert offer_filter(seen(cdnow, None))[0] is True
    note, *_ = tell_filter(seen(cdnow, {"where": "frequency", "from": "2"}))
    assert "There is no attribute 'frequency' to filter by here" in as_text(note)


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ({"where": "shoe", "is": "43"}, "There is no attribute 'shoe' to filter by here"),
        ({"where": "region", "is": "Mars"}, "No customer here has Region 'Mars'"),
        ({"where": "age", "from": "young"}, "'young' is not a number: give one such as"),
        ({"where": "age", "to": "nan"}, "'nan' is not a number"),
        ({"where": "age", "from": "9" * 30}, "is too large"),
        ({"where": "age", "from": "30", "to": "20"}, "Age cannot be from 30 to 20"),
    ],
)
def test_what_is_not_understood_is_said_and_everybody_shown(shop, where, sentence):
    note, chip, is_hidden, _, is_some = tell_filter(seen(shop, where))
    assert sentence in as_text(note)
    assert (chip, is_hidden, is_some) == (None, True, True)
    assert listed(shop, where) == NAMES


@pytest.mark.parametrize(
    "odd",
    [
        *(3, "region", ["x"], {}, {3: 4}, {"where": 3}, {"where": ["age"]}, {"where": "*"}),
        *({"where": "region", "is": 4}, {"where": "age", "from": None, "to": {}}),
    ],
)
def test_odd_filters_from_a_browser_are_no_filter(shop, odd):
    view = seen(shop, odd)
    assert view.filter is None
    assert not view.read_filter.problem
    assert offer_filter(view)[0] is False


def test_nothing_matches_says_which_filter_and_offers_to_clear_it(shop):
    where = {"where": "age", "from": "90"}
    *_, sentence, is_some = tell_filter(seen(shop, where))
    assert sentence.startswith("No customer matches Age from 90. Clear the filter")
    assert not is_some
    told, figures, *_ = controls.tell(shop, Answers(), **asked(where=where))
    assert told.startswith("Age from 90: 0 customers, 0 % of all")
    assert "nan" not in as_text(figures)
    for each in CARDS:
        if each.id in OF_CLUSTERS or each.is_of_all:
            continue
        figure, title, caption, _ = draw_card(each, seen(shop, where))
        assert title == "No customer matches Age from 90"
        assert "Clear the filter" in caption
        assert "Clear the filter" in as_text(figure)
    assert groups.fill(shop, **asked(where=where))[1] == []


def test_each_chart_says_whom_it_shows(shop):
    for each in CARDS:
        if each.id in OF_CLUSTERS:
            continue
        *_, caption, _ = draw_card(each, seen(shop, NORTH))
        end = "It shows all customers, not only Region North."
        expected = end if each.is_of_all else "Only Region North: 5 of 12 customers."
        assert caption.endswith(expected), each.id.name


@pytest.mark.parametrize("grouping", [schema.GRID, schema.CLUSTERS])
def test_many_filtered_customers_are_drawn_and_what_is_ahead_of_them(cdnow, grouping):
    snapshot = Snapshot.open(cdnow.snapshot("shop").folder)
    vars(snapshot)["columns"] = ColumnFacts((number(schema.TENURE_DAYS),))
    cdnow, where = Shop(snapshot), {"where": schema.TENURE_DAYS, "from": "500"}
    expected = snapshot.customers(schema.TENURE_DAYS, schema.CLV, schema.CHURN_PROBABILITY)
    expected = expected[expected[schema.TENURE_DAYS] >= 500]
    part = f"{len(expected):,} of 23,570 customers."
    view = view_of(cdnow, **asked(grouping, where=where))
    for each in CARDS:
        if each.id in OF_CLUSTERS and grouping != schema.CLUSTERS:
            continue
        *_, caption, _ = draw(each, view)
        assert each.is_of_all or caption.endswith(part)
    _, means, _ = card(General.RISK_MAP).facts(view)
    assert means[schema.CLV].sum() == pytest.approx(expected[schema.CLV].sum())
    assert len(drawn_of(card(General.RISK_MAP), view).saved) == len(expected)
    told = as_text(log_summary.tell(cdnow, Answers(), **asked(grouping, where=where))[2])
    assert f"{100 * expected[schema.CHURN_PROBABILITY].mean():.1f} %" in told


def test_over_http_the_chip_is_told_and_the_list_linked(shop):
    from app import create_app

    app = create_app(ServerSettings(var=shop.var, samples=shop.var / "samples"))
    values = {
        "shell-shown": TOKEN,
        General.GROUPING: schema.GRID,
        General.GROUP: "",
        General.FILTER.chosen: NORTH,
    }
    wanted = (f"{General.FILTER.chip}.children", f"{General.LIST_LINK}.href")
    chip, link = (post(app, each, f"{General.FILTER.chosen}.data", values).json for each in wanted)
    assert "Region: North" in as_text(chip)
    assert "5 customers" in as_text(chip)
    assert "Open the list of 5 customers" in as_text(link)
