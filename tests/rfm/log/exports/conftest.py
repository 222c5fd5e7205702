"""An export that is read as its analysis reads it."""

import pytest

from rfm import schema
from rfm.log.cleaned import cleaning
from rfm.log.customers import customers_of
from rfm.log.transactions.tables import default_as_of
from rfm.settings import Settings
from tests.hand_made_exports import Read


@pytest.fixture
def read(tmp_path):
    def read(header: str, *rows: str, columns=None, **settings: object) -> Read:
        path = tmp_path / "export.csv"
        path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
        with cleaning(str(path), Settings(**settings), columns=columns) as log:
            as_of = log.settings.as_of or default_as_of(log.transactions)
            table = customers_of(log.transactions, log.settings, as_of)
            notes = "\n".join(log.notes)
        found = table.set_index(schema.CUSTOMER_ID)
        orders, money = found[schema.FREQUENCY], found[schema.MONETARY].round(2)
        return Read(
            dict(zip(found.index, zip(orders, money, strict=True), strict=True)),
            str(found[schema.LAST_ORDER_AT].max().date()),
            notes,
        )

    return read
