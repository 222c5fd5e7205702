"""What is typed becomes values, or sentences that say why not."""

import pytest

from rfm import schema
from rfm.prediction import read_values
from rfm.prediction.purchases import LIMITS, asked_purchases
from rfm.prediction.values import warn_of_extrapolation
from tests.hand_made_attributes import category, number

CLUB = category("club", "No", "Yes", typical_level="No")
MOST = dict(zip(schema.RFM, (360, 40, 5_000), strict=True))
THREE = asked_purchases([number(name, lowest=1, highest=MOST[name]) for name in MOST], "orders")


def read(*texts):
    given = dict(zip(schema.RFM, texts, strict=True))
    return read_values(given, THREE, LIMITS, "£")


def problem_of(*texts):
    (problem,) = read(*texts).problems.values()
    return problem


def test_three_values_are_read():
    found = read("34", " 55 ", "-66.50")
    assert tuple(found.values.values()) == (34.0, 55.0, -66.5)
    assert found.problems == {}


@pytest.mark.parametrize("nonsense", ["", "  "])
def test_a_missing_value_is_named(nonsense):
    assert problem_of("34", nonsense, "66") == "Frequency is missing: give a number."


@pytest.mark.parametrize(
    "nonsense",
    ["many", "1,234", "€66", "12 apples", "nan", "inf", "1e3", "٣", "b'34'", "x" * 10_000, "True"],
)
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_what_is_no_number_gets_a_short_sentence(nonsense, axis):
    texts = ["34", "5", "66"]
    texts[axis] = nonsense
    problem = problem_of(*texts)
    assert "must be a number" in problem
    assert len(problem) < 160


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("£1,234.50", 1234.5),
        ("1 234,50", 1234.5),
        ("1.234,50 £", 1234.5),
        ("GBP 66", 66.0),
        ("(12.50)", -12.5),
        ("1'234.50", 1234.5),
        ("1\u202f234,5", 1234.5),
        ("£1,234", 1234.0),
        ("-£5", -5.0),
    ],
)
def test_amounts_are_read_as_people_write_them(text, number):
    assert read("34", "5", text).values[schema.MONETARY] == number


def test_what_two_readings_differ_on_is_asked_about():
    assert problem_of("34", "5", "1,234") == (
        "Monetary must be a number, but '1,234' can be 1234 or 1.234: write which, without a comma."
    )


def test_a_currency_belongs_to_money_and_must_be_the_shops():
    assert "'€66' is in another currency: give it in £" in problem_of("34", "5", "€66")
    assert "an amount of money, and recency is not" in problem_of("£34", "5", "66")


def test_a_number_too_long_for_a_computer_is_refused():
    for huge in ("9" * 400, "-1" + "0" * 200):
        assert problem_of("34", "5", huge) == "Monetary is too large: no customer is like that."


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (("-1", "5", "50"), "Recency cannot be negative"),
        (("1", "0", "50"), "Frequency must be a whole number from 1 up, not 0"),
        (("1", "-3", "50"), "Frequency must be a whole number from 1 up, not -3"),
        (("1", "2.5", "50"), "not 2.5"),
        (("100000", "1", "5"), "A recency of 100,000 days is more than 10 times anything seen"),
        (("10", "10000", "5"), "A frequency of 10,000 orders is more than 10 times"),
        (("10", "1", "1000000000000"), "A monetary value of £1,000,000,000,000 is more than 10"),
        (("10", "1", "-1000000000000"), "A monetary value of -£1,000,000,000,000 is more than 10"),
    ],
)
def test_impossible_values_and_those_far_outside_are_refused(texts, sentence):
    assert sentence in problem_of(*texts)


def test_all_that_is_wrong_is_found_at_once():
    assert list(read("-1", "many", "").problems) == list(schema.RFM)


def test_what_is_not_asked_for_is_named():
    found = read_values({"hat": "3", "club": "yes"}, (CLUB,))
    assert found.values == {"club": "Yes"}
    assert found.problems == {"hat": "'hat' is not asked for here: give club."}


def test_every_spelling_of_yes_can_be_typed():
    assert read_values({"club": "ja"}, (CLUB,)).values == {"club": "Yes"}
    assert read_values({"club": "FALSE"}, (CLUB,)).values == {"club": "No"}


def test_the_example_of_a_large_number_can_be_typed():
    income = number("income", typical=1234567.0)
    (problem,) = read_values({"income": "much"}, (income,)).problems.values()
    assert "give one such as 1234567. Or leave it empty." in problem


@pytest.mark.parametrize(("value", "beyond"), [(9.0, "less than 10"), (81.0, "more than 80")])
def test_a_number_beyond_those_of_all_customers_is_warned_of(value, beyond):
    age = number("age", label="Age", lowest=10.0, highest=80.0)
    (warning,) = warn_of_extrapolation({"age": value}, (age,))
    assert warning == f"Age: no customer here has {beyond}; the answer is an extrapolation."
    assert warn_of_extrapolation({"age": 10.0}, (age,)) == ()
