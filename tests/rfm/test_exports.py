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


def test_numbers_and_dates_stay_what_they_are():
    table = pd.DataFrame({"spend": [-12.5], "at": [pd.Timestamp("2011-12-09 12:50")]})
    assert csv_text(table) == "spend,at\n-12.5,2011-12-09 12:50:00\n"


def test_groups_are_written_by_name_and_a_missing_value_as_an_empty_cell():
    table = pd.DataFrame({"segment": pd.Categorical(["Loyal", None]), "spend": [1.0, 2.0]})
    assert csv_text(table) == "segment,spend\nLoyal,1.0\n,2.0\n"


def test_several_text_columns_are_each_kept():
    table = pd.DataFrame({"a": ["=x", "y"], "b": ["z", "@w"]})
    assert csv_text(table) == "a,b\n'=x,z\ny,'@w\n"


@given(st.lists(st.text(alphabet=st.characters(blacklist_categories=["Cs"])), min_size=1))
def test_every_text_comes_back_whole_behind_at_most_one_apostrophe(texts):
    import polars as pl

    exported = csv_text(pd.DataFrame({"text": pd.Series(texts, dtype="str")}))
    cells = pl.read_csv(io.BytesIO(exported.encode()), infer_schema=False)["text"].to_list()
    for text, cell in zip(texts, cells, strict=True):
        assert (cell or "") in (text, "'" + text)
        assert not (cell or "").startswith(("=", "+", "-", "@", "\t", "\r"))
