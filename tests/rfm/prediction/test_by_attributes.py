"""Which attributes count most, and which nothing changes."""

import pytest

from rfm.clusters.profiles.stories import ClusterStory, Effect, Stories
from rfm.prediction.by_attributes import by_importance, is_fixed
from rfm.table.attribute import Attribute
from tests.hand_made_studies import card_of


def attribute(name, *, is_feature=True):
    return Attribute(name=name, kind="number", is_feature=is_feature, reason="")


def stories(**sizes):
    effects = tuple(
        Effect(
            attribute=name,
            level="",
            size=size,
            strength="large",
            inside=1,
            outside=0,
            sentence="",
        )
        for name, size in sizes.items()
    )
    story = ClusterStory(cluster=0, name="A", paragraph="", customers=1, share=1.0, effects=effects)
    return Stories(clusters=(story,), tree_accuracy=1.0, tree_depth=1, tree_sentence="")


ASKED = [attribute("age"), attribute("frequency"), attribute("note", is_feature=False)]


def test_attributes_come_in_the_order_of_the_model_that_learned_them():
    ordered = by_importance(ASKED, card_of(["A", "B"]), None)
    assert [one.name for one in ordered] == ["frequency", "age"]


def test_without_a_model_they_come_by_what_sets_clusters_apart():
    ordered = by_importance(ASKED, None, stories(age=0.1, frequency=-0.8))
    assert [one.name for one in ordered] == ["frequency", "age"]
    unknown = by_importance(ASKED, None, None)
    assert [one.name for one in unknown] == ["age", "frequency"]


@pytest.mark.parametrize(
    ("name", "fixed"),
    [
        ("Age", True),
        ("Gender", True),
        ("year_of_birth", True),
        ("Ever_Married", True),
        ("AVERAGE_BALANCE", False),
        ("Package", False),
        ("Usage", False),
        ("Visits", False),
    ],
)
def test_what_a_shop_cannot_change_is_known_by_its_name(name, fixed):
    assert is_fixed(attribute(name)) == fixed
