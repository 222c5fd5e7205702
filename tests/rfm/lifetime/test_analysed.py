"""What the models expect and how they were checked, as snapshots keep it and commands print it."""

import json

import numpy as np
import polars as pl
import pytest

from rfm import schema
from rfm.__main__ import main
from rfm.lifetime.forecast.prospects import histories_of
from rfm.snapshot import Snapshot


@pytest.fixture(scope="module")
def snapshot(publish):
    return Snapshot.open(publish("cdnow") / "snapshots" / "cdnow")


def test_the_customers_have_the_columns_of_what_is_expected(snapshot):
    table = snapshot.customers(*schema.PROSPECTS)
    assert len(table) == 23_570
    assert table[schema.CLV].ge(0).all()
    assert table[schema.NEXT_ORDER_FROM].notna().any()
    assert (table[schema.NEXT_ORDER_TO].dropna() >= snapshot.as_of.replace(hour=0)).all()


def test_no_customer_is_told_two_things(snapshot):
    names = (schema.P_ALIVE, schema.CHURN_PROBABILITY, schema.EXPECTED_ORDERS)
    table = snapshot.customers(*names)
    buys = 1 - table[schema.CHURN_PROBABILITY]
    assert not (table[schema.EXPECTED_ORDERS] < buys).any()
    assert not (table[schema.P_ALIVE] < buys).any()


def test_every_grouping_splits_the_same_expected_revenue(snapshot):
    for grouping in snapshot.groupings:
        groups = snapshot.groups(grouping)
        total = groups[schema.EXPECTED_REVENUE].sum()
        assert total == pytest.approx(snapshot.lifetime.revenue.mean)
        assert groups[schema.CLV_LOW].le(groups[schema.CLV_HIGH]).all()


def test_the_snapshot_keeps_the_back_test_that_chose_its_model(snapshot):
    tested, lifetime = snapshot.back_test, snapshot.lifetime
    assert tested.purchase_model == lifetime.kind
    assert tested.reasons[0] == lifetime.reason
    assert snapshot.no_lifetime_reason == snapshot.no_back_test_reason == ""


def test_the_snapshot_keeps_a_second_opinion_of_every_fit(snapshot):
    opinions = snapshot.second_opinion
    assert [one.name for one in opinions] == ["BG/NBD", "MBG/NBD", "Pareto/NBD", "Gamma-Gamma"]
    assert all(one.agree for one in opinions)


def test_a_log_too_short_to_learn_from_a_year_before_has_the_churn_of_the_model(snapshot):
    columns = (schema.REPEAT_ORDERS, schema.LAST_REPEAT_DAYS, schema.TENURE_DAYS)
    customers = snapshot.customers(*columns, schema.CHURN_PROBABILITY)
    lifetime, tested = snapshot.lifetime, snapshot.back_test
    own = lifetime.model.no_purchase_probability(histories_of(customers), lifetime.horizon_days)
    assert (tested.churn_model, tested.churn_scored_on) == ("model", ())
    assert "the log is too short to test" in tested.churn_reason
    assert customers[schema.CHURN_PROBABILITY].to_numpy() == pytest.approx(own)


def test_a_log_of_weeks_is_published_with_the_horizon_asked_for_and_why_nothing_is_tested(tmp_path):
    random = np.random.default_rng(1)
    log = pl.DataFrame(
        {
            "customer_id": random.integers(0, 150, 900).astype(str),
            "date": np.datetime64("2024-01-01") + random.integers(0, 60, 900),
            "amount": random.gamma(2.0, 20.0, 900).round(2),
        }
    )
    log.write_csv(tmp_path / "log.csv")
    asked = ["analyse", str(tmp_path / "log.csv"), "--out", str(tmp_path / "out")]
    assert main([*asked, "--horizon", "30"]) == 0
    snapshot = Snapshot.open(tmp_path / "out")
    assert (snapshot.lifetime.horizon_days, snapshot.lifetime.value_days) == (30, 365)
    worth = snapshot.customers(schema.EXPECTED_ORDERS, schema.EXPECTED_ORDER_VALUE).prod(axis=1)
    assert snapshot.lifetime.revenue.mean == pytest.approx(worth.sum())
    assert snapshot.back_test is None
    assert "A back-test needs 26 weeks to learn from" in snapshot.no_back_test_reason


def test_the_card_of_a_sample_is_printed(capsys):
    assert main(["backtest", "cdnow", "--cut", "1997-09-30", "--horizon", "180"]) == 0
    printed = capsys.readouterr().out
    assert "Learned from 1997-01-01 to 1997-09-30, compared with the 273 days" in printed
    assert "The probability of no order within 180 days" in printed
    assert "pareto-nbd" in printed
    assert "past spend" in printed


def test_a_log_too_short_is_refused_in_a_sentence(tmp_path, capsys):
    log = tmp_path / "log.csv"
    log.write_text("customer_id,date,amount\na,2024-01-01,5\nb,2024-02-01,6\n", encoding="utf-8")
    assert main(["backtest", str(log)]) == 1
    assert capsys.readouterr().err.startswith("rfm: The log covers 32 days.")


def test_the_card_can_be_read_by_programs(tmp_path, capsys):
    rows = [f"c{number},2023-01-{1 + number % 28:02d},5" for number in range(300)]
    rows += [f"c{number},2023-{month:02d}-15,7" for number in range(120) for month in (3, 5)]
    rows += [f"c{number},2023-11-{1 + number % 28:02d},7" for number in range(0, 120, 2)]
    log = tmp_path / "log.csv"
    log.write_text("\n".join(["customer_id,date,amount", *rows]), encoding="utf-8")
    assert main(["backtest", str(log), "--json", "--seed", "3"]) == 0
    card = json.loads(capsys.readouterr().out)
    assert card["customers"] == 300
    assert card["begins"] == "2023-01-01"


def test_a_cut_that_is_no_day_is_not_understood(capsys):
    with pytest.raises(SystemExit):
        main(["backtest", "cdnow", "--cut", "soon"])
    assert "'soon' is not a day or time" in capsys.readouterr().err
