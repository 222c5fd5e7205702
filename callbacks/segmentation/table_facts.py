"""What the charts of a customer table are drawn from, prepared for what is looked at."""

from collections import defaultdict
from functools import partial
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd

from callbacks.parts.looks import directions_of
from callbacks.segmentation.view import View
from layouts.charts.clouds.table_map import MapDirections
from layouts.charts.clouds.table_pair import Shares
from layouts.charts.groups.table_clusters import Profile
from layouts.parts.attributes import Shown, effect_value
from rfm import schema
from rfm.clusters.profiles.results import ClusterProfile, Effect

MOST_TELLING: Final = 12
MOST_LEVELS: Final = 12
_PARTS: Final = 5


def map_of(view: View) -> tuple[pd.DataFrame, MapDirections] | None:
    """Return the customers who pass the filter with their places on the map."""
    if not view.has_groups:
        return None
    customers = view.passing(view.customers(schema.MAP_X, schema.MAP_Y, schema.IS_OUTLIER))
    return customers, directions_of(view.snapshot)


def sizes_of(view: View) -> tuple[pd.DataFrame] | None:
    """Return the clusters, counted from the customers who pass the filter."""
    return (view.groups,) if view.has_groups else None


def profiles_of_clusters(view: View) -> tuple[ClusterProfile, ...]:
    """Return the profile of each cluster, in the order of their names."""
    profiles = view.snapshot.profiles
    return () if profiles is None else profiles.clusters


def profile_of(view: View) -> tuple[Profile, pd.DataFrame] | None:
    """Return the most telling attributes with the effect that each has in every cluster."""
    if not view.has_groups:
        return None
    profiles = profiles_of_clusters(view)
    known = {each.name: each for each in view.attributes}
    found: dict[tuple[str, str], dict[str, Effect]] = defaultdict(dict)
    for profile in profiles:
        for effect in profile.effects:
            found[effect.attribute, effect.level][profile.name] = effect
    order = sorted(found, key=partial(_furthest, found))
    shown = [pair for pair in order if pair[0] in known][:MOST_TELLING]
    names = tuple(profile.name for profile in profiles)
    cells = [[found[pair].get(name) for name in names] for pair in shown]
    drawn = Profile(
        attributes=tuple(_titled(known[name], level) for name, level in shown),
        clusters=names,
        sizes=np.array([[np.nan if c is None else c.size for c in row] for row in cells]),
        cells=tuple(
            tuple("" if c is None else effect_value(c, c.inside, known[c.attribute]) for c in row)
            for row in cells
        ),
        sentences=tuple(tuple("" if c is None else c.sentence for c in row) for row in cells),
    )
    return drawn, _effects(view)


def _effects(view: View) -> pd.DataFrame:
    """Return every effect of every cluster."""
    rows = [
        (profile.name, one.attribute, one.level, one.size, one.strength, one.inside, one.outside)
        for profile in profiles_of_clusters(view)
        for one in profile.effects
    ]
    heads = ["Cluster", "Attribute", "Level", "Effect", "Strength", "Cluster's", "Others'"]
    return pd.DataFrame(rows, columns=heads)


def _furthest(found: dict[Any, dict[str, Effect]], pair: Any) -> tuple[float, Any]:
    return -max(abs(effect.size) for effect in found[pair].values()), pair


def _titled(attribute: Shown, level: str) -> str:
    return f"{attribute.label}: {level}" if level else attribute.title


def pair_of(
    view: View,
) -> tuple[pd.DataFrame, tuple[Shown, ...], Shares | None]:
    """Return customers with the two chosen attributes; their shares unless both are numbers."""
    customers = view.customers(*(each.name for each in view.pair))
    if all(each.is_number for each in view.pair):
        return view.passing(customers), view.pair, None
    shown = view.members(customers)
    shares = _shares(shown, *view.pair) if len(view.pair) > 1 else None
    return shown.rename(columns={view.column: schema.GROUP}), view.pair, shares


def _shares(customers: pd.DataFrame, x: Shown, y: Shown) -> Shares:
    across, down = (_parts(customers[each.name], each) for each in (x, y))
    counts = pd.crosstab(down, across)
    sizes = counts.sum()
    return Shares(
        across=x.label,
        down=y.label,
        shares=counts / sizes.where(sizes > 0, 1),
        sizes=sizes,
        missing=len(customers) - int(sizes.sum()),
    )


def _parts(values: pd.Series, attribute: Shown) -> pd.Series:
    """Return each customer's level, rare ones together; a number as one of five equal parts."""
    if attribute.is_number:
        return _fifths(values.astype(float), attribute)
    kept = [*attribute.levels[:MOST_LEVELS]]
    if len(attribute.levels) > MOST_LEVELS:
        known = values.isin(kept) | values.isna()
        values, kept = values.where(known, "All others"), [*kept, "All others"]
    return pd.Series(pd.Categorical(values.astype(object), kept, ordered=True), values.index)


def _fifths(values: pd.Series, attribute: Shown) -> pd.Series:
    numbers = values.to_numpy()
    known = np.isfinite(numbers)
    if not known.any():
        return values
    edges = np.unique(np.quantile(numbers[known], np.linspace(0, 1, _PARTS + 1)))
    ends = edges if len(edges) > 1 else np.repeat(edges, 2)
    names = [f"{attribute.value(a)} to {attribute.value(b)}" for a, b in pairwise(ends)]
    parts = np.array([*names, None], dtype=object)
    cells = parts[np.where(known, np.searchsorted(ends[1:-1], numbers), len(names))]
    # Two parts may read the same: they are one then.
    kept = list(dict.fromkeys(names))
    return pd.Series(pd.Categorical(cells, kept, ordered=True), values.index)
