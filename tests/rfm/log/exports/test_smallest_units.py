"""Stripe's API writes 19.99 as 1999, and yen as they are: charges are read in whole units."""

import json

import pytest

from rfm.log.cleaned import cleaning
from rfm.log.customers import customers_of
from rfm.log.transactions.tables import default_as_of
from rfm.settings import Settings

# 1 January 2024, 10:00, and a day later.
MOMENT = 1_704_103_200
DAY = 86_400


def charge(number, amount, customer, **more):
    return {
        "id": f"ch_{number}",
        "object": "charge",
        "amount": amount,
        "amount_captured": amount,
        "amount_refunded": 0,
        "billing_details": {"email": None},
        "captured": True,
        "created": MOMENT + number * DAY,
        "currency": "usd",
        "customer": customer,
        "status": "succeeded",
        **more,
    }


CHARGES = (
    charge(1, 1999, "cus_A"),
    charge(2, 1550, "cus_B", amount_refunded=500),
    charge(3, 999, "cus_A", status="failed"),
    charge(4, 4200, "cus_A"),
)


@pytest.fixture
def spent(tmp_path):
    def read(text, **settings):
        file = tmp_path / "charges.json"
        file.write_text(text)
        with cleaning(str(file), Settings(**settings)) as log:
            table = customers_of(log.transactions, log.settings, default_as_of(log.transactions))
            return dict(zip(table["customer_id"], table["monetary"], strict=True)), log.notes

    return read


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(map(json.dumps, CHARGES)),
        json.dumps({"object": "list", "data": CHARGES, "has_more": False}),
    ],
    ids=["a line each", "an answer of the API"],
)
def test_cents_are_read_as_money_and_that_is_told(spent, text):
    found, notes = spent(text)
    assert found == {"cus_A": 61.99, "cus_B": 10.5}
    assert any("1999 of USD is read as 19.99" in note for note in notes)


def test_a_currency_without_cents_is_read_as_it_is(spent):
    yen = [each | {"currency": "jpy"} for each in CHARGES]
    assert spent(json.dumps(yen))[0] == {"cus_A": 6_199, "cus_B": 1_050}


def test_each_charge_is_read_in_the_unit_of_its_own_currency(spent):
    both = [*CHARGES[:2], charge(5, 2_000, "cus_C", currency="jpy"), CHARGES[3]]
    found, _ = spent(json.dumps(both), rates=(("2024-01-01", "JPY", 0.01),), currency="USD")
    assert found == {"cus_A": 61.99, "cus_B": 10.5, "cus_C": 20}
