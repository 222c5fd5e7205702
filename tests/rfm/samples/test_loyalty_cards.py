"""The made-up loyalty cards: a table with everything that makes one untidy, and a known truth."""

from collections import Counter

import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from rfm.features.pipeline import fit_pipeline
from rfm.samples.loyalty_cards import NOBODY, make_loyalty_cards, write_loyalty_cards
from rfm.table.reading import read_customer_table


@pytest.fixture(scope="module")
def cards(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cards")
    return read_customer_table(write_loyalty_cards(folder))


def test_the_same_seed_gives_the_same_table_and_another_one_does_not():
    table, _ = make_loyalty_cards(200)
    assert table.equals(make_loyalty_cards(200)[0])
    assert not table.equals(make_loyalty_cards(200, seed=21)[0])


def test_every_kind_of_column_is_in_it_and_says_that_it_is_synthetic(cards):
    kinds = Counter(attribute.kind for attribute in cards.attributes)
    assert kinds == {
        "number": 7,
        "category": 3,
        "yes-no": 2,
        "date": 1,
        "identifier": 1,
        "constant": 1,
    }
    assert cards.id_column == "Card number"
    assert len(cards.customers) == 3_000
    assert set(cards.customers["Programme"]) == {"Loyalty (synthetic)"}
    assert {finding.kind for finding in cards.findings} == {
        "range",
        "missing",
        "identifier",
        "constant",
    }


def test_its_groups_are_found_again_in_the_points_of_the_pipeline(cards):
    _, truth = make_loyalty_cards()
    belongs = truth != NOBODY
    pipeline = fit_pipeline(cards.customers, cards.attributes)
    points = pipeline.features(cards.customers).points
    found = KMeans(5, n_init=5, random_state=0).fit_predict(points)
    assert adjusted_rand_score(truth[belongs], found[belongs]) > 0.9
