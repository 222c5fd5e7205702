"""Rules in words, judged as they are worded."""

import numpy as np
import pytest

from rfm.clusters.profiles.columns import level_columns, number_columns
from rfm.clusters.profiles.rules import find_rules
from tests.hand_made_attributes import number
from tests.rfm.clusters.profiles.conftest import table


def rules_of(table, labels, **more):
    customers, attributes = table
    columns = number_columns(customers, attributes), level_columns(customers, attributes)
    return find_rules(*columns, np.asarray(labels, dtype=np.int64), **more)


def test_whole_numbers_are_told_from_the_first_to_the_last():
    orders = np.repeat(np.arange(1.0, 13.0), 20)
    labels = np.where(orders < 3, 0, np.where(orders <= 8, 1, 2))
    found = rules_of(table({"orders": list(orders)}), labels)
    texts = [rules[0].text for rules in found.by_cluster]
    assert texts == ["Orders at most 2", "Orders between 3 and 8", "Orders at least 9"]
    assert all(rules[0].precision == rules[0].recall == 1.0 for rules in found.by_cluster)
    assert found.accuracy == 1.0


def test_thresholds_are_round_and_the_rule_is_judged_with_them():
    balance = np.sort(np.random.default_rng(0).lognormal(7, 1, 2000))
    cut = 1987.65
    customers, _ = table({"balance": list(balance)})
    attributes = (number("balance", label="Balance", unit="money"),)
    found = rules_of((customers, attributes), balance > cut, currency="£")
    rule = found.by_cluster[1][0]
    assert rule.text == "Balance above £2,000"
    assert rule.recall == pytest.approx((balance > 2000).sum() / (balance > cut).sum())
    assert rule.precision == 1.0


def test_levels_are_named_and_denied():
    jobs = ["Artist", "Doctor", "Lawyer", "Writer"] * 25
    labels = [int(job == "Artist") for job in jobs]
    found = rules_of(table({"job": jobs}), labels)
    assert [rules[0].text for rules in found.by_cluster] == ["Job is not Artist", "Job is Artist"]
    married = ["Yes", "No"] * 20
    found = rules_of(table({"married": married}), [int(one == "Yes") for one in married])
    assert [rules[0].text for rules in found.by_cluster] == ["Married is No", "Married is Yes"]


def test_noise_counts_against_precision_but_has_no_rule():
    values = [1.0] * 40 + [9.0] * 40
    labels = [0] * 40 + [1] * 30 + [-1] * 10
    found = rules_of(table({"x": values}), labels)
    assert len(found.by_cluster) == 2
    assert found.by_cluster[1][0].precision == pytest.approx(0.75)
    assert found.accuracy == 1.0


def test_a_tiny_cluster_that_the_tree_passes_over_gets_a_tree_of_its_own():
    generator = np.random.default_rng(1)
    x, y = generator.uniform(0, 1, (2, 3000))
    labels = np.where(x > 0.5, 1, 0)
    labels[(y > 0.998) & (x > 0.5)] = 2
    found = rules_of(table({"x": list(x), "y": list(y)}), labels)
    assert found.by_cluster[2]
    assert "Y above" in found.by_cluster[2][0].text


def test_further_rules_find_members_of_their_own(credit_cards):
    table = (credit_cards.customers, credit_cards.attributes)
    found = rules_of(table, credit_cards.labels)
    assert all(1 <= len(rules) <= 3 for rules in found.by_cluster)
    for rules in found.by_cluster:
        recalls = [rule.recall for rule in rules]
        assert recalls == sorted(recalls, reverse=True)
        assert max(rule.precision for rule in rules) > 0.6
    assert 0.8 < found.accuracy < 0.95
    assert found.depth <= 4
    assert "questions deep" in found.sentence


def test_gaps_count_as_the_typical_value():
    values = [1.0] * 30 + [2.0] * 31 + [np.nan] * 10 + [9.0] * 30
    labels = [0] * 71 + [1] * 30
    found = rules_of(table({"x": values}), labels)
    assert found.by_cluster[0][0].recall == 1.0
