"""The list of customers whose log knows their names and addresses."""

import pytest

from app import create_app
from callbacks.customers.listing import page
from callbacks.customers.listing.view import ListAnswers
from callbacks.customers.page import show
from server.settings import ServerSettings
from tests.hand_made_sites import analysed, as_text

TOKEN = {"name": "rows", "snapshot": "any"}
PEOPLE = """Customer ID,Order ID,Date,Amount,Customer Name,Email
1,A,2024-01-05,10,Ann Lee,ann@shop.example
1,D,2024-02-05,10,,
2,B,2024-03-01,20,Bo Ray,
3,C,2024-02-01,30,=cmd|calc,joe@shop.example
"""


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    return analysed(tmp_path_factory.mktemp("people"), PEOPLE)


def listed(people, search="", shown=("customer_id",), filters=""):
    sent = {"token": TOKEN, "filters": filters, "search": search}
    return page.page(people, ListAnswers(), {"startRow": 0}, list(shown), **sent)


def numbers(people, search="", filters=""):
    return [row["customer_id"] for row in listed(people, search, filters=filters)["rowData"]]


def test_names_and_addresses_are_shown_searched_filtered_and_saved(people):
    shown = ["customer_id", "customer_name", "email"]
    _, _, usual, _ = page.head(
        people, ListAnswers(), token=TOKEN, chosen="", is_narrow=False, sort=""
    )
    assert usual[:3] == shown
    rows = listed(people, "ANN", shown)["rowData"]
    assert [row["email"] for row in rows] == ["ann@shop.example"]
    assert numbers(people, "shop.example") == ["1", "3"]
    assert numbers(people, "bo ray") == ["2"]
    assert numbers(people, filters="email=joe%40") == ["3"]
    settings = ServerSettings(var=people.var, samples=people.var / "samples")
    answer = create_app(settings).server.test_client().get("/customers.csv?data=rows")
    assert "2,Bo Ray,," in answer.text
    # A spreadsheet does not run it.
    assert "3,'=cmd|calc,joe@shop.example" in answer.text


def test_the_card_has_the_name_and_the_address(people):
    told = as_text(show(people, TOKEN, "/customers/1", "light")["card"])
    assert "Ann Lee" in told
    assert "ann@shop.example" in told
