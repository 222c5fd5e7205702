"""A customer table with clusters, published by hand: what the pages show of one, in no time."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from rfm import schema
from rfm.analysis.clusters import FoundClusters, steps_of
from rfm.analysis.table import TableAnalysis, cluster_profiles
from rfm.classifier.model import Classified
from rfm.clusters.algorithms.centres import KMeansAlgorithm
from rfm.clusters.clustering import Clustering, Placer, membership_columns
from rfm.clusters.profiles.making import profile_clusters
from rfm.clusters.settings import ClusteringSettings
from rfm.features.pipeline import fit_pipeline
from rfm.samples.sources import open_source
from rfm.snapshot import Snapshot, publish
from rfm.table.reading import read_customer_table
from tests.hand_made_studies import comparison_of

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
JACCARDS = (0.95, 0.9, 0.6)
GROUPS = {"Student": (20, 300, 0), "Worker": (45, 2_500, 12), "Pensioner": (75, 900, 3)}


def holders(per_group: int = 60, seed: int = 1) -> pd.DataFrame:
    """Return three groups of card holders that nobody could mistake for each other."""
    rng = np.random.default_rng(seed)
    tables = [
        pd.DataFrame(
            {
                "age": rng.normal(age, 2, per_group).round(1),
                "balance": rng.normal(balance, 40, per_group).round(2),
                "job": job,
                "visits.made": rng.poisson(4 + visits, per_group),
            }
        )
        for job, (age, balance, visits) in GROUPS.items()
    ]
    table = pd.concat(tables, ignore_index=True)
    table.insert(0, "card_no", [f"H{number:04}" for number in range(len(table))])
    table.loc[7, "balance"] = np.nan
    return table


def publish_holders(folder: Path, table: pd.DataFrame | None = None) -> Snapshot:
    """Publish card holders with three clusters, the smallest of which is not to be trusted."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "holders.csv"
    (holders() if table is None else table).to_csv(file, index=False)
    source = open_source(str(file), folder, ())
    read = read_customer_table(source.path)
    found = _clustering(read.customers, read.attributes)
    analysis = TableAnalysis(
        source=source,
        settings=ClusteringSettings(),
        rows=len(read.customers),
        report=read.rows,
        notes=read.notes,
        found_clusters=FoundClusters(
            table=replace(read, customers=read.customers.join(found.members)),
            clustering=found,
            steps=steps_of(found, read.findings, ClusteringSettings()),
        ),
        classified=Classified(None, "None was trained."),
        clusters=cluster_profiles(found),
    )
    publish(analysis, folder / "snapshots" / "holders", NOW)
    return Snapshot.open(folder / "snapshots" / "holders")


def _clustering(customers: pd.DataFrame, attributes: tuple) -> Clustering:
    pipeline = fit_pipeline(customers, attributes)
    features = pipeline.features(customers)
    algorithm = KMeansAlgorithm(3).fit(features)
    labels = algorithm.predict(features)
    # The last two customers are in no cluster.
    labels = np.where(np.arange(len(labels)) >= len(labels) - 2, -1, labels)
    profiles = profile_clusters(customers, attributes, labels, features, jaccards=JACCARDS)
    names = tuple(profile.name for profile in profiles.clusters)
    placer = Placer(pipeline, algorithm, (0, 1, 2), names)
    places = pipeline.map_points(customers)
    is_none = labels < 0
    labels = np.where(is_none, 3, labels)
    sure = np.full((len(labels), 4), 0.05)
    sure[np.arange(len(labels)), labels] = 0.85
    members = membership_columns(labels, names, sure).assign(
        **{schema.MAP_X: places[:, 0], schema.MAP_Y: places[:, 1], schema.IS_OUTLIER: is_none}
    )
    return Clustering(
        comparison=comparison_of([profile.customers for profile in profiles.clusters[:3]]),
        profiles=profiles,
        placer=placer,
        slots=(0, 1, 2, 3),
        members=members.set_index(customers.index),
    )
