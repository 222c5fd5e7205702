"""What General Segmentation says of a customer table first, in a sentence."""

from callbacks.segmentation.table_facts import profiles_of_clusters
from callbacks.segmentation.view import View
from rfm import schema, words
from rfm.clusters.profiles.results import ClusterProfile


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
