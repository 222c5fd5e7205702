"""An analysis carries what the models expect into its snapshot."""

import pandas as pd
import pytest

from rfm import schema
from rfm.__main__ import main
from rfm.samples.gift_shop import write_gift_shop
from rfm.snapshot import Snapshot


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory, few_draws):  # noqa: ARG001
    folder = tmp_path_factory.mktemp("analysed")
    log = write_gift_shop(folder, customers=500)
    asked = ["analyse", str(log), "--out", str(folder / "out"), "--horizon", "30"]
    assert main(asked) == 0
    return Snapshot.open(folder / "out")


def test_the_customers_have_the_columns_of_what_is_expected(snapshot):
    table = snapshot.customers(*schema.PROSPECTS)
    assert len(table) == 500
    assert table[schema.CLV].gt(0).all()
    assert table[schema.NEXT_ORDER_FROM].notna().any()
    assert (table[schema.NEXT_ORDER_TO].dropna() >= pd.Timestamp(snapshot.as_of).floor("D")).all()


def test_the_models_are_read_with_the_horizon_that_was_asked_for(snapshot):
    lifetime = snapshot.lifetime
    assert snapshot.no_lifetime_reason == ""
    assert (lifetime.horizon_days, lifetime.value_days) == (30, 365)
    worth = snapshot.customers(schema.EXPECTED_ORDERS, schema.EXPECTED_ORDER_VALUE).prod(axis=1)
    assert lifetime.revenue.mean == pytest.approx(worth.sum())


def test_every_grouping_splits_the_same_expected_revenue(snapshot):
    for grouping in snapshot.groupings:
        groups = snapshot.groups(grouping)
        total = groups[schema.EXPECTED_REVENUE].sum()
        assert total == pytest.approx(snapshot.lifetime.revenue.mean)
        assert groups[schema.CLV_LOW].le(groups[schema.CLV_HIGH]).all()


def test_a_log_of_one_day_is_analysed_without_a_look_ahead(shared, tmp_path):
    log = shared / "messy" / "26_one_day_only.csv"
    assert main(["analyse", str(log), "--out", str(tmp_path / "out")]) == 0
    snapshot = Snapshot.open(tmp_path / "out")
    assert snapshot.lifetime is None
    assert "All purchases are on one day" in snapshot.no_lifetime_reason
    assert not set(schema.PROSPECTS) & set(snapshot.customer_columns)
