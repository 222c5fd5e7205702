"""Names: short, unique, in plain words, the same for the same effects."""

from dataclasses import replace

import pytest

from rfm.clusters.profiles.by_effects import PLAIN_NAME, name_clusters
from rfm.clusters.profiles.effects import strength_of
from rfm.clusters.profiles.phrases import LONGEST, is_still_true
from rfm.clusters.profiles.results import Effect
from tests.hand_made_attributes import category, number


def effect(attribute, size, level="", inside=0.9):
    # Of a number with a negative effect the median of the others is the higher one.
    outside = 0.0 if level or size > 0 else 2.0
    return Effect(
        attribute=attribute, level=level, size=size, strength=strength_of(size),
        inside=inside, outside=outside, sentence="",
    )  # fmt: skip


def test_names_come_from_the_two_largest_effects_that_say_different_things():
    attributes = (
        number("CASH_ADVANCE", label="Cash Advance"),
        number("CASH_ADVANCE_TRX", label="Cash Advance Trx", is_whole=True),
        number("PURCHASES_TRX", label="Purchases", is_whole=True),
    )
    effects = [
        effect("CASH_ADVANCE", 0.9),
        effect("CASH_ADVANCE_TRX", 0.8),
        effect("PURCHASES_TRX", -0.7),
    ]
    assert name_clusters([effects, []], attributes)[0] == "Higher Cash Advance, Fewer Purchases"


def test_age_and_levels_have_words_of_their_own():
    attributes = (
        number("Age"),
        category("Spending_Score", "Low", "Average", "High"),
        category("Profession", "Artist", "Doctor", "Lawyer"),
        category("Var_1", "Cat_1", "Cat_2", "Cat_3"),
        category("Ever_Married", "Yes", "No"),
    )
    effects = [
        [effect("Age", -0.8), effect("Spending_Score", 0.6, "Low")],
        [effect("Age", 0.4), effect("Profession", 0.6, "Artist")],
        [effect("Profession", 0.6, "Doctor", inside=0.4), effect("Var_1", 0.5, "Cat_2")],
        [effect("Ever_Married", 0.8, "No"), effect("Profession", -0.7, "Artist")],
    ]
    assert name_clusters(effects, attributes) == (
        "Younger, Low Spending Score",
        "Older, Mostly Artist",
        "Often Doctor, Var 1 Cat 2",
        "Not Ever Married",
    )


def test_equal_names_are_told_apart():
    attributes = tuple(number(name) for name in ("income", "visits per year"))
    same = [effect("income", 0.9), effect("visits per year", 0.5)]
    names = name_clusters([same] * 6, attributes)
    assert len(set(names)) == 6
    assert names[0] == "Higher Income, Higher Visits Per Year"


def test_no_name_is_too_long_and_some_name_is_always_found():
    long = "average number of minutes between two visits of the shop"
    attributes = (number(long),)
    names = name_clusters([[effect(long, 0.9)], [effect(long, 0.9)], [], []], attributes)
    assert len(set(names)) == 4
    assert all(0 < len(name) <= LONGEST for name in names)
    assert names[2] == "Close to the Average"


def test_one_of_two_levels_is_no_no_because_it_is_written_f_or_0():
    attributes = (
        category("gender", "f", "m"),
        category("children", "0", "1", "2", "3+"),
    )
    effects = [
        [effect("gender", 0.9, "f")],
        [effect("children", 0.9, "0")],
        [effect("children", 0.9, "1")],
    ]
    assert name_clusters(effects, attributes) == ("Gender F", "Children 0", "Children 1")


def test_only_people_are_older_and_only_sizes_are_large():
    names = ("Age (years)", "vehicle age", "Family Size", "frequency")
    effects = [[effect(name, 0.9)] for name in names]
    assert name_clusters(effects, tuple(map(number, names))) == (
        "Older",
        "Higher Vehicle Age",
        "Larger Family Size",
        "More Frequent Buyers",
    )


def test_words_with_umlauts_are_whole_words():
    attributes = (number("Größe"), number("Gräte"))
    effects = [[effect("Größe", 0.9), effect("Gräte", 0.8)]]
    assert name_clusters(effects, attributes) == ("Higher Größe, Higher Gräte",)


