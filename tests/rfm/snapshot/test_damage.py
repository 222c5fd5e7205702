"""A snapshot that was damaged, and a place that cannot be written, are told in a sentence."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rfm import schema
from rfm.analysis.log import analysing
from rfm.errors import SnapshotError
from rfm.log.transactions.writing import Writer
from rfm.settings import Settings
from rfm.snapshot import Snapshot, files, publish
from rfm.snapshot.files import damaged
from rfm.snapshot.publishing import publishing

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LOG = """customer,order,date,product,amount
A,1,2026-01-01,Cup,5
A,2,2026-01-09,Pot,7
B,3,2026-01-05,Cup,5
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    folder = tmp_path_factory.mktemp("damage")
    log = folder / "log.csv"
    log.write_text(LOG)
    with analysing(str(log), Settings()) as analysis:
        publish(analysis, folder / "out", NOW)
    return folder / "out"


@pytest.fixture
def copy(published, tmp_path):
    return Path(shutil.copytree(published, tmp_path / "copy"))


def overwrite(file):
    """Keep a file's size and lose what it says."""
    file.write_bytes(b"x" * file.stat().st_size)


@pytest.mark.parametrize(
    "text", ["", "null", "3", "[]", "[" * 100_000, "\x00", f'{{"format": {files.FORMAT}}}']
)
def test_a_manifest_that_is_no_manifest_is_refused(copy, text):
    (copy / files.MANIFEST).write_text(text)
    with pytest.raises(SnapshotError, match=r"manifest\.json is missing or incomplete"):
        Snapshot.open(copy)


def test_where_there_is_no_snapshot_it_is_said_how_to_make_one(tmp_path):
    with pytest.raises(SnapshotError, match=r"There is no snapshot at .* analyse a file first"):
        Snapshot.open(tmp_path)


FACTS = ("id", "kind", "source", "settings", "quality", "groupings", "files")


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        *((fact, value) for fact in FACTS for value in (None, 3)),
        *(("files", tables) for tables in ({}, {files.CUSTOMERS: 3})),
        ("files", {files.CUSTOMERS: {"bytes": 3}}),
    ],
)
def test_a_manifest_without_one_of_its_facts_or_tables_is_refused(copy, fact, value):
    manifest = json.loads((copy / files.MANIFEST).read_text())
    (copy / files.MANIFEST).write_text(json.dumps({**manifest, fact: value}))
    with pytest.raises(SnapshotError, match=r"manifest\.json is missing or incomplete|damaged"):
        Snapshot.open(copy)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        (files.CUSTOMERS, lambda snapshot: snapshot.customers(schema.MONETARY)),
        (files.SEGMENTS, lambda snapshot: snapshot.groups("grid")),
        (files.ORDERS, lambda snapshot: snapshot.orders_of("A")),
        (files.LINES, lambda snapshot: snapshot.lines_of("A")),
        (files.SCHEME_MODELS, lambda snapshot: snapshot.schemes),
    ],
)
def test_a_table_that_was_overwritten_is_named_when_it_is_read(copy, name, read):
    overwrite(copy / name)
    snapshot = Snapshot.open(copy)
    with pytest.raises(SnapshotError, match=Path(name).name):
        read(snapshot)


@pytest.mark.parametrize("place", ["file/out", "file/deeper/out", "x" * 250])
def test_a_place_that_cannot_be_written_is_refused(tmp_path, place):
    (tmp_path / "file").write_text("somebody's")
    with pytest.raises(SnapshotError, match="cannot be written"), publishing(tmp_path / place, "1"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text(LOG)
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("This system has no /dev/full to write to.")
    with (
        analysing(str(log), Settings()) as analysis,
        pytest.raises(SnapshotError, match="cannot be written"),
        publishing(tmp_path / "out", "1"),
    ):
        Writer(analysis.transactions).write_orders(full)
    assert [path.name for path in tmp_path.iterdir()] == ["log.csv"]


@pytest.mark.parametrize(
    ("place", "name"), [("a~b", "a~b"), (".shop~20260102T030405-0a1b2c3d", "shop")]
)
def test_damage_is_told_by_the_name_of_the_snapshot_and_not_where_it_lies(tmp_path, place, name):
    sentence = str(damaged(tmp_path / place, "orders.parquet"))
    assert sentence.startswith(f"The snapshot '{name}' is damaged: orders.parquet")
    assert str(tmp_path) not in sentence


def test_a_log_of_two_customers_has_no_models_and_knows_when_it_was_published(published):
    snapshot = Snapshot.open(published)
    assert snapshot.created_at == NOW
    assert (snapshot.placer, snapshot.classifier, snapshot.second_opinion) == (None, None, ())
