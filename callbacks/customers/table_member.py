"""One customer of a table beside everybody else: the card, the places, the map, and as tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from callbacks.parts.attributes import shown_attributes
from callbacks.parts.looks import directions_of, membership_of
from layouts.charts.clouds import table_map
from layouts.charts.clouds.cloud import Cloud
from layouts.charts.customer import table_standing
from layouts.charts.drawing.look import Look
from layouts.customers import table_card
from layouts.customers.search import Found
from layouts.customers.table_card import TableCard
from layouts.customers.tables import told_as_table
from layouts.parts import words
from layouts.parts.attributes import Shown
from layouts.parts.facts_tables import Cell, Row
from rfm import schema
from rfm.customer.typicality import UNTYPICAL, Trait, traits_of
from rfm.snapshot import Snapshot

_MARKS: Final = {"": "", "typical": "good", UNTYPICAL: "watch"}
_STAR: Final = 17


@dataclass(frozen=True)
class Member:
    """One customer of a table beside everybody else; `cluster` is empty where there are none."""

    snapshot: Snapshot
    customer: pd.Series
    look: Look

    @property
    def cluster(self) -> str:
        """The customer's cluster."""
        return str(self.customer[schema.CLUSTER_NAME]) if self.look.names else ""

    @cached_property
    def shown(self) -> dict[str, Shown]:
        """The attributes as readers see them, by name."""
        return {each.name: each for each in shown_attributes(self.snapshot)}

    @cached_property
    def is_member(self) -> np.ndarray:
        """Who belongs to the same cluster; everybody where there are none."""
        if not self.cluster:
            return np.ones(len(self.snapshot.customers(schema.CUSTOMER_ID)), dtype=bool)
        groups = self.snapshot.customers(schema.CLUSTER_NAME)[schema.CLUSTER_NAME]
        return np.asarray(self.look.codes(groups) == self.look.code(self.cluster))

    @cached_property
    def traits(self) -> tuple[Trait, ...]:
        """Where the customer stands on every attribute."""
        attributes = [each for each in self.snapshot.columns.attributes if each.name in self.shown]
        customers = self.snapshot.customers(*(each.name for each in attributes))
        return traits_of(customers, self.customer, attributes, self.is_member)


def card_of(member: Member) -> TableCard:
    """Return what the card tells of a customer."""
    snapshot, customer = member.snapshot, member.customer
    label = snapshot.columns.label
    of_cluster = None
    if member.cluster:
        sure = snapshot.customers(schema.CLUSTER_PROBABILITY)[schema.CLUSTER_PROBABILITY]
        of_cluster = float(np.median(sure.to_numpy()[member.is_member]))
    told = sorted(member.traits, key=lambda trait: -trait.weight)
    return TableCard(
        number=str(customer[schema.CUSTOMER_ID]),
        customers=len(member.is_member),
        membership=membership_of(snapshot, schema.CLUSTERS, member.cluster)
        if member.cluster
        else None,
        probability=float(customer[schema.CLUSTER_PROBABILITY]) if member.cluster else None,
        probability_of_cluster=of_cluster,
        is_outlier=bool(customer.get(schema.IS_OUTLIER, False)),
        label=(member.shown[label].label, member.shown[label].value(customer[label]))
        if label in member.shown
        else ("", ""),
        traits=tuple(_told(member, trait) for trait in told),
    )


def _told(member: Member, trait: Trait) -> table_card.Trait:
    shown = member.shown[trait.attribute]
    value, middle = shown.value(trait.value), shown.value(trait.middle)
    return table_card.Trait(label=shown.label, value=value, middle=middle, verdict=trait.verdict)


def row_of(member: Member, trait: Trait) -> Row:
    """Return one attribute as a row of the table of all."""
    shown = member.shown[trait.attribute]
    inside = _place(trait.own_percentile, trait.own_share)
    return Row(
        name=shown.label,
        cells=(
            Cell(shown.value(trait.value)),
            Cell(_place(trait.percentile, trait.share)),
            Cell(inside if member.cluster else words.MISSING),
            Cell(shown.value(trait.middle)),
            Cell(trait.verdict, mark=_MARKS[trait.verdict]),
        ),
    )


def _place(percentile: float | None, share: float | None) -> str:
    if percentile is not None:
        return f"above {percentile:.0f} %"
    return words.MISSING if share is None else f"like {words.percent(share)}"


def places_of(member: Member) -> pd.DataFrame:
    """Return the numbers with the places of the customer and of the cluster's median."""
    rows = [
        (
            member.shown[trait.attribute].label,
            member.shown[trait.attribute].value(trait.value),
            trait.percentile,
            member.shown[trait.attribute].value(trait.middle),
            trait.middle_percentile,
        )
        for trait in member.traits
        if trait.percentile is not None
    ]
    return pd.DataFrame(
        rows,
        columns=[
            table_standing.LABEL,
            table_standing.VALUE,
            table_standing.PERCENTILE,
            table_standing.MIDDLE,
            table_standing.MIDDLE_PERCENTILE,
        ],
    )


