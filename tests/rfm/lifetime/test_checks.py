"""What the back-test prefers is what the analysis uses, and what the snapshot keeps."""

import numpy as np
import polars as pl
import pytest

from rfm import schema
from rfm.__main__ import main
from rfm.snapshot import Snapshot


@pytest.fixture(scope="module")
def cdnow_snapshot(publish):
    return Snapshot.open(publish("cdnow") / "snapshots" / "cdnow")


def test_the_snapshot_keeps_the_back_test_that_chose_its_model(cdnow_snapshot):
    tested, lifetime = cdnow_snapshot.back_test, cdnow_snapshot.lifetime
    assert tested.purchase_model == lifetime.kind
    assert tested.reasons[0] == lifetime.reason
    assert cdnow_snapshot.no_back_test_reason == ""


def test_the_snapshot_keeps_a_second_opinion_of_every_fit(cdnow_snapshot):
    opinions = cdnow_snapshot.second_opinion
    assert [one.name for one in opinions] == ["BG/NBD", "MBG/NBD", "Pareto/NBD", "Gamma-Gamma"]
    assert all(one.agree for one in opinions)


def test_the_churn_probability_that_is_preferred_is_the_one_in_the_table(cdnow_snapshot):
    from rfm.lifetime.forecast.prospects import histories_of

    columns = (schema.REPEAT_ORDERS, schema.LAST_REPEAT_DAYS, schema.TENURE_DAYS)
    customers = cdnow_snapshot.customers(*columns, schema.CHURN_PROBABILITY)
    lifetime = cdnow_snapshot.lifetime
    own = lifetime.model.no_purchase_probability(histories_of(customers), lifetime.horizon_days)
    churn = customers[schema.CHURN_PROBABILITY].to_numpy()
    assert cdnow_snapshot.back_test.churn_model == "recalibrated"
    assert ((churn >= 0) & (churn <= 1)).all()
    assert 0 < np.abs(churn - own).mean() < 0.1
    # A correction of the odds keeps the order of the customers.
    assert np.corrcoef(np.argsort(np.argsort(churn)), np.argsort(np.argsort(own)))[0, 1] > 0.99


def test_a_log_of_weeks_is_published_with_the_reason_why_it_tests_nothing(tmp_path):
    random = np.random.default_rng(1)
    log = pl.DataFrame(
        {
            "customer_id": random.integers(0, 150, 900).astype(str),
            "date": np.datetime64("2024-01-01") + random.integers(0, 60, 900),
            "amount": random.gamma(2.0, 20.0, 900).round(2),
        }
    )
    log.write_csv(tmp_path / "log.csv")
    assert main(["analyse", str(tmp_path / "log.csv"), "--out", str(tmp_path / "out")]) == 0
    snapshot = Snapshot.open(tmp_path / "out")
    assert snapshot.back_test is None
    assert "A back-test needs 26 weeks to learn from" in snapshot.no_back_test_reason
