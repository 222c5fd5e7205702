"""The page Data: one view for bringing files, one for what was understood of them."""

import pytest
from dash import html

from layouts.data import page
from layouts.data.report import ReasonRows
from layouts.data.versions import BroughtSet, BroughtVersion, set_cards
from layouts.ids import Data
from tests.trees import by_id, parts_of, text_of


@pytest.mark.parametrize(
    ("address", "hidden"), [({}, [False, True]), ({"upload": "a"}, [True, False])]
)
def test_the_address_says_which_view_is_shown(address, hidden):
    *_, bringing, understanding = page.layout(**address).children
    assert [bringing.hidden, understanding.hidden] == hidden
    assert by_id(understanding)[Data.UPLOAD].data == address.get("upload", "")


def test_nothing_can_be_used_before_it_was_understood():
    parts = by_id(page.layout(upload="a"))
    assert parts[Data.USE].disabled
    assert parts[Data.FORM].hidden


@pytest.mark.parametrize(
    ("file", "title"),
    [
        ("orders_export-2026.csv.gz", "Orders export 2026"),
        ("Verkäufe.xlsx", "Verkäufe"),
        ("", ""),
        ("x" * 200 + ".csv", "X" + "x" * 79),
    ],
)
def test_a_data_set_is_called_like_its_file(file, title):
    assert page.title_of(file) == title


def version(number, **more):
    known = {"when": "today", "day": "1 Jan 2026", "files": "a.csv", "mode": ""}
    return BroughtVersion(number=number, **known | more)


def test_what_was_brought_is_listed_with_its_numbers_and_what_became_of_the_rows():
    numbers = {"rows": "12", "customers": "2", "orders": "10", "revenue": "EUR 5", "left_out": "2"}
    report = [ReasonRows("Purchase", 10, is_kept=True), ReasonRows("Not paid", 2, is_kept=False)]
    ready = version(1, **numbers, is_current=True, report=report)
    (card,) = set_cards([BroughtSet(name="a-b", title="A b", versions=[ready])], may_change=False)
    told = text_of(card)
    for part in ("12", "EUR 5", "shown", "Version 1: 12 rows = 10 used + 2 left out."):
        assert part in told
    assert "Delete" not in told


def test_a_version_that_is_being_analysed_says_how_far_it_is():
    working = version(2, state="Reading", share=0.25)
    (card,) = set_cards([BroughtSet(name="a", title="A", versions=[working])], may_change=True)
    assert "Reading" in text_of(card)
    assert [bar.value for bar in parts_of(card, html.Progress)] == ["25"]


def test_where_nothing_was_brought_a_sentence_says_so():
    (said,) = set_cards([], may_change=True)
    assert "Nothing was brought yet." in text_of(said)
