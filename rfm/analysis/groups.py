"""Describe segments and clusters: sizes, money, products, rules, warnings and what is ahead."""

from collections.abc import Mapping, Sequence
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

    from rfm.analysis.naming import Named, UntrueNames
    from rfm.clusters.clustering import Clustering
    from rfm.lifetime import LookAhead
    from rfm.log.cleaned import CleanedLog
    from rfm.log.transactions.tables import Transactions
    from rfm.log.transactions.writing import Prepared


def products_of_groups(
    transactions: "Transactions",
    baskets: "ir.Table | None",
    customer_ids: pd.Series,
    groups: Mapping[str, pd.Series],
) -> pd.DataFrame | None:
    """Return the products that each group of each grouping buys most; None without products.

    Parameters
    ----------
    transactions : Transactions
        The lines and orders that count.
    baskets : ibis Table or None
        What each customer bought.
    customer_ids : Series
        Of each customer.
    groups : mapping of str to Series
        By grouping: each customer's group, categorical, best first.
    """
    product_names = transactions.products
    if baskets is None or product_names is None:
        return None
    known = pa.array(customer_ids, pa.large_string())
    numbers = transactions.names[schema.CUSTOMER_ID].numbers(known).to_numpy(zero_copy_only=False)
    labels = {name: each.cat for name, each in groups.items()}
    places = [(name, group) for name, each in labels.items() for group in each.categories]
    first = np.cumsum([0, *(len(each.categories) for each in labels.values())])
    codes = [each.codes + start for each, start in zip(labels.values(), first, strict=False)]
    # Several groupings at once, since counting who bought what is most of the work.
    members = pd.DataFrame(
        {
            schema.CUSTOMER_ID: np.tile(numbers, len(groups)),
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


def products_of_all(
    log: "CleanedLog",
    bought: "tuple[Prepared, pd.DataFrame | None]",
    named: "Named",
    *,
    has_clusters: bool,
) -> pd.DataFrame | None:
    """Return what segments, and clusters, buy most, one grouping after the other.

    Parameters
    ----------
    log : CleanedLog
        The log.
    bought : (Prepared, DataFrame)
        The baskets, and what segments buy most.
    named : Named
        The customers with the group of each; its schemes give the order.
    has_clusters : bool
        Whether there are any.
    """
    prepared, of_segments = bought
    if of_segments is None:
        return None
    names = [fitted.scheme.name for fitted in named.schemes]
    tables: list[pd.DataFrame | None] = [
        of_segments[of_segments[schema.SCHEME] == name] for name in names
    ]
    if has_clusters:
        groups = {schema.CLUSTERS: named.customers[schema.group_column(schema.CLUSTERS)]}
        ids = named.customers[schema.CUSTOMER_ID]
        tables.append(products_of_groups(log.transactions, prepared.baskets, ids, groups))
    return pd.concat(tables, ignore_index=True)


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
    profiles = profiles.assign(**{schema.ESTIMATES: ahead.lifetime.certainty_of_sums})
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
