"""What General Segmentation says of a customer table first: a sentence, and six key figures."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from callbacks.segmentation.table_facts import profiles_of_clusters
from callbacks.segmentation.view import View
from layouts.parts.components import key_figure
from layouts.parts.verdicts import is_doubted
from rfm import schema, words
from rfm.clusters.profiles.results import ClusterProfile

DEFINITIONS: Final[Mapping[str, str]] = {
    "Customers": "Rows of the table: one per customer.",
    "Attributes": "Columns that the clusters were made of. Identifiers, free text, dates, "
    "constants and a given label are left out.",
    "Cells filled": "The share of the attributes' cells that hold a value. Gaps are filled with "
    "the typical value while clusters are sought, and stay gaps everywhere else.",
    "Clusters": "Groups of customers who are alike, found by an algorithm; the page Models "
    "compares it with others.",
    "Lowest stability": "How alike the least stable cluster comes back in repeated samples of the "
    f"customers (Jaccard, 0 to 1). Below {words.TRUSTED_FROM} a cluster is not to be trusted.",
    "Outliers": "Customers far from everybody. They are shown, and did not decide the clusters.",
    "Certainty": "How surely the middle customer belongs to the cluster: its probability.",
    "Stability": "How alike the cluster comes back in repeated samples of the customers (Jaccard, "
    f"0 to 1). Below {words.TRUSTED_FROM} it is not to be trusted.",
    "Rule finds": "The share of the cluster's customers who meet its short rule (recall).",
    "Rule is right": "The share of those who meet the rule that belong to the cluster (precision).",
}


def sentence(view: View) -> str:
    """Return what is shown, in numbers."""
    figures = view.snapshot.key_figures
    people = words.counted(figures["customers"], "customer")
    attributes = words.counted(figures["attributes"], "attribute")
    if view.filter:
        return _of_part(view)
    if not view.has_groups:
        return f"{people} with {attributes}; they were not put into clusters."
    profiles = profiles_of_clusters(view)
    if view.group:
        return _of_cluster(profiles[view.names.index(view.group)])
    largest = max(profiles, key=lambda profile: profile.customers)
    clusters = words.counted(figures["clusters"], "cluster")
    return (
        f"{people} with {attributes} fall into {clusters}; the largest, {largest.name}, holds "
        f"{words.percent(largest.share)}{_left_out(profiles)}."
    )


def _left_out(profiles: tuple[ClusterProfile, ...]) -> str:
    left = sum(profile.customers for profile in profiles if profile.is_noise)
    return f", and {words.count(left)} are in none" if left else ""


def _of_part(view: View) -> str:
    shown = int(view.is_member.sum())
    part = words.percent(shown / len(view.is_member))
    sentence = f"{view.called}: {words.counted(shown, 'customer')}, {part} of all"
    if view.group or not view.has_groups or not shown:
        return f"{sentence}."
    largest = view.groups.iloc[int(view.groups[schema.CUSTOMERS].to_numpy().argmax())]
    name, share = largest[schema.GROUP], words.percent(largest[schema.SHARE])
    return f"{sentence}; the largest cluster among them, {name}, holds {share}."


def _of_cluster(profile: ClusterProfile) -> str:
    people = (
        f"{words.counted(profile.customers, 'customer')}, {words.percent(profile.share)} of all"
    )
    effect = profile.effects[0].sentence if profile.effects else ""
    return f"{profile.name}: {people}. {effect}".rstrip()


def key_figures(view: View) -> list[Any]:
    """Return six figures of all customers, or of the chosen cluster beside all."""
    figures_of = _of_one if view.group else _of_many
    return [key_figure(*each, DEFINITIONS[each[0]]) for each in figures_of(view)]


def _of_many(view: View) -> list[tuple[str, str, str]]:
    """Return the figures of all customers, or of those who pass the filter."""
    figures, snapshot = view.snapshot.key_figures, view.snapshot
    features = [each for each in snapshot.columns.attributes if each.is_feature]
    of_columns = f"of {words.count(len(snapshot.columns.attributes))} columns"
    people, of_people = figures["customers"], "one row each"
    filled = figures["filled_share"]
    compared = words.counted(sum(each.missing for each in features), "gap")
    if view.filter:
        people = int(view.is_member.sum())
        of_people = f"{words.percent(people / len(view.is_member))} of all"
        compared = f"all: {words.percent(filled)}"
        names = [each.name for each in features]
        is_known = view.members(snapshot.customers(*names)).notna().to_numpy()
        filled = float(is_known.mean()) if is_known.size else None
    is_counted = view.filter and view.has_groups
    return [
        ("Customers", words.count(people), of_people),
        ("Attributes", words.count(len(features)), of_columns),
        ("Cells filled", words.percent(filled), compared),
        *(_of_filtered_clusters(view) if is_counted else _of_clusters(view)),
    ]


def _of_filtered_clusters(view: View) -> list[tuple[str, str, str]]:
    groups = view.groups[~view.groups[schema.IS_NOISE].to_numpy(dtype=bool)]
    present = int((groups[schema.CUSTOMERS] > 0).sum())
    columns = view.customers(schema.CLUSTER_PROBABILITY, schema.IS_OUTLIER)
    return [
        ("Clusters", words.count(present), f"of {words.count(len(groups))} have some of them"),
        *_membership(view.members(columns), columns),
    ]


def _membership(own: pd.DataFrame, all_: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return how sure the clusters of some customers are, and how many are far from everybody."""
    sure, of_all = (
        each[schema.CLUSTER_PROBABILITY].median() if len(each) else None for each in (own, all_)
    )
    outliers, of_outliers = (int(each[schema.IS_OUTLIER].sum()) for each in (own, all_))
    return [
        ("Certainty", words.percent(sure), f"all: {words.percent(of_all)}"),
        ("Outliers", words.count(outliers), f"of {words.count(of_outliers)}"),
    ]


