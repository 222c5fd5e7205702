"""A log joined with a table: the card of a customer shows what the table says."""

from callbacks.customers.page import show
from callbacks.prediction.page import form_of
from tests.hand_made_sites import as_text

TOKEN = {"name": "shop", "snapshot": "any"}


def test_the_card_says_what_the_table_says(joined_log):
    first, third = (
        as_text(show(joined_log, TOKEN, f"/customers/{name}", "light")["card"])
        for name in ("C01", "C03")
    )
    assert all(told in first for told in ("Age", '"21"', "Region", '"North"'))
    assert "nan" not in third


def test_a_customer_is_placed_by_what_was_bought_alone(joined_log):
    _, _, typical = form_of(joined_log.snapshot(), "?r=1&f=2&m=3")
    assert list(typical) == ["r", "f", "m"]
