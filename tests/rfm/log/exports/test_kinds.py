"""Orders, payments and days are never customers."""

import pytest

from rfm import schema
from rfm.reading.opening import open_table
from rfm.table.recognising import recognise


@pytest.mark.parametrize(
    "header",
    [
        "Payment ID,Value,Currency,Creation Date",
        "Day,Revenue,Sessions,Note",
        "Reference,Amount,Paid on,Method",
        "No.,Sum,Issued,Due",
        "id,total,created,method",
        "checkout_token,subtotal,completed_at,tax",
        "Buchungstag,Betrag,Verwendungszweck,Valuta",
        "id,amount_cents,created,customer",
    ],
)
def test_orders_payments_and_days_are_never_customers(tmp_path, header):
    path = tmp_path / "payments.csv"
    path.write_text(f"{header}\n" + "".join(f"p{n},1{n},2024-01-0{n},x\n" for n in range(1, 5)))
    assert recognise(open_table(path, tmp_path, {}, held="")).kind == schema.LOG


@pytest.mark.parametrize(
    "header",
    [
        "Name,Email,Status,Total Spent,Last Order Date",
        "Customer ID,Country,Type,Revenue,Created At",
        "Record ID,Email,Stage,Total Revenue,Create Date",
        "Name,Phone,Group,Orders,Last Order ID",
    ],
)
def test_a_table_of_customers_stays_one_whatever_it_sums(tmp_path, header):
    path = tmp_path / "customers.csv"
    path.write_text(f"{header}\n" + "".join(f"c{n},d{n},x,1{n},2024-01-0{n}\n" for n in range(5)))
    assert recognise(open_table(path, tmp_path, {}, held="")).kind == schema.CUSTOMER_TABLE
