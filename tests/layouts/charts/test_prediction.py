"""Where a placed customer lies among all."""

from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from layouts.charts.drawing.look import Look
from layouts.charts.prediction.places import Among, among, count_ground, share_in_words
from rfm import schema
from rfm.prediction import Placement

LOOK = Look(grouping=schema.CLUSTERS, names=("Good", "Lapsed"), currency="£")
SHARES = {schema.RECENCY_DAYS: 93.2, schema.FREQUENCY: 99.9, schema.MONETARY: 0.4}
PAIRS = [(schema.RECENCY_DAYS, schema.MONETARY), (schema.FREQUENCY, schema.MONETARY)]


def customers_like(count: int) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    return pd.DataFrame(
        {
            schema.CUSTOMER_ID: [str(number) for number in range(count)],
            schema.RECENCY_DAYS: rng.integers(0, 300, count),
            schema.FREQUENCY: rng.integers(1, 20, count),
            schema.MONETARY: rng.lognormal(4, 1, count),
            schema.CLUSTER_NAME: pd.Categorical(rng.choice(["Good", "Lapsed"], count)),
        }
    )


def place_of(
    customers: pd.DataFrame, columns: tuple[str, str], look: Look = LOOK, **point: float
) -> Among:
    groups = pd.DataFrame(
        {
            schema.GROUP: ["Good", "Lapsed"],
            schema.RECENCY_MEDIAN: [30.0, 250.0],
            schema.FREQUENCY_MEDIAN: [9.0, 2.0],
            schema.MONETARY_MEDIAN: [300.0, 20.0],
        }
    )
    values = {schema.RECENCY_DAYS: 34.0, schema.FREQUENCY: 5.0, schema.MONETARY: 66.0} | point
    ground = count_ground(customers, look, columns, values)
    placed = Placement(
        customer=values, filled=(), alike=customers.head(5), warnings=(), percentiles=SHARES
    )
    return Among(ground=ground, groups=groups, placement=placed)


@pytest.mark.parametrize("columns", PAIRS)
@pytest.mark.parametrize("count", [1, 2, 500, 20_000])
def test_any_number_of_customers_is_a_small_chart_that_plotly_accepts(
    count: int, columns: tuple[str, str]
):
    figure = among(place_of(customers_like(count), columns), LOOK).figure
    assert go.Figure(figure.to_dict()).data[0].type == "heatmap"
    assert len(figure.to_json()) < 100_000


@pytest.mark.parametrize("columns", PAIRS)
def test_the_placed_customer_is_marked_at_their_values(columns: tuple[str, str]):
    place = place_of(customers_like(500), columns)
    mark = among(place, LOOK).figure.data[2]
    assert (mark.x[0], mark.y[0]) == (place.point[columns[0]], place.point[columns[1]])


@pytest.mark.parametrize("monetary", [-50.0, 0.0])
def test_who_spent_nothing_lies_at_the_low_end_of_a_log_axis(monetary: float):
    place = place_of(customers_like(500), PAIRS[0], monetary=monetary)
    mark = among(place, LOOK).figure.data[2]
    assert mark.y[0] == place.ground.axes[1].low > 0


def test_the_axes_reach_to_a_customer_far_outside():
    near = count_ground(customers_like(500), LOOK, PAIRS[0])
    far = place_of(customers_like(500), PAIRS[0], monetary=90_000.0)
    assert not near.holds(far.point)
    assert far.ground.holds(far.point)
    assert among(far, LOOK).figure.layout.yaxis.range[1] > np.log10(90_000)


def test_customers_who_all_bought_once_still_have_an_axis():
    once = customers_like(50).assign(**{schema.FREQUENCY: 1})
    heat = among(place_of(once, PAIRS[1], frequency=1.0), LOOK).figure.data[0]
    assert np.isfinite(np.asarray(heat.x, dtype=float)).all()


def test_without_clusters_the_density_has_no_groups():
    look = replace(LOOK, names=())
    figure = among(place_of(customers_like(50), PAIRS[0], look), look).figure
    assert [note.text for note in figure.layout.annotations] == ["This customer"]


def test_the_name_of_a_group_never_covers_the_placed_customer():
    customers = customers_like(500)
    lapsed = place_of(customers, PAIRS[0], recency_days=240.0, monetary=21.0)
    elsewhere = place_of(customers, PAIRS[0], recency_days=10.0, monetary=1000.0)
    names = [
        [note.text for note in among(p, LOOK).figure.layout.annotations]
        for p in (lapsed, elsewhere)
    ]
    assert "Lapsed" not in names[0]
    assert "Lapsed" in names[1]


def test_the_title_compares_with_all_customers():
    first, second = (among(place_of(customers_like(50), pair), LOOK) for pair in PAIRS)
    assert first.title == (
        "Bought more recently than 93 % and spent more than under 1 % of the customers"
    )
    assert second.title.startswith("Has more orders than over 99 %")


def test_only_all_is_all_and_only_nobody_is_nobody():
    shares = [share_in_words(value) for value in (0, 0.3, 50, 99.6, 100)]
    assert shares == ["0 %", "under 1 %", "50 %", "over 99 %", "100 %"]


def test_the_caption_counts_customers_that_the_axes_cannot_hold():
    customers = customers_like(500)
    spent = customers[schema.MONETARY].where(customers.index > 2, -1.0)
    place = place_of(customers.assign(**{schema.MONETARY: spent}), PAIRS[0])
    assert among(place, LOOK).caption.startswith("500 customers; 3 lie beyond the axes")
