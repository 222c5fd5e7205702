"""Two real tables of customers: what is counted in them is what reading and validation say."""

import json

import numpy as np
import pandas as pd
import pytest

from rfm.features.pipeline import Pipeline, fit_pipeline
from rfm.records import as_record, from_record
from rfm.table.reading import read_customer_table


@pytest.fixture(scope="module")
def cards(shared):
    path = shared / "data" / "cc_general.csv.gz"
    return read_customer_table(path)


@pytest.fixture(scope="module")
def people(shared):
    path = shared / "data" / "av_segmentation_train.csv.gz"
    return read_customer_table(path)


def found(table, kind):
    return {finding.column: finding.rows for finding in table.findings if finding.kind == kind}


def test_credit_cards_have_seventeen_numbers_and_the_gaps_that_are_counted_in_them(cards):
    assert cards.id_column == "CUST_ID"
    assert [attribute.kind for attribute in cards.attributes] == ["number"] * 17
    assert [(each.reason, each.rows) for each in cards.rows] == [("customer", 8_950)]
    assert found(cards, "missing") == {"CREDIT_LIMIT": 1, "MINIMUM_PAYMENTS": 313}
    assert found(cards, "range") == {"CASH_ADVANCE_FREQUENCY": 8}
    assert not cards.label


def test_values_of_credit_cards_are_those_another_reader_reads(cards, shared):
    other = pd.read_csv(shared / "data" / "cc_general.csv.gz", dtype={"CUST_ID": "str"})
    other = other.rename(columns={"CUST_ID": "customer_id"}).sort_values("customer_id")
    other = other.astype(dict.fromkeys(other.columns[1:], "float64")).reset_index(drop=True)
    pd.testing.assert_frame_equal(cards.customers, other)


def test_a_mixed_table_has_its_kinds_its_gaps_and_its_given_label(people, shared):
    raw = pd.read_csv(shared / "data" / "av_segmentation_train.csv.gz")
    gaps = raw.isna().sum()
    assert found(people, "missing") == gaps[gaps > 0].to_dict()
    names = {"number": set(), "yes-no": set(), "category": set()}
    for attribute in people.attributes:
        names[attribute.kind].add(attribute.name)
    assert names["number"] == {"Age", "Work_Experience", "Family_Size"}
    assert names["yes-no"] == {"Gender", "Ever_Married", "Graduated"}
    assert people.label == "Segmentation"
    counts = people.customers["Segmentation"].value_counts().to_dict()
    assert counts == {"D": 2_268, "A": 1_972, "C": 1_970, "B": 1_858}
    (label,) = [each for each in people.attributes if each.name == people.label]
    assert not label.is_feature


@pytest.mark.parametrize("name", ["cards", "people"])
def test_points_are_the_same_in_any_order_one_by_one_and_after_a_trip_through_json(name, request):
    table = request.getfixturevalue(name)
    pipeline = fit_pipeline(table.customers, table.attributes)
    points = pipeline.features(table.customers).points
    shuffled = table.customers.sample(frac=1, random_state=3)
    assert fit_pipeline(shuffled, table.attributes) == pipeline
    again = from_record(Pipeline, json.loads(json.dumps(as_record(pipeline))))
    assert again == pipeline
    assert np.array_equal(again.features(shuffled).points, points[shuffled.index])
    assert np.array_equal(again.features(table.customers.iloc[[7]]).points, points[[7]])
