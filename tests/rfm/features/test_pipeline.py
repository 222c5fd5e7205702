"""From customers to points: each step by hand, by another implementation, or by what must hold."""

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import pdist
from scipy.stats import skew, yeojohnson
from sklearn.decomposition import PCA

from rfm.errors import SettingsError, SourceError
from rfm.features.numbers import number_cells
from rfm.features.pipeline import fit_pipeline
from rfm.features.settings import PipelineSettings
from rfm.features.skew import Straightening, skewness, straighten
from tests.hand_made_attributes import attributes_of

RAW = PipelineSettings(skew="none", outliers="keep", reduction="none")


def customers(**columns):
    frame = pd.DataFrame(columns)
    frame.insert(0, "customer_id", [f"{place:05}" for place in range(len(frame))])
    return frame


def fitted(frame, settings=RAW):
    return fit_pipeline(frame, attributes_of(frame), settings)


def step(pipeline, name):
    (found,) = [each for each in pipeline.steps if each.name == name]
    return found


def text(cells):
    return pd.Series(cells, dtype="str")


def test_a_number_is_filled_with_the_median_and_scaled_by_hand():
    pipeline = fitted(customers(age=[10.0, np.nan, 20.0, 60.0]))
    filled = np.array([10.0, 20.0, 20.0, 60.0])
    expected = (filled - filled.mean()) / filled.std()
    points = pipeline.features(customers(age=[10.0, np.nan, 20.0, 60.0])).points
    np.testing.assert_allclose(points[:, 0], expected, rtol=1e-12)
    assert step(pipeline, "imputing").details == ("Age: 1 customer given the typical 20.",)
    assert step(pipeline, "scaling").details == ("1 number on one scale.",)
    assert step(pipeline, "reduction").details[0] == "The one axis is used."


def test_levels_are_as_far_apart_as_in_a_factor_analysis_of_mixed_data():
    frame = customers(city=text(["a"] * 5 + ["b"] * 3 + ["c"] * 2))
    settings = PipelineSettings(encoding="famd", reduction="none", rare_customers=0)
    points = fitted(frame, settings).features(frame).points
    share = {"a": 0.5, "b": 0.3, "c": 0.2}
    for one, other in ((0, 5), (0, 8), (5, 8)):
        p, q = share[frame["city"][one]], share[frame["city"][other]]
        assert np.linalg.norm(points[one] - points[other]) == pytest.approx(np.sqrt(1 / p + 1 / q))
    balanced = fitted(frame, PipelineSettings(reduction="none", rare_customers=0))
    assert balanced.features(frame).points.var(axis=0).sum() == pytest.approx(1)


def test_two_levels_need_one_axis_of_variance_one():
    frame = customers(member=text(["Yes"] * 6 + ["No"] * 14))
    pipeline = fitted(frame)
    points = pipeline.features(frame).points
    assert pipeline.names == ("Member: Yes",)
    assert points.var() == pytest.approx(1)
    assert points[0, 0] > 0 > points[-1, 0]
    assert pipeline.features(customers(member=[True, False])).points[:, 0].tolist() == [
        points[0, 0],
        points[-1, 0],
    ]


def test_rare_levels_are_merged_and_unknown_ones_count_with_them():
    cities = ["rome"] * 60 + ["oslo"] * 36 + ["bonn"] * 3 + ["gent"] * 3
    frame = customers(city=text(cities))
    pipeline = fitted(frame)
    (city,) = pipeline.categories
    assert city.levels == ("rome", "oslo", "Other")
    assert city.merged == ("bonn", "gent")
    codes = pipeline.features(customers(city=text(["gent", "lima", None, "oslo"]))).categories
    assert codes[:, 0].tolist() == [2, 2, 0, 1]


def test_gaps_may_be_a_level_of_their_own():
    frame = customers(city=text(["rome"] * 20 + ["oslo"] * 20 + [None] * 10))
    pipeline = fitted(frame, PipelineSettings(imputing="missing-level"))
    assert pipeline.categories[0].levels == ("oslo", "rome", "Missing")
    assert pipeline.features(frame).categories[-1, 0] == 2
    new = pipeline.features(customers(city=text([" rome", "  "])))
    assert new.categories[:, 0].tolist() == [1, 2]
    assert step(pipeline, "imputing").reason == "You chose it."


def test_zeros_and_a_long_tail_are_straightened_without_making_a_yes_or_no():
    random = np.random.default_rng(1)
    spent = np.sort(np.where(random.random(5_000) < 0.4, 0.0, random.lognormal(7, 1, 5_000)))
    found = straighten(spent, "auto")
    assert found.curve == "log"
    assert abs(found.after) < found.before / 4
    bent = found.bend(spent)
    positive = bent[spent > 0]
    assert positive.min() < 0.2 * np.median(positive)


@pytest.mark.parametrize(
    ("values", "curve"),
    [
        (np.linspace(0, 1, 500) ** 4, "none"),
        (np.linspace(5, 9, 500), "none"),
        (np.exp(np.linspace(0, 9, 500)), "log"),
        (np.r_[-50.0, np.exp(np.linspace(0, 9, 500))], "asinh"),
        (100 - np.exp(np.linspace(0, 4.5, 500))[::-1], "yeo-johnson"),
        (np.r_[np.arange(20.0), np.full(300, 30.0)], "none"),
        (np.r_[np.zeros(99), 1e-12], "none"),
        (np.r_[np.zeros(99), 5.0], "none"),
    ],
)
def test_each_number_is_straightened_as_its_tail_asks(values, curve):
    assert straighten(values, "auto").curve == curve


