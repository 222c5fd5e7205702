"""A log becomes a snapshot: the published report line for line, and the same bytes every time."""

import hashlib
from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest

from rfm import schema
from rfm.analysis.log import STEPS, analysing
from rfm.samples.gift_shop import make_gift_shop
from rfm.settings import Settings, preset
from rfm.snapshot import Snapshot, publish

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
REPORT_MEANS = {
    "High Spenders": (58.791809, 58.382253, 4572.140580),
    "Inactive But Potentially Returning": (85.654762, 61.190476, 1070.484762),
    "Inactive and Unlikely to Return": (260.732283, 8.199475, 157.415433),
    "Frequent Supporters": (51.704762, 185.760317, 2883.361383),
    "Other": (97.082333, 32.954075, 543.066087),
    "Top Tier": (7.244444, 367.873333, 9285.881289),
}


def snapshot_of(source, address, settings=None, **options):
    """Analyse a log, publish it and open what was published."""
    with analysing(str(source), settings or Settings(), **options) as analysis:
        publish(analysis, address, NOW)
    return Snapshot.open(address)


def table_hashes(snapshot):
    return {
        path.relative_to(snapshot.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in snapshot.folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }


@pytest.fixture(scope="module")
def online_retail(shared):
    return shared / "data" / "online_retail.parquet"


@pytest.fixture(scope="module")
def report(online_retail, tmp_path_factory):
    return snapshot_of(online_retail, tmp_path_factory.mktemp("report") / "out", preset("report"))


@pytest.fixture(scope="module")
def default(shared, tmp_path_factory):
    return snapshot_of(
        "online-retail", tmp_path_factory.mktemp("default") / "out", folders=[shared / "data"]
    )


def test_every_row_of_the_log_is_accounted_for(report, default):
    for snapshot in (report, default):
        assert sum(row["rows"] for row in snapshot.report) == snapshot.manifest["source"]["rows"]


def test_the_report_preset_has_the_published_segments(report):
    assert report.key_figures["customers"] == 4_339
    groups = report.groups(schema.REPORT).set_index(schema.GROUP)
    columns = [schema.RECENCY_MEAN, schema.FREQUENCY_MEAN, schema.MONETARY_MEAN]
    for name, means in REPORT_MEANS.items():
        assert groups.loc[name, columns].tolist() == pytest.approx(means, abs=5e-7)


@pytest.mark.parametrize(
    ("number", "values", "code", "segment"),
    [
        ("12346", (326, 1, 77183.60), "441", "High Spenders"),
        ("12347", (2, 182, 4310.00), "111", "Top Tier"),
        ("12348", (75, 31, 1797.24), "331", "High Spenders"),
        ("13456", (18, 63, 1766.72), "121", "High Spenders"),
    ],
)
def test_the_report_preset_has_the_published_customers(report, number, values, code, segment):
    customer = report.customer(number)
    assert tuple(customer[list(schema.RFM)]) == pytest.approx(values)
    assert (customer[schema.RFM_CODE], customer[schema.SEGMENT]) == (code, segment)


def test_the_default_settings_count_the_customers_and_orders_of_online_retail(default):
    assert default.key_figures["customers"] == 4_327
    assert default.key_figures["orders"] == 18_391
    assert default.currency == "£"


def test_cdnow_has_all_its_orders_and_customers(var_folder):
    snapshot = Snapshot.open(var_folder / "snapshots" / "cdnow")
    assert snapshot.key_figures["customers"] == 23_570
    assert snapshot.key_figures["orders"] == 69_659
    assert snapshot.lines_of("00003") is None
    assert snapshot.orders_of("00003")[schema.AMOUNT].tolist() == [
        20.76, 20.76, 19.54, 57.45, 20.96, 16.99,
    ]  # fmt: skip


def test_customers_are_sorted_and_their_groups_ordered_best_first(default):
    numbers = default.customers(schema.CUSTOMER_ID)[schema.CUSTOMER_ID]
    assert numbers.is_monotonic_increasing
    assert numbers.is_unique
    for grouping in default.groupings:
        column = schema.group_column(grouping)
        labels = default.customers(column)[column].cat
        assert labels.ordered
        groups = default.groups(grouping)
        listed = groups[schema.GROUP].tolist()
        assert listed == [name for name in labels.categories if name in listed]
        assert groups[schema.CUSTOMERS].sum() == 4_327
        assert groups[schema.DESCRIPTION].str.len().gt(10).all()


def test_orders_and_lines_add_up_to_the_customer(default):
    customer = default.customer("13456")
    orders, lines = default.orders_of("13456"), default.lines_of("13456")
    assert orders[schema.AMOUNT].sum() == pytest.approx(customer[schema.MONETARY])
    assert lines[schema.AMOUNT].sum() == pytest.approx(customer[schema.MONETARY])
    assert (~orders[schema.IS_RETURN]).sum() == customer[schema.ORDERS]
    assert orders[schema.ORDERED_AT].is_monotonic_increasing


def test_a_log_in_another_order_and_appended_to_itself_gives_the_same_bytes(tmp_path):
    log = make_gift_shop(300)
    mixed = log.sample(fraction=1, shuffle=True, seed=1)
    hashes = []
    for name, rows in (("once", log), ("mixed", mixed), ("twice", pl.concat([log, log]))):
        rows.write_parquet(tmp_path / name)
        hashes.append(table_hashes(snapshot_of(tmp_path / name, tmp_path / "out" / name)))
    assert hashes[0] == hashes[1] == hashes[2]
    assert "customers.parquet" in hashes[0]


@pytest.mark.parametrize(
    ("name", "why_no_clusters", "why_no_lifetime"),
    [
        ("25_one_customer", "at least 10", "Only 1 of 1 customers bought on a second day"),
        ("26_one_day_only", "", "All purchases are on one day"),
        ("27_one_time_buyers", "", "None of the 60 customers bought on a second day"),
    ],
)
def test_a_log_too_poor_to_model_is_still_described(
    shared, tmp_path, name, why_no_clusters, why_no_lifetime
):
    snapshot = snapshot_of(shared / "messy" / f"{name}.csv", tmp_path / "out")
    customers = snapshot.customers(*schema.RFM, schema.SEGMENT)
    assert np.isfinite(customers[list(schema.RFM)].to_numpy(dtype=float)).all()
    assert customers[schema.SEGMENT].notna().all()
    assert why_no_clusters in snapshot.no_clusters_reason
    assert (snapshot.placer is None) == bool(why_no_clusters)
    assert snapshot.lifetime is None
    assert why_no_lifetime in snapshot.no_lifetime_reason
    assert not set(schema.PROSPECTS) & set(snapshot.customer_columns)


def test_a_scheme_of_ones_own_gets_a_column_and_comes_first(tmp_path, shared):
    scheme = tmp_path / "mine.yaml"
    scheme.write_text(
        "title: Mine\n"
        "segments:\n"
        "  - name: Big baskets\n"
        "    when: {average_order_value: over 50}\n"
        "otherwise: Everyone else\n"
    )
    snapshot = snapshot_of(
        shared / "messy" / "27_one_time_buyers.csv", tmp_path / "out", Settings(scheme=str(scheme))
    )
    assert snapshot.groupings[0] == "mine"
    names = snapshot.customers(schema.SEGMENT, schema.AVERAGE_ORDER_VALUE)
    is_big = names[schema.AVERAGE_ORDER_VALUE] > 50
    assert (names[schema.SEGMENT] == "Big baskets").eq(is_big).all()
    assert 0 < is_big.sum() < 60


def test_the_steps_are_announced_in_order(shared):
    heard = []
    with analysing(
        str(shared / "messy" / "25_one_customer.csv"),
        Settings(),
        progress=lambda step, _: heard.append(step),
    ):
        pass
    assert heard == list(range(len(STEPS) - 1))


def test_a_log_of_postage_alone_has_no_products_and_is_published(tmp_path):
    log = tmp_path / "log.csv"
    lines = "".join(f"c{number},2011-01-0{1 + number % 9},POSTAGE,5\n" for number in range(20))
    log.write_text(f"customer,date,description,amount\n{lines}")
    snapshot = snapshot_of(log, tmp_path / "out", Settings(lifetime="off"))
    assert snapshot.key_figures[schema.REVENUE] == 100
    products = snapshot.products(schema.GRID)
    assert products is not None
    assert products.empty


def test_the_fingerprint_is_that_of_the_file_that_was_read(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("customer,date,amount\na,2011-01-02,5\nb,2011-01-03,6\n")
    own = hashlib.sha256(log.read_bytes()).hexdigest()
    with analysing(str(log), Settings(lifetime="off")) as analysis:
        log.unlink()
        publish(analysis, tmp_path / "out", NOW)
    assert Snapshot.open(tmp_path / "out").manifest["source"]["sha256"] == own
