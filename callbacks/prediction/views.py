"""What the page shows of a placed customer, put together from a snapshot."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from weakref import WeakKeyDictionary

import pandas as pd

from callbacks.parts.looks import look_of_clusters, membership_of
from layouts.charts.drawing.look import Look
from layouts.charts.prediction import places as figures
from layouts.customers.tables import told_as_table
from layouts.ids import Chart, Prediction
from layouts.prediction.answer import Answer
from rfm import schema
from rfm.clusters.purchases.features import Axes
from rfm.prediction import Placement, place
from rfm.prediction.changes import nearest_changes
from rfm.prediction.drivers import find_drivers
from rfm.prediction.placing import place_in_clusters, rfm_attributes
from rfm.prediction.purchase_steps import purchase_steps
from rfm.snapshot import Snapshot

PAIRS: Final[Mapping[str, tuple[Chart, tuple[str, str]]]] = {
    "recency-monetary": (
        Prediction.RECENCY_MONETARY,
        (schema.RECENCY_DAYS, schema.MONETARY),
    ),
    "frequency-monetary": (
        Prediction.FREQUENCY_MONETARY,
        (schema.FREQUENCY, schema.MONETARY),
    ),
}
# Counting a million customers takes longer than all the rest: a snapshot's are counted once.
_KEPT: Final[WeakKeyDictionary[Snapshot, dict[tuple[str, str], figures.Ground]]] = (
    WeakKeyDictionary()
)


def answer_to(snapshot: Snapshot, values: Sequence[float]) -> Answer:
    """Return where a customer with three values belongs.

    Raises
    ------
    PredictionError
        When the values are far from anything seen.
    """
    segment = schema.group_column(snapshot.groupings[0])
    placement = place(
        *values,
        clusters=snapshot.cluster_model,
        schemes=snapshot.schemes,
        customers=snapshot.customers(schema.CUSTOMER_ID, *schema.RFM, segment),
        currency=snapshot.currency,
    )
    return Answer(
        point=dict(zip(schema.RFM, values, strict=True)),
        cluster=_cluster(snapshot, placement),
        certainty=placement.certainty,
        runner_up=placement.runner_up_sentence,
        no_clusters=snapshot.no_clusters_reason,
        segments=[
            membership_of(snapshot, name, segment, code)
            for name, (code, segment) in placement.segments.items()
        ],
        percentiles=placement.percentiles,
        alike=placement.alike,
        warnings=placement.warnings,
        **_reasons(snapshot, values),
    )


def _reasons(snapshot: Snapshot, values: Sequence[float]) -> dict[str, Any]:
    """Return the chances of every cluster, what drove them, and the nearest changes."""
    model = snapshot.cluster_model
    if model is None:
        return {"chances": {}, "colours": {}}
    place_all = place_in_clusters(model)
    customer = dict(zip(schema.RFM, map(float, values), strict=True))
    chances = place_all(pd.DataFrame([customer])).iloc[0]
    currency = snapshot.currency
    steps = purchase_steps(Axes(*values), count=model.count, currency=currency)
    drivers = find_drivers(customer, rfm_attributes(model), place_all, currency=currency)
    return {
        "chances": {str(name): float(chance) for name, chance in chances.items()},
        "colours": look_of_clusters(snapshot, "light").colours,
        "drivers": [driver.sentence for driver in drivers],
        "changes": [change.sentence for change in nearest_changes(customer, steps, place_all)],
    }


def _cluster(snapshot: Snapshot, placement: Placement) -> Any:
    if placement.cluster is None:
        return None
    return membership_of(snapshot, schema.CLUSTERS, placement.name)


def chart_of(snapshot: Snapshot, answer: Answer, look: Look, name: str) -> dict[str, Any]:
    """Return one chart of where the placed customer lies among all."""
    columns = PAIRS[name][1]
    place_of = figures.Place(
        ground=_ground(snapshot, answer, look, columns),
        groups=snapshot.groups(look.grouping),
        point=answer.point,
        alike=answer.alike,
    )
    return {
        "title": figures.finding_of_place(answer.percentiles, columns, look),
        "graph": figures.draw_place(place_of, look),
        "caption": figures.caption_of_place(place_of, look),
        "table": told_as_table(table_of(answer, look), "The placed customer, and those most alike"),
    }


def _ground(
    snapshot: Snapshot, answer: Answer, look: Look, columns: tuple[str, str]
) -> figures.Ground:
    customers = snapshot.customers(*schema.RFM, look.column)
    kept = _KEPT.setdefault(snapshot, {})
    if columns not in kept:
        kept[columns] = figures.count_ground(customers, look, columns)
    if kept[columns].holds(answer.point):
        return kept[columns]
    return figures.count_ground(customers, look, columns, answer.point)


def table_of(answer: Answer, look: Look) -> pd.DataFrame:
    """Return the placed customer and those most alike with their values."""
    placed = pd.DataFrame([{schema.CUSTOMER_ID: "Placed here", **answer.point}])
    kept = [schema.CUSTOMER_ID, *schema.RFM]
    rows = pd.concat([placed[kept], answer.alike[kept]], ignore_index=True)
    heads = ["Customer", *[look.axis_title(column) for column in schema.RFM]]
    return rows.set_axis(heads, axis=1)
