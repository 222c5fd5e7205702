"""What the charts of a customer table are drawn from, prepared for what is looked at."""

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from callbacks.segmentation.table.view import TableView
from layouts.charts.clouds import clouds, table_map
from layouts.charts.clouds.table_shares import Shares
from layouts.charts.groups.table_profiles import Profile
from layouts.parts import words
from layouts.parts.attributes import Shown
from rfm import schema

if TYPE_CHECKING:
    from rfm.clusters.profiles.stories import ClusterStory, Effect

MOST_TELLING: Final = 12
MOST_LEVELS: Final = 12
_PARTS: Final = 5


def map_of(view: TableView) -> tuple[clouds.Pair]:
    """Return the map of the customers who pass the filter."""
    customers = view.passing(view.customers(schema.MAP_X, schema.MAP_Y, schema.IS_OUTLIER))
    return (table_map.map_pair(customers, view.snapshot.map_axes),)


def map_numbers(view: TableView) -> pd.DataFrame:
    """Return the places of the customers that are shown."""
    customers = view.customers(schema.MAP_X, schema.MAP_Y, schema.IS_OUTLIER)
    return view.members(customers).rename(columns={view.column: schema.GROUP})


def map_summary(view: TableView) -> pd.DataFrame:
    """Return the middle of each cluster on the map."""
    shown = map_numbers(view)
    middles = shown.groupby(schema.GROUP, observed=True)[[schema.MAP_X, schema.MAP_Y]].median()
    sizes = shown.groupby(schema.GROUP, observed=True).size()
    heads = {schema.MAP_X: "Median to the right", schema.MAP_Y: "Median upwards"}
    table = middles.rename(columns=heads).reset_index().rename(columns={schema.GROUP: "Cluster"})
    return table.assign(Customers=sizes.to_numpy())


def sizes_of(view: TableView) -> tuple[pd.DataFrame]:
    """Return the clusters, counted from the customers who pass the filter."""
    return (view.groups,)


def size_numbers(view: TableView) -> pd.DataFrame:
    """Return size, share and stability of each cluster."""
    groups = view.groups
    return pd.DataFrame(
        {
            "Cluster": groups[schema.GROUP].astype(str),
            "Customers": groups[schema.CUSTOMERS],
            "Share (%)": (100 * groups[schema.SHARE]).round(2),
            "Jaccard": groups[schema.JACCARD].astype(float),
        }
    )


def told_stories(view: TableView) -> "tuple[ClusterStory, ...]":
    """Return what is told of each cluster, in the order of their names."""
    stories = view.snapshot.stories
    return () if stories is None else stories.clusters


def profile_of(view: TableView) -> tuple[Profile]:
    """Return the most telling attributes with the effect that each has in every cluster."""
    stories = told_stories(view)
    known = {each.name: each for each in view.attributes}
    found = {(effect.attribute, effect.level): {} for story in stories for effect in story.effects}  # type: dict[tuple[str, str], dict[str, Effect]]
    for story in stories:
        for effect in story.effects:
            found[effect.attribute, effect.level][story.name] = effect
    order = sorted(found, key=partial(_furthest, found))
    shown = [pair for pair in order if pair[0] in known][:MOST_TELLING]
    names = tuple(story.name for story in stories)
    cells = [[found[pair].get(name) for name in names] for pair in shown]
    return (
        Profile(
            attributes=tuple(_titled(known[name], level) for name, level in shown),
            clusters=names,
            sizes=np.array([[np.nan if c is None else c.size for c in row] for row in cells]),
            told=tuple(tuple(_cell(c, known) for c in row) for row in cells),
            sentences=tuple(tuple("" if c is None else c.sentence for c in row) for row in cells),
        ),
    )


def profile_numbers(view: TableView) -> pd.DataFrame:
    """Return the values of the heat map, a row per attribute and a column per cluster."""
    (profile,) = profile_of(view)
    cells = pd.DataFrame(list(profile.told), columns=list(profile.clusters))
    cells.insert(0, "Attribute", list(profile.attributes))
    return cells


def effect_numbers(view: TableView) -> pd.DataFrame:
    """Return every effect of every cluster."""
    rows = [
        (story.name, one.attribute, one.level, one.size, one.strength, one.inside, one.outside)
        for story in told_stories(view)
        for one in story.effects
    ]
    heads = ["Cluster", "Attribute", "Level", "Effect", "Strength", "Cluster's", "Others'"]
    return pd.DataFrame(rows, columns=heads)


def _furthest(found: "dict[Any, dict[str, Effect]]", pair: Any) -> tuple[float, Any]:
    return -max(abs(effect.size) for effect in found[pair].values()), pair


def _titled(attribute: Shown, level: str) -> str:
    return f"{attribute.label}: {level}" if level else attribute.title


def _cell(effect: "Effect | None", known: dict[str, Shown]) -> str:
    if effect is None:
        return ""
    return effect_value(effect, effect.inside, known[effect.attribute])


def effect_value(effect: "Effect", value: float, attribute: Shown) -> str:
    """Return a median, or the share of a level, in words."""
    return words.percent(value) if effect.level else attribute.value(value)


def pair_of(view: TableView) -> tuple[clouds.Pair | Shares | None]:
    """Return the two chosen attributes: a cloud of two numbers, otherwise shares."""
    if len(view.pair) < 2:  # noqa: PLR2004 - one attribute has no other
        return (None,)
    x, y = view.pair
    customers = view.customers(x.name, y.name)
    if not (x.is_number and y.is_number):
        return (_shares(view.members(customers), x, y),)
    customers = view.passing(customers)
    values = [customers[each.name].to_numpy(dtype=float) for each in (x, y)]
    axes = [
        clouds.axis_of_attribute(known, each, is_log=view.is_log)
        for known, each in zip(values, (x, y), strict=True)
    ]
    if axes[0] is None or axes[1] is None:
        return (None,)
    told = (x.hover("x"), y.hover("y"))
    return (clouds.Pair(customers=customers, axes=(axes[0], axes[1]), told=told),)


def pair_numbers(view: TableView) -> pd.DataFrame:
    """Return both attributes of the customers that are shown."""
    customers = view.customers(*(each.name for each in view.pair))
    return view.members(customers).rename(columns={view.column: schema.GROUP})


def pair_summary(view: TableView) -> pd.DataFrame:
    """Return the shares, or the quartiles of both numbers."""
    (found,) = pair_of(view)
    if isinstance(found, Shares):
        return _share_rows(found)
    shown = pair_numbers(view)
    rows = [
        (each.title, *(each.value(shown[each.name].quantile(q)) for q in (0.25, 0.5, 0.75)))
        for each in view.pair
        if each.is_number
    ]
    return pd.DataFrame(rows, columns=["Attribute", "A quarter is below", "Median", "above"])


def _share_rows(found: Shares) -> pd.DataFrame:
    cells = found.shares.map(words.percent)
    cells.columns = [str(each) for each in cells.columns]
    cells.insert(0, f"{found.down} (share within {found.across})", [str(i) for i in cells.index])
    return cells


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
