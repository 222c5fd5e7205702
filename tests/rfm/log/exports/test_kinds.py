"""Orders, payments and days are never customers."""

import pytest

from rfm import schema
from rfm.errors import QuestionError
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


@pytest.mark.parametrize(
    ("header", "cell"),
    [("Aaa,Bbb,Ccc,Ddd", "2024-01-0{n}"), ("Xx;Yy;Zz;Ww", "0{n}.01.2024 10:00")],
)
def test_rows_with_days_and_money_under_unknown_names_are_asked_about(tmp_path, header, cell):
    path = tmp_path / "unknown.csv"
    mark = header[3] if ";" not in header else ";"
    rows = [mark.join((f"r{n}", cell.format(n=n), "same", f"1{n}.50")) for n in range(1, 6)]
    path.write_text("\n".join((header, *rows)) + "\n")
    table = open_table(path, tmp_path, {}, held="")
    with pytest.raises(QuestionError, match="What is a row") as asked:
        recognise(table)
    assert (asked.value.option, asked.value.choices[0][0]) == ("kind", schema.LOG)
    assert recognise(table, are_customers=True).kind == schema.CUSTOMER_TABLE


@pytest.mark.parametrize("cells", ["x,2024-01-0{n}", "12{n},1{n}", ",", "1{n},2{n}.5"])
def test_rows_without_days_or_without_numbers_are_customers_under_any_name(tmp_path, cells):
    path = tmp_path / "unknown.csv"
    rows = [f"r{n},{cells.format(n=n)}" for n in range(1, 6)]
    path.write_text("\n".join(("Aaa,Bbb,Ccc", *rows)) + "\n")
    assert recognise(open_table(path, tmp_path, {}, held="")).kind == schema.CUSTOMER_TABLE