def _of_clusters(view: View) -> list[tuple[str, str, str]]:
    comparison = view.snapshot.comparison
    if comparison is None:
        reason = "see below why"
        return [
            (each, words.MISSING, reason) for each in ("Clusters", "Lowest stability", "Outliers")
        ]
    title = comparison.candidate(comparison.in_use).title
    clusters = [each for each in profiles_of_clusters(view) if not each.is_noise]
    stable = [each.jaccard for each in clusters if each.jaccard is not None]
    lowest = min(stable, default=None)
    share = comparison.outliers / comparison.customers if comparison.customers else None
    return [
        ("Clusters", words.count(view.snapshot.key_figures["clusters"]), f"found by {title}"),
        ("Lowest stability", words.number(lowest, 2), _trust(stable)),
        ("Outliers", words.count(comparison.outliers), f"{words.percent(share)} of customers"),
    ]


def _trust(stable: list[float]) -> str:
    if not stable:
        return "not measured"
    doubted = sum(map(is_doubted, stable))
    if not doubted:
        return "all are found again in other samples"
    return f"{doubted} of {len(stable)} not to be trusted"


def _of_one(view: View) -> list[tuple[str, str, str]]:
    profile = profiles_of_clusters(view)[view.names.index(view.group)]
    columns = view.customers(schema.CLUSTER_PROBABILITY, schema.IS_OUTLIER)
    certainty, outliers = _membership(view.members(columns), columns)
    shown = int(view.is_member.sum())
    rule = profile.rules[0] if profile.rules else None
    return [
        ("Customers", words.count(shown), f"{words.percent(shown / len(columns))} of all"),
        certainty,
        ("Stability", words.number(profile.jaccard, 2), _trust_of(profile)),
        ("Rule finds", words.percent(rule.recall if rule else None), "of its customers"),
        ("Rule is right", words.percent(rule.precision if rule else None), "of those it finds"),
        outliers,
    ]


def _trust_of(profile: ClusterProfile) -> str:
    return "not measured" if profile.jaccard is None else _trust([profile.jaccard])