def test_skewness_and_the_power_curve_are_those_of_scipy():
    values = np.sort(np.random.default_rng(2).normal(size=400) ** 3)
    assert skewness(values) == pytest.approx(skew(values))
    for power in (-1.0, 0.0, 0.7, 2.0, 3.0):
        ours = Straightening("yeo-johnson", 1.0, power).bend(values)
        np.testing.assert_allclose(ours, yeojohnson(values, power), rtol=1e-9, atol=1e-12)


def test_a_giant_is_drawn_in_and_does_not_decide():
    random = np.random.default_rng(3)
    frame = customers(spent=np.r_[random.normal(100, 10, 500), 1e7])
    settings = PipelineSettings(skew="none", reduction="none")
    pipeline = fitted(frame, settings)
    points = pipeline.features(frame).points[:, 0]
    assert points[-1] < 6
    assert points[:-1].std() > 0.9
    assert "1 customer (0.2 %) beyond four robust" in step(pipeline, "outliers").details[0]
    kept = fitted(frame).features(frame).points[:, 0]
    assert kept[-1] > 20


def test_components_are_those_of_another_implementation():
    random = np.random.default_rng(4)
    mixed = random.normal(size=(400, 4)) @ random.normal(size=(4, 10))
    mixed += 0.1 * random.normal(size=mixed.shape)
    frame = customers(**{f"c{place}": mixed[:, place] for place in range(10)})
    pipeline = fitted(frame, PipelineSettings(skew="none", outliers="keep"))
    points = pipeline.features(frame).points
    scaled = (mixed - mixed.mean(axis=0)) / mixed.std(axis=0)
    other = PCA(0.9, svd_solver="full").fit(scaled)
    assert pipeline.reduction == "pca"
    assert points.shape[1] == other.n_components_
    np.testing.assert_allclose(pdist(points), pdist(other.transform(scaled)), rtol=1e-6)
    np.testing.assert_allclose(pipeline.map_points(frame), points[:, :2], rtol=1e-12)
    assert pipeline.directions.share(points.shape[1]) == pytest.approx(
        other.explained_variance_ratio_.sum()
    )


def test_the_map_says_what_its_axes_mean():
    base = np.linspace(-1, 1, 50)
    wave = np.cos(base * 9)
    pipeline = fitted(customers(income=base, savings=base + 0.01 * wave, debt=-base, noise=wave))
    right, up = pipeline.map_axes
    assert right.startswith("More Savings and Income, less Debt (75 %")
    assert up.startswith(("More Noise", "Less Noise"))
    single = fitted(customers(income=base))
    assert single.map_axes[1].startswith("Nothing")
    assert single.map_points(customers(income=base)).shape == (50, 2)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"skew": "sqrt"}, "'sqrt' is not a value of skew: give one of 'auto', 'log'"),
        ({"rare_share": 0.5}, "0.5 is not a value of rare_share: give a share from 0 to 0.2"),
        ({"reduction_share": 0}, "give a share from 0.5 to 1"),
    ],
)
def test_a_choice_that_does_not_exist_is_a_sentence(changes, words):
    with pytest.raises(SettingsError, match=words):
        PipelineSettings(**changes)


@pytest.mark.parametrize("encoding", ["balanced", "famd", "indicators", "none"])
@pytest.mark.parametrize("scaling", ["standard", "robust"])
@pytest.mark.parametrize("curve", ["log", "asinh", "yeo-johnson", "none"])
def test_every_combination_of_choices_gives_finite_points(encoding, scaling, curve):
    random = np.random.default_rng(5)
    frame = customers(
        spent=random.lognormal(3, 2, 200) - 5,
        visits=np.where(random.random(200) < 0.97, 0.0, 1.0),
        city=text(random.choice(["a", "b", "c"], 200)),
    )
    settings = PipelineSettings(encoding=encoding, scaling=scaling, skew=curve, reduction="famd")
    features = fitted(frame, settings).features(frame)
    assert np.isfinite(features.points).all()
    assert features.numbers.shape == (200, 2)
    assert features.categories.shape == (200, 1)


def test_new_customers_may_lack_columns_and_have_cells_that_are_no_numbers():
    frame = customers(age=np.arange(30.0), city=text(["a", "b", "b"] * 10))
    pipeline = fitted(frame)
    new = pd.DataFrame({"age": ["12", "old"]})
    features = pipeline.features(new)
    assert features.points[0, 0] == pipeline.features(frame).points[12, 0]


def test_columns_that_tell_nobody_apart_are_left_out_and_nothing_left_is_a_sentence():
    frame = customers(age=np.arange(30.0), same=np.full(30, 4.0), one=text(["x"] * 30))
    pipeline = fitted(frame)
    assert pipeline.used == ("age",)
    assert (
        "Left out, being the same for everybody: Same, One." in step(pipeline, "encoding").details
    )
    with pytest.raises(SourceError, match="No attribute is left that tells customers apart"):
        fitted(frame, PipelineSettings(ignore=("age",)))
    with pytest.raises(SettingsError, match="no attribute 'ages' to ignore"):
        fitted(frame, PipelineSettings(ignore=("ages",)))


def test_a_number_that_was_not_given_is_nobodys():
    assert np.isnan(number_cells(pd.DataFrame({"age": [1.0, 2.0]}), "spend")).all()
