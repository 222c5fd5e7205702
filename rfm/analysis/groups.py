"""Describe segments and clusters: sizes, money, products, rules, warnings and what is ahead."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from rfm import schema
from rfm.segments import FittedScheme
from rfm.segments.profiles import group_profiles, products_by_group
from rfm.segments.risk import is_at_risk
from rfm.segments.words import rule_in_words
from rfm.settings import Settings

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from rfm.analysis.naming import UntrueNames
    from rfm.clusters.clustering import Clustering
    from rfm.lifetime import LookAhead
    from rfm.log.transactions.tables import Transactions


def products_of_groups(
    transactions: "Transactions",
    baskets: "ir.Table | None",
    customers: pd.DataFrame,
    groupings: Sequence[str],
) -> pd.DataFrame | None:
    """Return the products that each group of each grouping buys most; None without products."""
    product_names = transactions.products
    if baskets is None or product_names is None:
        return None
    known = pa.array(customers[schema.CUSTOMER_ID], pa.large_string())
    numbers = transactions.names[schema.CUSTOMER_ID].numbers(known).to_numpy(zero_copy_only=False)
    labels = {name: customers[schema.group_column(name)].cat for name in groupings}
    places = [(name, group) for name in groupings for group in labels[name].categories]
    first = np.cumsum([0, *(len(labels[name].categories) for name in groupings)])
    codes = [labels[name].codes + start for name, start in zip(groupings, first, strict=False)]
    # All groupings at once, since counting who bought what is most of the work.
    members = pd.DataFrame(
        {
            schema.CUSTOMER_ID: np.tile(numbers, len(groupings)),
            schema.GROUP: pd.Categorical.from_codes(
                np.concatenate(codes), pd.RangeIndex(len(places))
            ),
        }
    )
    products = products_by_group(baskets, product_names, members)
    of = [places[code] for code in products.pop(schema.GROUP)]
    products.insert(0, schema.SCHEME, [scheme for scheme, _ in of])
    products.insert(1, schema.GROUP, [group for _, group in of])
    return products


def describe_segments(
    customers: pd.DataFrame,
    schemes: Sequence[FittedScheme],
    untrue: "UntrueNames",
    products: pd.DataFrame | None,
    settings: Settings,
) -> pd.DataFrame:
    """Return one row per segment of each scheme, best first, with its rule in words.

    A name that is false of most who bear it has a warning.
    """
    tables = []
    for fitted in schemes:
        name = fitted.scheme.name
        profiles = _profiles(customers, name, products)
        profiles[schema.DESCRIPTION] = [
            rule_in_words(fitted, segment, settings.currency, counted=settings.count)
            for segment in profiles[schema.GROUP]
        ]
        false = [untrue[name].get(str(segment)) for segment in profiles[schema.GROUP]]
        profiles[schema.UNTRUE] = [each.claim if each else "" for each in false]
        profiles[schema.WARNING] = [each.sentence if each else "" for each in false]
        tables.append(_named(profiles, name))
    return pd.concat(tables, ignore_index=True)


def describe_clusters(
    customers: pd.DataFrame, clustering: "Clustering | None", products: pd.DataFrame | None
) -> pd.DataFrame | None:
    """Return one row per cluster, best first: its numbers, paragraph and the slot of its colour.

    Parameters
    ----------
    customers : DataFrame
        With the cluster of each.
    clustering : Clustering, optional
        The clusters; None where there are none, and then there is no table.
    products : DataFrame, optional
        What each group buys most.
    """
    if clustering is None:
        return None
    profiles = _profiles(customers, schema.CLUSTERS, products)
    names = profiles[schema.GROUP].astype("str")
    of = {one.name: one.paragraph for one in clustering.profiles.clusters}
    profiles[schema.DESCRIPTION] = names.map(of)
    profiles[schema.SLOT] = names.map(dict(zip(of, clustering.slots, strict=True)))
    return profiles


def with_outlook(
    profiles: pd.DataFrame, customers: pd.DataFrame, ahead: "LookAhead | None"
) -> pd.DataFrame:
    """Return the groups with what is expected of them; unchanged where nothing is known."""
    from rfm.lifetime.forecast.outlook import outlook_of_groups

    if ahead is None:
        return profiles
    at_risk = is_at_risk(customers[schema.RISK])
    if schema.SCHEME not in profiles:
        groups = customers[schema.group_column(schema.CLUSTERS)]
        return profiles.join(outlook_of_groups(ahead.outlook, groups, at_risk), on=schema.GROUP)
    tables = [
        of_scheme.join(
            outlook_of_groups(ahead.outlook, customers[schema.group_column(str(scheme))], at_risk),
            on=schema.GROUP,
        )
        for scheme, of_scheme in profiles.groupby(schema.SCHEME, sort=False)
    ]
    return pd.concat(tables, ignore_index=True)


def _profiles(
    customers: pd.DataFrame, grouping: str, products: pd.DataFrame | None
) -> pd.DataFrame:
    groups = customers[schema.group_column(grouping)]
    favourites = None
    if products is not None:
        first = products[(products[schema.SCHEME] == grouping) & (products[schema.RANK] == 1)]
        favourites = first.set_index(schema.GROUP)[schema.PRODUCT]
    return group_profiles(customers, groups, favourites)


def _named(table: pd.DataFrame, grouping: str) -> pd.DataFrame:
    """Return the table with its grouping in front and its groups as text."""
    table[schema.GROUP] = table[schema.GROUP].astype("str")
    table.insert(0, schema.SCHEME, grouping)
    return table
