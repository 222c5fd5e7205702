"""Exports are plain tables: complete, and never a formula."""

import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfm.exports import csv_text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " ="])
def test_text_that_looks_like_a_formula_gets_an_apostrophe(start):
    exported = csv_text(pd.DataFrame({"name": [start + "1+1"]}))
    cell = pd.read_csv(io.StringIO(exported), dtype=str)["name"][0]
    assert cell == "'" + start + "1+1"


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


@given(st.lists(st.text(alphabet=st.characters(blacklist_categories=["Cs"])), min_size=1))
def test_every_text_comes_back_whole_behind_at_most_one_apostrophe(texts):
    import polars as pl

    exported = csv_text(pd.DataFrame({"text": pd.Series(texts, dtype="str")}))
    cells = pl.read_csv(io.BytesIO(exported.encode()), infer_schema=False)["text"].to_list()
    for text, cell in zip(texts, cells, strict=True):
        assert (cell or "") in (text, "'" + text)
        assert not (cell or "").startswith(("=", "+", "-", "@", "\t", "\r"))
