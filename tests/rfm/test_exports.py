"""Exports are plain tables: complete, and never a formula."""

import csv
import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfm.exports import csv_text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " ="])
def test_text_that_looks_like_a_formula_gets_an_apostrophe(start):
    exported = csv_text(pd.DataFrame({"name": [start + "1+1"]}))
    cell = pd.read_csv(io.StringIO(exported), dtype=str)["name"][0]
    assert cell == "'" + start + "1+1"


HIDDEN = {
    "zero width": "\u200b", "joiner": "\u2060", "mark of UTF-8": "\ufeff", "hard blank": "\u00a0",
    "wide blank": "\u3000", "soft hyphen": "\u00ad", "right to left": "\u202e", "isolate": "\u2066",
    "Arabic mark": "\u061c", "filler": "\u3164", "Braille blank": "\u2800", "bell": "\x07",
    "variation": "\ufe0f", "line separator": "\u2028", "several": "\ufeff \u200b\u00ad",
}  # fmt: skip


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "﹦"])
def test_a_formula_behind_what_nobody_sees_gets_an_apostrophe_in_cells_and_headers(hidden, sign):
    text = f"{hidden}{sign}cmd|'/C calc'!A0"
    exported = csv_text(pd.DataFrame({text: [text, "b"]}))
    rows = list(csv.reader(io.StringIO(exported)))
    assert rows == [["'" + text], ["'" + text], ["b"]]


def test_headers_are_safe_although_they_become_alike():
    exported = csv_text(pd.DataFrame([[1, -2, "x"]], columns=["=a", "'=a", "-"]))
    assert exported == "'=a,'=a,'-\n1,-2,x\n"


def test_a_table_without_rows_has_its_header():
    assert csv_text(pd.DataFrame({"a": [], "b,c": []})) == 'a,"b,c"\n'


def test_numbers_and_dates_stay_what_they_are_and_a_missing_value_is_an_empty_cell():
    table = pd.DataFrame(
        {
            "segment": pd.Categorical(["Loyal", None]),
            "spend": [-12.5, 2.0],
            "at": [pd.Timestamp("2011-12-09 12:50")] * 2,
            "a": ["=x", "y"],
            "b": ["z", "@w"],
        }
    )
    assert csv_text(table).splitlines() == [
        "segment,spend,at,a,b",
        "Loyal,-12.5,2011-12-09 12:50:00,'=x,z",
        ",2.0,2011-12-09 12:50:00,y,'@w",
    ]


@settings(deadline=None)
@given(st.lists(st.text(alphabet=st.characters(blacklist_categories=["Cs"])), min_size=1))
def test_every_text_comes_back_whole_behind_at_most_one_apostrophe(texts):
    import polars as pl

    exported = csv_text(pd.DataFrame({"text": pd.Series(texts, dtype="str")}))
    cells = pl.read_csv(io.BytesIO(exported.encode()), infer_schema=False)["text"].to_list()
    for text, cell in zip(texts, cells, strict=True):
        assert (cell or "") in (text, "'" + text)
        assert not (cell or "").startswith(("=", "+", "-", "@", "\t", "\r"))