def test_numbered_columns_with_the_same_levels_make_different_names():
    attributes = (
        category("q1", "a", "b"),
        category("q2", "a", "b"),
        category("first", "red", "blue"),
        category("last", "red", "blue"),
    )
    effects = [
        [effect("q1", 0.9, "a"), effect("q2", 0.8, "a")],
        [effect("first", 0.9, "red"), effect("last", 0.8, "red"), effect("q1", 0.7, "b")],
    ]
    assert name_clusters(effects, attributes) == ("Q1 A, Q2 A", "Mostly Red, Q1 B")


def test_the_same_phrases_in_another_order_are_not_another_name():
    attributes = tuple(number(name) for name in ("spend", "visits", "points"))
    effects = [
        [effect("spend", 0.9), effect("visits", 0.8)],
        [effect("visits", 0.9), effect("spend", 0.8), effect("points", 0.7)],
    ]
    assert name_clusters(effects, attributes) == (
        "Higher Spend, Higher Visits",
        "Higher Visits, Higher Points",
    )


def test_days_since_the_last_order_are_told_as_people_say_it():
    recency = number("recency_days", label="Days since the last order", unit="days")
    effects = [[effect("recency_days", 0.9)], [effect("recency_days", -0.9)]]
    assert name_clusters(effects, (recency,)) == ("Seen Longer Ago", "Seen More Lately")


@pytest.mark.parametrize(
    ("level", "inside", "name"),
    [
        ("Yes", 0.9, "Member"),
        ("Yes", 0.89, "Mostly Member"),
        ("No", 0.6, "Mostly Not Member"),
        ("No", 1.0, "Not Member"),
        ("Gold", 0.3, "Often Gold Member"),
        ("Gold", 0.95, "Gold Member"),
        ("Cat_2", 0.7, "Mostly Member Cat 2"),
    ],
)
def test_a_level_is_stated_only_of_those_of_whom_nine_in_ten_have_it(level, inside, name):
    told = [effect("Member", 0.6, level, inside=inside)]
    assert name_clusters([told, []], [category("Member", "Yes", "No")])[0] == name


def test_a_number_that_is_higher_in_most_pairs_but_not_by_its_median_names_nobody():
    # Members 0 0 0 5 6, others 0 0 0 0 1: above in more pairs, the medians are both 0.
    tied = replace(effect("visits", 0.4), inside=0.0, outside=0.0)
    assert name_clusters([[tied]], [number("visits")]) == (PLAIN_NAME,)


def test_a_fact_is_left_to_the_cluster_of_whom_most_have_it():
    club = [category("Member", "Yes", "No")]
    told = [[effect("Member", 0.6, "Yes", inside=share)] for share in (0.92, 0.97)]
    assert name_clusters(told, club) == ("Mostly Member", "Member")
    equal = [[effect("Member", 0.6, "Yes", inside=0.95)]] * 2
    assert name_clusters(equal, club) == ("Member", "Member 2")


CLUB = (number("balance"), number("visits", is_whole=True), category("Member", "Yes", "No"))


def now(balance, others, share):
    """Return the effects of a cluster: its median balance and the others', and who is a member."""
    size = 0.5 if balance > others else -0.5
    member = effect("Member", share - 0.5, "Yes", inside=share)
    return replace(effect("balance", size), inside=balance, outside=others), member


@pytest.mark.parametrize(
    ("name", "effects", "is_true"),
    [
        ("Higher Balance", now(900, 100, 0.5), True),
        ("Higher Balance", now(90, 100, 0.5), False),
        ("Higher Balance, Member", now(900, 100, 0.91), True),
        ("Higher Balance, Member", now(900, 100, 0.89), False),
        ("Higher Balance, Mostly Member", now(900, 100, 0.97), True),
        ("Member, Higher Balance", now(90, 100, 0.97), False),
        ("Member 2", now(900, 100, 0.5), False),
        ("Member (2)", now(900, 100, 0.95), True),
        ("Not Member", now(900, 100, 0.95), False),
        ("More Visits", now(900, 100, 0.95), False),
        ("Our Darlings", now(90, 100, 0.1), True),
        ("Higher Balance, our darlings", now(90, 100, 0.1), True),
    ],
)
def test_a_name_goes_on_only_while_it_is_true_and_one_of_the_user_always_does(
    name, effects, is_true
):
    assert is_still_true(name, effects, CLUB) is is_true
