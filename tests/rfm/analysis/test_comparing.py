"""The clusters of a log are compared with those of other algorithms, explained, and kept."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rfm import schema
from rfm.__main__ import main
from rfm.errors import SnapshotError
from rfm.samples.gift_shop import write_gift_shop
from rfm.snapshot import Snapshot, files
from rfm.snapshot.writer import add_to

CUSTOMERS = 400


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    return write_gift_shop(tmp_path_factory.mktemp("shop"), CUSTOMERS)


@pytest.fixture(scope="module")
def address(log, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("published") / "shop"
    assert (
        main(["analyse", str(log), "--lifetime", "off", "--clusters", "2", "--out", str(out)]) == 0
    )
    return out


@pytest.fixture(scope="module")
def before(address) -> Snapshot:
    return Snapshot.open(address)


@pytest.fixture(scope="module")
def snapshot(address, before) -> Snapshot:
    assert not before.is_compared
    assert main(["compare", str(address), "--keep"]) == 0
    return Snapshot.open(address)


def test_a_kept_comparison_is_a_new_version_with_the_same_tables_beside_the_old(snapshot, before):
    assert snapshot.id != before.id
    for name in (files.CUSTOMERS, files.ORDERS, files.LINES, files.CLUSTERS):
        assert snapshot.manifest["files"][name] == before.manifest["files"][name]
    assert snapshot.customers(schema.CLUSTER_NAME).equals(before.customers(schema.CLUSTER_NAME))
    assert snapshot.is_compared
    assert not Snapshot(before.folder, before.manifest).is_compared


def test_the_tables_are_not_copied_and_nothing_is_left_behind(snapshot, before):
    assert (snapshot.folder / files.ORDERS).samefile(before.folder / files.ORDERS)
    assert {path.name for path in snapshot.folder.iterdir()} == {
        files.MANIFEST,
        *(name.partition("/")[0] for name in snapshot.manifest["files"]),
    }


def test_nothing_is_added_to_another_version_than_the_one_it_was_made_of(snapshot, before, address):
    with pytest.raises(SnapshotError, match="'shop' was made again meanwhile"):
        add_to(address, before.id, datetime(2026, 1, 1, tzinfo=UTC), lambda _folder: None)
    assert Snapshot.open(address).id == snapshot.id


def test_the_stories_are_those_of_the_clusters_in_use(snapshot):
    groups = snapshot.groups(schema.CLUSTERS)
    stories = snapshot.profiles.clusters
    assert [story.name for story in stories] == groups[schema.GROUP].astype(str).tolist()
    assert [story.customers for story in stories] == groups[schema.CUSTOMERS].tolist()
    assert [story.paragraph for story in stories] == groups[schema.DESCRIPTION].tolist()


def test_the_comparison_is_of_the_clusters_in_use_and_asks_for_no_others(snapshot, before):
    own, then = snapshot.clusters_in_use, before.clusters_in_use
    assert (own.k, own.sizes, own.why_k) == (then.k, then.sizes, "k = 2: set by you.")
    assert not then.jaccards
    assert own.jaccards
    assert all(0 < story.jaccard <= 1 for story in snapshot.profiles.clusters)


def test_the_profiles_are_there_after_the_first_analysis(snapshot, before):
    assert all(story.effects and story.rules for story in before.profiles.clusters)
    assert before.profiles == snapshot.profiles.with_stability([None, None])


def test_customers_are_still_placed_by_recency_frequency_and_money(snapshot):
    assert not snapshot.is_placed_by_attributes
    assert len(snapshot.placer.names) == 2


def test_the_supervised_model_agrees_with_the_clusters_and_says_that_this_is_no_skill(snapshot):
    card = snapshot.classifier_card
    assert card.is_agreement
    assert card.classes == snapshot.placer.names
    assert card.accuracy > 0.9


def test_asking_again_prints_what_is_kept(snapshot, address, capsys):
    assert main(["compare", str(address), "--json"]) == 0
    kept = json.loads(capsys.readouterr().out)
    assert kept["reason"] == snapshot.comparison.reason


@pytest.mark.parametrize(
    ("asked", "option"),
    [
        (["--algorithm", "hdbscan"], "--algorithm"),
        (["--id", "a"], "--id"),
        (["--seed", "1"], "--seed"),
    ],
)
def test_a_snapshot_is_not_compared_with_other_settings(address, snapshot, capsys, asked, option):
    assert snapshot.comparison is not None
    assert main(["compare", str(address), *asked]) == 1
    assert f"leave out {option}, or compare the source" in capsys.readouterr().err


def test_nothing_is_kept_with_what_is_no_snapshot(log, capsys):
    assert main(["compare", str(log), "--keep"]) == 1
    assert "A comparison is added to a snapshot" in capsys.readouterr().err
