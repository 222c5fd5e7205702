"""The model of a given label is honest, reproducible, and says when there is nothing to learn."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rfm.classifier.fitting import fit_classifier
from rfm.classifier.model import ClassifierCard
from rfm.errors import PredictionError
from rfm.records import as_record, from_record
from tests.rfm.classifier.conftest import made_up


def fit(customers, attributes, target, **more):
    asked = {"target_name": "plan", "seed": 1, **more}
    return fit_classifier(customers, attributes, target, **asked)


def without_seconds(card):
    return replace(card, judged=tuple(replace(one, seconds=0.0) for one in card.judged))


def test_labels_a_to_d_are_told_about_as_well_as_others_report(labelled):
    counts = labelled.customers["Segmentation"].value_counts()
    assert dict(counts) == {"D": 2268, "A": 1972, "C": 1970, "B": 1858}
    card = labelled.model.card
    assert card.classes == ("A", "B", "C", "D")
    assert card.held_out == 1614
    assert card.majority == pytest.approx(0.281, abs=0.001)
    assert 0.50 < card.accuracy_low < card.accuracy < card.accuracy_high < 0.58
    assert card.calibration_error < 0.05
    assert "always saying the largest class would be right for 28.1 %" in card.sentence
    assert "agreement" not in card.sentence
    assert not any("alone tells" in warning for warning in card.warnings)
    assert {one.attribute for one in card.importances[:4]} >= {"Age", "Profession"}
    assert "Segmentation" not in labelled.model.encoding.names


def test_the_card_adds_up(labelled):
    card = labelled.model.card
    confusion = np.array(card.confusion)
    assert confusion.sum() == card.held_out
    assert confusion.trace() / card.held_out == pytest.approx(card.accuracy)
    assert [one.customers for one in card.scores] == confusion.sum(axis=1).tolist()
    assert sum(one.customers for one in card.calibration) == card.held_out
    assert [one.is_chosen for one in card.judged] == [True, False, False]
    assert {one.model for one in card.judged} == {
        "logistic regression", "forest of trees", "boosted trees",
    }  # fmt: skip
    assert from_record(ClassifierCard, as_record(card)) == card
    assert labelled.said[0] == "Trying a logistic regression"


def test_the_same_seed_gives_the_same_card_in_any_order_of_rows(small):
    order = np.random.default_rng(9).permutation(len(small.customers))
    shuffled = small.customers.iloc[order].reset_index(drop=True)
    again = fit(
        shuffled, small.attributes, small.plan.iloc[order].reset_index(drop=True)
    ).classifier
    assert without_seconds(again.card) == without_seconds(small.model.card)
    first, second = (model.probabilities(small.customers) for model in (small.model, again))
    pd.testing.assert_frame_equal(first, second)


def test_what_matters_is_found_and_what_does_not_is_told_from_it(small):
    importances = {one.attribute: one for one in small.model.card.importances}
    assert small.model.card.importances[0].attribute == "income"
    assert importances["income"].low > 0.1
    assert importances["shoe_size"].low <= 0.02


def test_gaps_unknown_levels_and_nobody_at_all_are_placed(small):
    strange = pd.DataFrame(
        {"town": pd.Series([None, "Atlantis", "Ash"], dtype="str"),
         "shoe_size": [np.nan, 40.0, np.inf], "income": [np.nan, 1e9, -5.0]}
    )  # fmt: skip
    said = small.model.probabilities(strange)
    assert list(said.columns) == ["Basic", "Gold", "Plus"]
    np.testing.assert_allclose(said.sum(axis=1), 1.0)
    assert small.model.probabilities(strange.iloc[:0]).shape == (0, 3)
    assert said.idxmax(axis=1)[1] == "Gold"


def test_a_missing_attribute_is_named(small):
    with pytest.raises(PredictionError, match="needs income, town"):
        small.model.probabilities(pd.DataFrame({"shoe_size": [40.0]}))


def test_agreement_is_not_called_skill():
    customers, attributes, _ = made_up(300)
    cluster = pd.Series(np.where(customers["shoe_size"] > 40, "Large", "Small"), dtype="str")
    card = fit(customers, attributes, cluster, target_name="cluster").classifier.card
    assert card.accuracy > 0.95
    assert "agreement, not skill" in card.sentence
    assert card.warnings == ()


def test_a_column_that_gives_the_label_away_is_named():
    customers, attributes, plan = made_up(300)
    customers["bill"] = plan.map({"Basic": 5.0, "Plus": 10.0, "Gold": 20.0})
    given = replace(attributes[0], name="bill")
    card = fit(customers, (*attributes, given), plan).classifier.card
    assert [one for one in card.warnings if one.startswith("bill alone tells plan for 100 %")]


def test_labels_by_chance_are_not_relied_on():
    customers, attributes, _ = made_up(300)
    chance = pd.Series(np.random.default_rng(4).choice(["x", "y"], 300), dtype="str")
    card = fit(customers, attributes, chance).classifier.card
    assert card.sentence.endswith("That is not clearly better: do not rely on it.")


def test_customers_who_are_listed_twice_are_noticed():
    customers, attributes, plan = made_up(150)
    twice = pd.concat([customers, customers], ignore_index=True)
    twice["customer_id"] = [f"c{row:05d}" for row in range(300)]
    card = fit(twice, attributes, pd.concat([plan, plan], ignore_index=True)).classifier.card
    assert any("exactly like one that was learned from" in one for one in card.warnings)


def test_rare_classes_and_gaps_are_left_out_and_said_so():
    customers, attributes, plan = made_up(300)
    plan = plan.where(plan != "Gold", "Basic")
    plan.iloc[:3] = "Staff"
    plan.iloc[3:40] = None
    card = fit(customers, attributes, plan).classifier.card
    assert card.classes == ("Basic", "Plus")
    assert card.warnings[:2] == (
        "37 customers without a value in plan were not used.",
        "plan Staff was left out: 3 have it, and 10 customers are needed to learn it.",
    )


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        (["x"] * 100, "only one label that at least 10 customers have, x"),
        ([None] * 100, "No label of plan is that of at least 10 customers"),
        ([str(row) for row in range(100)], "No label of plan"),
        (["x"] * 20 + ["y"] * 20 + [None] * 60, "Only 40 customers have a label in plan"),
    ],
)
def test_too_little_to_learn_from_is_said(labels, reason):
    customers, attributes, _ = made_up(100)
    found = fit(customers, attributes, pd.Series(labels, dtype="str"))
    assert found.classifier is None
    assert reason in found.reason


def test_nothing_to_tell_by_is_said():
    customers, attributes, plan = made_up(100)
    found = fit(customers, [replace(one, is_feature=False) for one in attributes], plan)
    assert found.classifier is None
    assert "No attribute differs" in found.reason


def test_a_target_with_an_order_keeps_it():
    customers, attributes, plan = made_up(300)
    ordered = plan.astype(pd.CategoricalDtype(["Gold", "Plus", "Basic"]))
    assert fit(customers, attributes, ordered).classifier.card.classes == ("Gold", "Plus", "Basic")


def test_nineteen_labels_of_a_few_customers_each_are_learned():
    customers, attributes, _ = made_up(200)
    labels = pd.Series([f"L{row % 19:02d}" for row in range(200)], dtype="str")
    assert len(fit(customers, attributes, labels).classifier.card.classes) == 19


def test_too_few_customers_in_clusters_are_told_in_the_words_of_clusters():
    customers, attributes, plan = made_up(40)
    found = fit(customers, attributes, plan, target_name="cluster")
    assert "customers are in clusters large enough to learn: at least 50" in found.reason