def standing_of(member: Member) -> list[Any]:
    """Return figure, title, caption and table view of where the customer stands."""
    places = places_of(member)
    title = table_standing.finding_of_standing(places, member.cluster or "all customers")
    return [
        table_standing.draw_standing(places, member.cluster, member.look),
        title,
        table_standing.caption_of_standing(places, len(member.is_member)),
        told_as_table(table_of_places(places), title),
    ]


def table_of_places(places: pd.DataFrame) -> pd.DataFrame:
    """Return the places with heads in words."""
    heads = ["Attribute", "Value", "Above customers (%)", "Cluster's median", "Median above (%)"]
    return places.set_axis(heads, axis=1)


def map_of(member: Member) -> list[Any]:
    """Return figure, title, caption and table view of the customer on the map."""
    if not member.cluster:
        empty = go.Figure(layout={"xaxis": {"visible": False}, "yaxis": {"visible": False}})
        return [empty, "There is no map without clusters", member.snapshot.no_clusters_reason, None]
    # Outliers are not what this page is about, and their rings would have to travel.
    columns = (schema.CUSTOMER_ID, schema.MAP_X, schema.MAP_Y, schema.CLUSTER_NAME)
    directions, look = directions_of(member.snapshot), member.look.lifting(member.cluster)
    cloud = table_map.map_cloud(member.snapshot.customers(*columns), directions, look)
    title = _finding_of_map(member)
    return [
        table_map.map_figure(cloud, _star(member, cloud)),
        title,
        f"{table_map.map_caption(cloud, directions)} The star is this customer.",
        told_as_table(table_of_map(member), title),
    ]


def _finding_of_map(member: Member) -> str:
    places = member.snapshot.customers(schema.MAP_X, schema.MAP_Y).to_numpy()[member.is_member]
    middle = np.median(places, axis=0)
    own = member.customer[[schema.MAP_X, schema.MAP_Y]].to_numpy(dtype=float)
    gaps = ((places - middle) ** 2).sum(axis=1)
    nearer = float(np.mean(gaps > ((own - middle) ** 2).sum()))
    return f"Nearer to the middle of {member.cluster} than {words.percent(nearer)} of its customers"


def _star(member: Member, cloud: Cloud) -> go.Scatter:
    x, y = (float(member.customer[axis.column]) for axis in cloud.axes)
    look = cloud.look
    # One far away is drawn at the edge rather than not at all.
    held = [float(np.clip(v, a.low, a.high)) for v, a in zip((x, y), cloud.axes, strict=True)]
    outline = {"width": 1.5, "color": look.token("surface")}
    return go.Scatter(
        x=[held[0]],
        y=[held[1]],
        mode="markers",
        marker={"symbol": "star", "size": _STAR, "color": look.token("text"), "line": outline},
        hovertemplate="<b>This customer</b><extra></extra>",
    )


def table_of_map(member: Member) -> pd.DataFrame:
    """Return the place of the customer and of the middle of their cluster."""
    places = member.snapshot.customers(schema.MAP_X, schema.MAP_Y).to_numpy()
    own = member.customer[[schema.MAP_X, schema.MAP_Y]].to_numpy(dtype=float)
    rows = np.vstack([own, np.median(places[member.is_member], axis=0)])
    names = ["This customer", f"Middle of {member.cluster}"]
    return pd.DataFrame({"Who": names, "To the right": rows[:, 0], "Upwards": rows[:, 1]})


def table_of_attributes(member: Member) -> pd.DataFrame:
    """Return every attribute with the customer's value and places, as they are."""
    heads = ["attribute", "value", "percentile", "percentile in cluster"]
    heads += ["share", "share in cluster", "cluster's middle", "verdict"]
    rows = [
        (
            each.attribute,
            member.customer[each.attribute],
            each.percentile,
            each.own_percentile,
            each.share,
            each.own_share,
            each.middle,
            each.verdict,
        )
        for each in member.traits
    ]
    return pd.DataFrame(rows, columns=heads).astype({"value": "str", "cluster's middle": "str"})


def example_customers(snapshot: Snapshot) -> list[Found]:
    """Return a typical customer of each of the first clusters; without clusters the first ones."""
    if snapshot.stories is None:
        numbers = snapshot.customers(schema.CUSTOMER_ID)[schema.CUSTOMER_ID]
        return [Found(number=number) for number in numbers[:3]]
    told = [story for story in snapshot.stories.clusters if story.typical][:3]
    return [
        Found(number=story.typical[0], segment=story.name, note="typical of this cluster")
        for story in told
    ]


EXPORTED: Final[Mapping[str, Callable[[Member], pd.DataFrame]]] = {
    "standing": lambda member: table_of_places(places_of(member)),
    "map": table_of_map,
    "attributes": table_of_attributes,
}
