"""A customer table from a file to a published snapshot, and back."""

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.__main__ import main
from rfm.analysis.table import TABLE_STEPS, analyse_table
from rfm.clusters.making import too_little
from rfm.clusters.settings import ClusteringSettings
from rfm.commands.keeping import known_clusters
from rfm.errors import SettingsError
from rfm.snapshot import Snapshot, files, publish
from tests.hand_made_tables import NOW, holders


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("holders") / "holders.csv"
    holders().sample(frac=1, random_state=3).to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def steps():
    return []


@pytest.fixture(scope="module")
def analysis(file, steps):
    return analyse_table(
        str(file),
        ClusteringSettings(algorithm="kmeans"),
        progress=lambda step, _detail: steps.append(step),
    )


@pytest.fixture(scope="module")
def snapshot(analysis, tmp_path_factory):
    address = tmp_path_factory.mktemp("published") / "holders"
    publish(analysis, address, NOW)
    return Snapshot.open(address)


def test_the_three_groups_are_found_and_every_customer_has_one(analysis):
    found = analysis.found_clusters.table.customers.groupby("job")[schema.CLUSTER_NAME].nunique()
    assert found.tolist() == [1, 1, 1]
    assert analysis.clusters[schema.CUSTOMERS].tolist() == [60] * 3
    assert analysis.clusters[schema.SHARE].sum() == pytest.approx(1)


def test_every_step_is_told_in_order(analysis, steps):
    assert analysis.key_figures["clusters"] == 3
    assert steps == sorted(steps)
    assert set(steps) == set(range(len(TABLE_STEPS) - 1))


def test_a_snapshot_gives_back_what_was_found(analysis, snapshot):
    assert snapshot.kind == schema.CUSTOMER_TABLE
    assert snapshot.groupings == (schema.CLUSTERS,)
    assert snapshot.comparison == analysis.found_clusters.clustering.comparison
    assert snapshot.profiles == analysis.found_clusters.clustering.profiles
    assert snapshot.columns.attributes == analysis.found_clusters.table.attributes
    assert snapshot.columns.steps == analysis.found_clusters.steps
    assert snapshot.customer("H0000")["job"] == "Student"


def test_a_stored_snapshot_places_known_customers_where_they_are(snapshot):
    customers = snapshot.customers(*snapshot.customer_columns)
    placed = snapshot.placer.labels(customers)
    assert (placed + 1).tolist() == customers[schema.CLUSTER].tolist()
    sure = snapshot.placer.probabilities(customers)[np.arange(len(placed)), placed]
    assert sure == pytest.approx(customers[schema.CLUSTER_PROBABILITY].to_numpy())


def test_the_supervised_model_is_stored_and_says_that_it_only_agrees(snapshot):
    assert snapshot.classifier_card.is_agreement
    customers = snapshot.customers(*snapshot.customer_columns)
    said = snapshot.classifier.probabilities(customers).idxmax(axis=1)
    assert (said == customers[schema.CLUSTER_NAME].astype(str)).mean() > 0.95


def test_the_pipeline_is_told_from_checking_to_naming(snapshot):
    names = [step.name for step in snapshot.columns.steps]
    assert (names[0], names[-2], names[-1]) == ("validation", "clustering", "naming")
    assert all(step.reason for step in snapshot.columns.steps)


def test_the_same_table_in_another_order_gives_the_same_bytes(analysis, file, tmp_path):
    turned = tmp_path / "holders.csv"
    pd.read_csv(file).iloc[::-1].to_csv(turned, index=False)
    again = analyse_table(
        str(turned), ClusteringSettings(algorithm="kmeans"), progress=lambda _step, _detail: None
    )
    pd.testing.assert_frame_equal(
        again.found_clusters.table.customers, analysis.found_clusters.table.customers
    )
    assert again.found_clusters.clustering.profiles == analysis.found_clusters.clustering.profiles


def clusters_by_job(analysis):
    """Return the cluster that each job's customers are in."""
    customers = analysis.found_clusters.table.customers
    return dict(zip(customers["job"], customers[schema.CLUSTER_NAME], strict=True))


