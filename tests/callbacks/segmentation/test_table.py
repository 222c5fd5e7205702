"""General Segmentation of a customer table: words, charts, cards and tables of its clusters."""

import io

import pandas as pd
import pytest
from dash.exceptions import PreventUpdate

from callbacks.parts.answers import Answers
from callbacks.parts.chart_cards import export_card
from callbacks.segmentation import controls, groups
from callbacks.segmentation.page import TABLE_CARDS as CARDS
from callbacks.segmentation.view import view_of
from layouts.ids import General
from layouts.theme import GREY
from rfm import schema
from tests.callbacks.conftest import draw
from tests.hand_made_sites import as_text

TOKEN = {"name": "holders", "snapshot": "any", "kind": "customers"}


@pytest.fixture
def shop(card_holders):
    return card_holders


@pytest.fixture
def names(shop):
    return list(shop.snapshot("").groups(schema.CLUSTERS)[schema.GROUP].astype(str))


def card(chart):
    return next(each for each in CARDS if each.id == chart)


def asked(group="", where=None, **more):
    return {"token": TOKEN, "group": group, "where": where, **more}


def drawn(shop, chart, *chosen, **more):
    return draw(card(chart), view_of(shop, **asked(*chosen, **more)))


def test_the_first_sentence_is_made_of_numbers(shop, names):
    sentence, figures, message, is_hidden, _ = controls.tell(shop, Answers(), **asked(""))
    assert sentence.startswith("180 customers with 4 attributes fall into 3 clusters; the largest,")
    assert "and 2 are in none." in sentence
    assert (message, is_hidden) == (None, False)
    assert len(figures) == 5
    told = as_text(figures)
    for column in ("Age", "Balance", "Job", "Visits made"):
        assert column in told
    assert "half between" in told
    sentence, figures, *_ = controls.tell(shop, Answers(), **asked(names[0]))
    assert sentence.startswith(f"{names[0]}: 60 customers, 33.3 % of all. ")
    assert "33.3 % of all" in as_text(figures)
    assert "all: " in as_text(figures)


def test_a_table_of_too_few_customers_says_so(tiny_table):
    sentence, figures, message, is_hidden, _ = controls.tell(tiny_table, Answers(), **asked(""))
    assert sentence == "6 customers with 4 attributes; they were not put into clusters."
    assert "at least 20 are needed" in as_text(message)
    assert is_hidden
    assert len(figures) == 5
    with pytest.raises(PreventUpdate):
        drawn(tiny_table, General.MAP)
    assert groups.fill(tiny_table, **asked()) == ([], [])
    assert groups.describe(tiny_table, **asked()) is None
    assert drawn(tiny_table, General.PAIR)[0]["data"]


def test_a_cluster_or_attribute_that_is_not_known_falls_back_and_says_so(shop, names):
    told, chip, is_hidden, notice = controls.name_group(shop, **asked("<b>"))
    assert (told, chip, is_hidden) == (names, None, True)
    assert "There is no cluster '<b>' here" in as_text(notice)
    *_, notice = controls.name_group(shop, **asked(x="password"))
    assert "There is no attribute 'password' here" in as_text(notice)
    *_, is_hidden, notice = controls.name_group(shop, **asked(names[1]))
    assert (is_hidden, notice) == (False, [])


@pytest.mark.parametrize("odd", [None, 3, ["x"], {"a": 1}, "x" * 5000])
def test_odd_values_from_a_browser_are_answered_politely(shop, odd):
    view = view_of(shop, **asked(odd, odd, theme=odd, x=odd, y=odd, axes=odd))
    assert (view.group, view.theme, len(view.pair)) == ("", "light", 2)


@pytest.mark.parametrize("each", CARDS, ids=lambda each: each.id.name)
def test_every_chart_has_figure_title_caption_table_and_file(shop, names, each):
    for cluster in ("", names[0]):
        figure, title, *_ = drawn(shop, each.id, cluster)
        assert figure["data"]
        assert title[0].isupper() or title[0].isdigit()
        file = export_card(each, view_of(shop, **asked(cluster)))
        assert len(pd.read_csv(io.StringIO(file["content"]))) > 1


