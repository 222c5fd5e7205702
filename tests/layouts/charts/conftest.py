"""Shops of any size, and every chart of the first tab drawn from them."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from layouts.charts.clouds import scatters, space
from layouts.charts.clusters import scan
from layouts.charts.drawing.drawn import Drawn
from layouts.charts.drawing.look import Look
from layouts.charts.groups import concentration, products, profiles, score_grid, segments
from layouts.theme import DARK
from rfm import schema
from rfm.segments.profiles import group_profiles

NAMES = (
    *("Champions", "Loyal", "Potential Loyalist", "New", "Promising", "Need Attention"),
    *("About To Sleep", "At Risk", "Cannot Lose Them", "Hibernating", "Lost"),
)
COLUMN = schema.group_column(schema.GRID)
LOOK = Look(names=NAMES, currency="£")


def shop(people: int, seed: int = 1) -> pd.DataFrame:
    """Return customers whose group follows from their spend, as skewed as a real shop's."""
    rng = np.random.default_rng(seed)
    monetary = np.round(rng.lognormal(5, 1.4, people), 2)
    ranked = monetary.argsort()[::-1].argsort() * len(NAMES) // max(people, 1)
    return pd.DataFrame(
        {
            schema.CUSTOMER_ID: (np.arange(people) + 12_346).astype(str),
            schema.RECENCY_DAYS: rng.integers(0, 374, people),
            schema.FREQUENCY: rng.geometric(0.3, people),
            schema.MONETARY: monetary,
            schema.R_SCORE: rng.integers(1, 6, people).astype(np.int8),
            schema.F_SCORE: rng.integers(1, 6, people).astype(np.int8),
            COLUMN: pd.Categorical.from_codes(ranked, categories=list(NAMES), ordered=True),
        }
    )


def groups_of(customers: pd.DataFrame) -> pd.DataFrame:
    """Return the groups of a shop's customers as an analysis counts them."""
    placed = customers.assign(**{schema.ORDERS: customers[schema.FREQUENCY]})
    return group_profiles(placed, customers[COLUMN]).astype({schema.GROUP: str})


def products_of(groups: pd.DataFrame) -> pd.DataFrame:
    rows = [
        (g, f"PRODUCT {i}", i, 9, 20 - i, 1.5 * i) for g in groups[schema.GROUP] for i in (1, 2)
    ]
    words = [schema.GROUP, schema.PRODUCT, schema.RANK, schema.LINES, schema.CUSTOMERS]
    return pd.DataFrame(rows, columns=[*words, schema.REVENUE])


def pareto_of(customers: pd.DataFrame) -> pd.DataFrame:
    spent = np.sort(customers[schema.MONETARY].to_numpy())[::-1]
    at = np.unique(np.linspace(0, len(spent) - 1, 200).astype(int)) if len(spent) else []
    total = spent.sum() or np.nan
    shares = np.cumsum(spent)[at] / total if len(spent) else []
    people = (np.asarray(at) + 1) / max(len(spent), 1)
    return pd.DataFrame({schema.SHARE: people, schema.REVENUE_SHARE: shares})


SCAN = pd.DataFrame(
    {schema.K: [2, 3, 4], schema.INERTIA: [90.0, 50.0, 30.0], schema.SILHOUETTE: [0.3, 0.5, 0.4]}
)

Chart = tuple[str, go.Figure, str, str]


def charts(customers: pd.DataFrame, look: Look) -> Iterator[Chart]:
    """Yield every chart of these customers by its noun, with its title and caption."""
    groups = groups_of(customers)
    typical = {column: customers[column].median() for column in schema.RFM}
    everything: list[tuple[Callable[..., Drawn], tuple[object, ...]]] = [
        *((chart, (groups,)) for chart in (segments.treemap, segments.shares)),
        (products.products, (products_of(groups),)),
        (score_grid.score_grid, (customers,)),
        (scatters.recency_frequency, (customers, groups)),
        (scatters.recency_monetary, (customers, groups)),
        (scatters.frequency_monetary, (customers, groups)),
        (space.space, (customers, groups)),
        (concentration.pareto, (pareto_of(customers),)),
        (scan.elbow, (SCAN, 3)),
        (scan.silhouettes, (SCAN, 3)),
        (profiles.profiles, (groups, typical)),
    ]
    for chart, facts in everything:
        drawn = chart(*facts, look)
        assert isinstance(drawn.saved, pd.DataFrame), chart.__name__
        yield chart.__name__, drawn.figure, drawn.title, drawn.caption


LOOKS = [
    LOOK,
    replace(LOOK, theme=DARK, measure=schema.REVENUE),
    replace(LOOK, selected="At Risk", currency="SEK", is_log=False, counted="lines"),
    replace(LOOK, selected="Champions", currency="", counted="days"),
]


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look.theme}-{look.selected or 'all'}")
def look(request: pytest.FixtureRequest) -> Look:
    """Return each way to look at a shop."""
    return request.param