def test_clusters_keep_their_names_when_the_table_is_analysed_again(analysis, tmp_path):
    address = tmp_path / "holders"
    publish(analysis, address, NOW)
    names = clusters_by_job(analysis)
    later = holders(seed=2)
    # Most pensioners left, so that their cluster is the smallest now.
    later = later[(later["job"] != "Pensioner") | (later.index % 3 > 0)]
    file = tmp_path / "later.csv"
    later.to_csv(file, index=False)
    again = analyse_table(
        str(file),
        ClusteringSettings(algorithm="kmeans", clusters=3),
        known=known_clusters(address),
        progress=lambda _step, _detail: None,
    )
    assert clusters_by_job(again) == names
    publish(again, address, NOW + timedelta(days=1))
    slots = Snapshot.open(address).slots(schema.CLUSTERS)
    assert sorted(slots) == [0, 1, 2]


def test_too_few_customers_have_no_clusters_and_are_published_with_the_reason(tmp_path):
    file = tmp_path / "few.csv"
    holders().head(8).to_csv(file, index=False)
    few = analyse_table(str(file), ClusteringSettings(), progress=lambda _step, _detail: None)
    publish(few, tmp_path / "few", NOW)
    snapshot = Snapshot.open(tmp_path / "few")
    assert snapshot.groupings == ()
    assert "Too few customers" in snapshot.no_clusters_reason
    assert snapshot.comparison is None
    assert files.CLUSTERS not in snapshot.manifest["files"]
    words = [replace(one, is_feature=False) for one in few.found_clusters.table.attributes]
    told = too_little(replace(few.found_clusters.table, attributes=tuple(words)))
    assert told.startswith("No column can make clusters")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"algorithm": "magic"}, "'magic' is not an algorithm"),
        ({"clusters": 1}, "1 cluster cannot be made"),
        ({"seed": -1}, "-1 cannot be the seed: give a whole number from 0"),
        ({"seed": 2**32}, "cannot be the seed"),
        ({"clusters": 99}, "99 clusters cannot be made"),
    ],
)
def test_settings_that_cannot_be_are_refused(wrong, told):
    with pytest.raises(SettingsError, match=told):
        ClusteringSettings(**wrong)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--horizon", "90"], "Leave out --horizon"),
        (["--step", "scaling=huge"], "'huge' is not a value of scaling"),
        (["--type", "age=colour"], "'colour' is no kind of column 'age'"),
        (["--rename", "Nobody=Somebody", "--algorithm", "kmeans"], "No cluster is called 'Nobody'"),
        (["--step", "polish=yes"], "'polish' is no step of the pipeline"),
        (["--step", "rare_share=some"], "'some' is not a value of rare_share"),
        (["--kind", "log"], "no "),
        (["--algorithm", "prototypes", "--ignore", "job"], "only numbers"),
        (["--id", "passport"], "there is no column 'passport'"),
    ],
)
def test_what_a_table_cannot_be_asked_is_refused_in_a_sentence(
    file, tmp_path, capsys, options, told
):
    assert main(["analyse", str(file), "--out", str(tmp_path / "out"), *options]) == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_types_and_names_are_as_the_user_says(file, tmp_path, capsys):
    out = tmp_path / "out"
    options = ["--type", "visits.made=category", "--algorithm", "kmeans", "--clusters", "3"]
    assert main(["analyse", str(file), *options, "--out", str(out)]) == 0
    told = capsys.readouterr()
    assert "holders: 180 customers, 4 attributes, 3 clusters" in told.out
    assert f"{len(TABLE_STEPS)}/{len(TABLE_STEPS)} Publishing" in told.err
    first = Snapshot.open(out)
    assert first.kind == schema.CUSTOMER_TABLE
    kinds = {each.name: each.kind for each in first.columns.attributes}
    assert kinds["visits.made"] == "category"
    old = first.profiles.clusters[0].name
    assert main(["analyse", str(file), *options, "--rename", f"{old}=Ours", "--out", str(out)]) == 0
    assert Snapshot.open(out).profiles.clusters[0].name == "Ours"


def test_a_comparison_is_printed_and_can_be_had_as_json(file, capsys):
    assert main(["compare", str(file), "--clusters", "3", "--json"]) == 0
    comparison = json.loads(capsys.readouterr().out)
    assert {each["algorithm"] for each in comparison["candidates"]} >= {"kmeans", "hdbscan"}
