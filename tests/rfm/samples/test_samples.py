"""The samples by name, and fetching one that is not shipped."""

import io
import sys
from dataclasses import replace

import polars as pl
import pytest

from rfm.errors import SourceError
from rfm.samples.catalogue import (
    CDNOW,
    CREDIT_CARDS,
    GIFT_SHOP,
    LOYALTY_CARDS,
    ONLINE_RETAIL,
    available,
    default_sample,
    write_cdnow,
    write_sample,
)
from rfm.samples.fetching import fetch, fetch_workbook
from tests.hand_made_workbooks import packed, workbook

HEADER = ("InvoiceNo", "StockCode", "Quantity", "UnitPrice", "CustomerID")
ROWS = ((536365, "85123A", 6, 2.55, 17850), ("C536379", "D", -1, 27.5, 14527))


def answering(content):
    return lambda _url: io.BytesIO(content)


def offline(_url):
    raise OSError("Name or service not known")


def test_an_unknown_sample_is_answered_with_the_known_ones(tmp_path):
    with pytest.raises(
        SourceError, match="online-retail, cdnow, gift-shop, credit-cards, loyalty-cards"
    ):
        fetch("retail", tmp_path)


def test_cdnow_is_found_without_importing_lifetimes(tmp_path):
    before = "lifetimes" in sys.modules
    orders = pl.read_parquet(write_cdnow(tmp_path))
    assert ("lifetimes" in sys.modules) == before
    assert orders.height == orders["order_id"].n_unique() == CDNOW.rows == 69_659
    assert orders["customer_id"].n_unique() == 23_570
    assert orders["customer_id"][0] == "00001"
    assert round(orders["dollar_value"].sum(), 2) == 2_500_315.63


def test_the_default_is_online_retail_where_its_file_is(tmp_path):
    assert default_sample([tmp_path]) == CDNOW
    (tmp_path / "Online Retail.xlsx").write_bytes(b"PK")
    assert default_sample([tmp_path / "none", tmp_path]) == ONLINE_RETAIL


def test_only_what_has_to_be_fetched_can_be_missing(tmp_path):
    assert available(CDNOW, [])
    assert available(GIFT_SHOP, [])
    assert available(LOYALTY_CARDS, [])
    assert not available(ONLINE_RETAIL, [tmp_path])
    assert not available(CREDIT_CARDS, [tmp_path])


def test_a_sample_that_is_downloaded_by_hand_says_where_and_is_then_found(tmp_path):
    with pytest.raises(SourceError, match=r"with a browser from https://.*put 'cc_general\.csv'"):
        write_sample(CREDIT_CARDS, tmp_path, [tmp_path])
    with pytest.raises(SourceError, match=r"Credit cards is not fetched\. Download it"):
        fetch("credit-cards", tmp_path)
    file = tmp_path / "cc_general.csv.gz"
    file.write_bytes(b"")
    assert write_sample(CREDIT_CARDS, tmp_path, [tmp_path]) == file


def test_a_fetched_workbook_is_kept_as_one_checked_file(tmp_path):
    content = packed({"Online Retail.xlsx": workbook((HEADER, *ROWS))})
    file = fetch_workbook(replace(ONLINE_RETAIL, rows=2), tmp_path, answering(content))
    assert list(tmp_path.iterdir()) == [file]
    assert pl.read_parquet(file)["InvoiceNo"].to_list() == ["536365", "C536379"]
    assert fetch("online-retail", tmp_path) == file


@pytest.mark.parametrize(
    ("opener", "words"),
    [
        (offline, r"Download https://archive\.ics\.uci\.edu/.*'Online Retail\.xlsx' into"),
        (answering(b"<html>busy</html>"), "did not bring the workbook"),
        (answering(packed({"readme.txt": b""})), "did not bring the workbook"),
        (answering(packed({"Online Retail.xlsx": b"PK"})), "did not bring the workbook"),
        (
            answering(packed({"Online Retail.xlsx": workbook((HEADER, *ROWS))})),
            "brought 2 rows instead of 541,909",
        ),
    ],
)
def test_a_failed_fetch_says_what_to_do_and_leaves_nothing(tmp_path, opener, words):
    with pytest.raises(SourceError, match=words):
        fetch_workbook(ONLINE_RETAIL, tmp_path, opener)
    assert list(tmp_path.iterdir()) == []


def test_what_is_shipped_is_not_fetched(tmp_path):
    with pytest.raises(SourceError, match="needs no fetching"):
        fetch("cdnow", tmp_path)
