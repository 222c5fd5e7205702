"""The made-up shop: its log is untidy, and its truth can be found again."""

from dataclasses import asdict

import polars as pl
import pytest

from rfm.lifetime import BgNbd, GammaGamma
from rfm.samples.gift_shop import FIRST_DAY, make_gift_shop, write_gift_shop
from rfm.samples.gift_shop_truth import DAYS, GIFT_SHOP_TRUTH

MANY = 20_000


@pytest.fixture(scope="module")
def log():
    return make_gift_shop(MANY, seed=7)


@pytest.fixture(scope="module")
def net_orders(log):
    """Net value and day of every order of a known customer, returns set against their order."""
    day = (pl.col("InvoiceDate").min() - FIRST_DAY).dt.total_days()
    return (
        log.drop_nulls("CustomerID")
        .with_columns(order=pl.col("InvoiceNo").str.strip_prefix("C"))
        .group_by("CustomerID", "order")
        .agg(day=day, value=(pl.col("Quantity") * pl.col("UnitPrice")).sum().round(2))
    )


def test_the_same_seed_gives_the_same_log_and_another_does_not():
    assert make_gift_shop(200, seed=1).equals(make_gift_shop(200, seed=1))
    assert not make_gift_shop(200, seed=1).equals(make_gift_shop(200, seed=2))


def test_buying_and_leaving_follow_the_truth(net_orders):
    days = net_orders.group_by("CustomerID").agg(
        x=pl.col("day").n_unique() - 1,
        t_x=pl.col("day").max() - pl.col("day").min(),
        age=DAYS - pl.col("day").min(),
    )
    found = BgNbd().fit(days.drop("CustomerID").to_numpy().astype(float))
    truth = asdict(GIFT_SHOP_TRUTH)
    assert found.values_ == pytest.approx({name: truth[name] for name in found.values_}, rel=0.12)


def test_order_values_follow_the_truth(net_orders):
    orders = net_orders.group_by("CustomerID").agg(n=pl.len(), mean=pl.col("value").mean())
    found = GammaGamma().fit(orders.select("n", "mean").to_numpy().astype(float))
    truth = asdict(GIFT_SHOP_TRUTH)
    assert found.values_ == pytest.approx({name: truth[name] for name in found.values_}, rel=0.08)


def test_the_log_has_what_real_logs_have(log):
    is_return = pl.col("InvoiceNo").str.starts_with("C")
    assert log["CustomerID"].n_unique() == MANY + 1
    assert 0 < log["CustomerID"].null_count() < 0.1 * log.height
    assert log.filter(is_return)["Quantity"].max() < 0
    assert log.filter(~is_return)["Quantity"].min() > 0
    assert log["UnitPrice"].min() > 0
    assert log["Country"].n_unique() == 9
    assert log["InvoiceDate"].is_sorted()


def test_every_return_undoes_a_line_that_was_bought_before(log):
    lines = ["order", "StockCode", "UnitPrice", "pieces"]
    named = log.with_columns(
        order=pl.col("InvoiceNo").str.strip_prefix("C"), pieces=pl.col("Quantity").abs()
    )
    is_return = pl.col("InvoiceNo").str.starts_with("C")
    bought = named.filter(~is_return).unique(lines)
    both = named.filter(is_return).join(bought, on=lines, suffix="_bought")
    assert both.height == named.filter(is_return).height
    assert (both["InvoiceDate"] > both["InvoiceDate_bought"]).all()


def test_an_invoice_has_one_customer_one_time_and_one_country(log):
    invoices = log.group_by("InvoiceNo").agg(
        pl.col("CustomerID", "InvoiceDate", "Country").n_unique()
    )
    assert invoices.drop("InvoiceNo").max().row(0) == (1, 1, 1)


def test_the_file_appears_whole(tmp_path):
    file = write_gift_shop(tmp_path, customers=50, seed=3)
    assert list(tmp_path.iterdir()) == [file]
    assert pl.read_parquet(file).equals(make_gift_shop(50, seed=3))
    assert make_gift_shop(1)["CustomerID"].drop_nulls().n_unique() == 1