def test_two_numbers_are_drawn_as_customers_and_anything_else_as_shares(shop):
    figure, title, _, _ = drawn(shop, General.PAIR, x="age", y="visits.made")
    assert figure["data"][0]["type"] == "scatter"
    assert "rank correlation" in title
    *_, shares = card(General.PAIR).facts(view_of(shop, **asked(x="job", y="age")))
    assert shares.sizes.to_dict() == {"Pensioner": 60, "Student": 60, "Worker": 60}
    assert shares.shares.sum().round(9).eq(1).all()
    # All students are in the two youngest fifths of everybody.
    assert shares.shares["Student"].iloc[:2].sum() == pytest.approx(1)


def test_those_in_no_cluster_are_grey_and_the_doubted_cluster_is_marked(shop, names):
    view = view_of(shop, TOKEN)
    assert view.look.colour(names[-1]) == GREY
    cards = groups.describe(shop, **asked())
    columns, rows = groups.fill(shop, **asked())
    told = [as_text(card) for card in cards]
    assert ["not to be trusted · Jaccard 0.60" in card for card in told] == [
        False,
        False,
        True,
        False,
    ]
    assert "/customers/H" in told[0]
    assert "recall" in told[0]
    assert [row[schema.GROUP] for row in rows] == names
    assert "Medians" in as_text(columns)


def test_a_chosen_cluster_is_alone_on_cards(shop, names):
    cards = groups.describe(shop, **asked(names[1]))
    _, rows = groups.fill(shop, **asked(names[1]))
    assert len(cards) == 1
    assert [row["chosen"] for row in rows] == [False, True, False, False]
    assert names[1] in as_text(groups.advise(shop, **asked(names[1])))
    assert groups.advise(shop, **asked("")) is None


def test_the_file_of_clusters_says_what_to_do(shop, names):
    file = groups.export(shop, 1, TOKEN)
    table = pd.read_csv(io.StringIO(file["content"]))
    assert table["group"].tolist() == names
    assert {"rule", "rule_recall", "median_age", "jaccard", "play_title"} <= set(table)


WORKERS = {"where": "job", "is": "Worker"}
NOBODY = {"where": "age", "from": "200"}


def test_a_filter_narrows_the_words_of_a_table(shop, names):
    sentence, figures, *_ = controls.tell(shop, Answers(), **asked("", WORKERS))
    # Every group of job is one cluster of 60.
    assert sentence.startswith("Job Worker: 60 customers, 33.3 % of all; the largest cluster among")
    assert sentence.endswith("holds 100 %.")
    assert len(figures) == 5
    assert '"Worker"' in as_text(figures)
    assert "all: " in as_text(figures)
    worker = sentence.split("among them, ")[1].split(", holds")[0]
    other = next(name for name in names if name != worker)
    sentence, figures, *_ = controls.tell(shop, Answers(), **asked(other, WORKERS))
    assert sentence == f"{other}, Job Worker: 0 customers, 0 % of all."
    assert "nan" not in as_text(figures)


@pytest.mark.parametrize("each", CARDS, ids=lambda each: each.id.name)
def test_every_chart_of_a_table_says_whom_it_shows(shop, names, each):
    for cluster in ("", names[0]):
        *_, caption, _ = drawn(shop, each.id, cluster, WORKERS)
        end = "not only Job Worker." if each.is_of_all else "Only Job Worker: 60 of 180 customers."
        assert caption.endswith(end)
    _, title, *_ = drawn(shop, each.id, "", NOBODY)
    assert each.is_of_all or title == "No customer matches Age from 200"


def test_clusters_are_counted_among_the_filtered_and_told_of_all(shop, names):
    counted = view_of(shop, **asked("", WORKERS)).groups
    assert counted[schema.GROUP].astype(str).tolist() == names
    assert sorted(counted[schema.CUSTOMERS]) == [0, 0, 0, 60]
    cards = groups.describe(shop, **asked("", WORKERS))
    _, rows = groups.fill(shop, **asked("", WORKERS))
    assert "tell of all customers, not only Job Worker" in as_text(cards[0])
    assert sum(row[schema.CUSTOMERS] for row in rows) == 180


def test_a_table_without_clusters_is_filtered_too(tiny_table):
    sentence, figures, *_ = controls.tell(tiny_table, Answers(), **asked("", WORKERS))
    assert sentence == "Job Worker: 2 customers, 33.3 % of all."
    assert len(figures) == 5
    sentence, figures, *_ = controls.tell(tiny_table, Answers(), **asked("", NOBODY))
    assert sentence == "Age from 200: 0 customers, 0 % of all."
    assert "nan" not in as_text(figures)
