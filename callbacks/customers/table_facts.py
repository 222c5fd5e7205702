"""What the page tells of a customer of a table: their cluster, and where they stand in it."""

import pandas as pd

from callbacks.customers.view import CustomerView
from callbacks.parts.attributes import shown_attributes
from callbacks.parts.looks import directions_of
from layouts.charts.customer import percentiles
from layouts.charts.customer.on_map import OnMap
from layouts.charts.customer.percentiles import Percentiles
from layouts.customers.table_card import TableCustomer
from layouts.parts.attributes import Shown
from rfm import schema
from rfm.customer.percentiles import Trait, traits_of


def traits(view: CustomerView) -> tuple[tuple[Shown, Trait], ...]:
    """Return each attribute with where the customer stands on it."""
    shown = {each.name: each for each in shown_attributes(view.snapshot)}
    attributes = [each for each in view.snapshot.columns.attributes if each.name in shown]
    customers = view.snapshot.customers(*(each.name for each in attributes))
    found = traits_of(customers, view.customer, attributes, view.is_member)
    return tuple((shown[trait.attribute], trait) for trait in found)


def customer_of(view: CustomerView) -> TableCustomer:
    """Return who the customer is."""
    customer = view.customer
    sure = schema.CLUSTER_PROBABILITY
    return TableCustomer(
        number=str(customer[schema.CUSTOMER_ID]),
        customers=len(view.is_member),
        memberships=view.memberships,
        certainty=float(customer[sure]) if view.group else None,
        certainty_of_cluster=view.median_in_group(sure) if view.group else None,
        is_outlier=bool(customer.get(schema.IS_OUTLIER, False)),
        label=_label(view),
        traits=traits(view),
    )


def _label(view: CustomerView) -> tuple[str, str]:
    """Return the given label with its name; empty where none was given."""
    name = view.snapshot.columns.label
    shown = {each.name: each for each in shown_attributes(view.snapshot)}
    if name not in shown:
        return "", ""
    return shown[name].label, shown[name].value(view.customer[name])


def percentiles_in_base(view: CustomerView) -> Percentiles:
    """Return the numbers with the percentiles of the customer and of the cluster's median."""
    rows = [
        {
            percentiles.LABEL: shown.label,
            percentiles.VALUE: shown.value(trait.value),
            percentiles.PERCENTILE: trait.percentile,
            percentiles.MIDDLE: shown.value(trait.middle),
            percentiles.MIDDLE_PERCENTILE: trait.middle_percentile,
        }
        for shown, trait in traits(view)
        if trait.percentile is not None
    ]
    places = pd.DataFrame(rows, columns=list(percentiles.HEADS))
    return Percentiles(places=places, customers=len(view.is_member), group=view.group)


def on_map(view: CustomerView) -> OnMap | str:
    """Return where the customer lies on the map of all, or why there is none."""
    if not view.group:
        return view.snapshot.no_clusters_reason
    # Outliers are not what this page is about, and their rings would have to travel.
    columns = (schema.CUSTOMER_ID, schema.MAP_X, schema.MAP_Y, schema.CLUSTER_NAME)
    return OnMap(
        customers=view.snapshot.customers(*columns),
        directions=directions_of(view.snapshot),
        own=(float(view.customer[schema.MAP_X]), float(view.customer[schema.MAP_Y])),
        cluster=view.group,
        is_member=view.is_member,
    )


def table_of_attributes(view: CustomerView) -> pd.DataFrame:
    """Return every attribute with the customer's value and percentiles, as they are."""
    heads = ["attribute", "value", "percentile", "percentile in cluster"]
    heads += ["share", "share in cluster", "cluster's middle", "verdict"]
    rows = [
        (
            trait.attribute,
            view.customer[trait.attribute],
            trait.percentile,
            trait.own_percentile,
            trait.share,
            trait.own_share,
            trait.middle,
            trait.verdict,
        )
        for _, trait in traits(view)
    ]
    return pd.DataFrame(rows, columns=heads).astype({"value": "str", "cluster's middle": "str"})
