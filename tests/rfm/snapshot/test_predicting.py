"""Customers of a snapshot, ready to be compared with a new one."""

from datetime import UTC, datetime

from rfm import schema
from rfm.analysis.log import analysing
from rfm.settings import Settings
from rfm.snapshot import Snapshot, publish
from rfm.snapshot.predicting import known_of, placing_of


def test_where_all_customers_are_alike_all_are_as_near(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("customer,order,date,amount\nA,1,2026-01-01,5\nB,2,2026-01-01,5\n")
    with analysing(str(log), Settings()) as analysis:
        publish(analysis, tmp_path / "out", datetime(2026, 1, 2, tzinfo=UTC))
    snapshot = Snapshot.open(tmp_path / "out")
    known = known_of(snapshot, placing_of(snapshot))
    nearest, distances = known.neighbours.nearest(snapshot.customers(*schema.RFM).head(1))
    assert nearest[schema.CUSTOMER_ID].tolist() == ["A", "B"]
    assert distances.tolist() == [0, 0]
