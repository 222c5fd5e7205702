"""What is understood of a file is shown before it is kept, and is what the analysis then counts."""

from dataclasses import replace

import pytest

from rfm import schema
from rfm.choices import ChosenReading
from rfm.settings import Settings
from rfm.table.attribute import TableChoices
from tests.hand_made_workbooks import open_document
from tests.rfm.preview.conftest import GERMAN, HOLDERS


def test_a_log_is_shown_with_its_columns_figures_and_rows(preview):
    found = preview(GERMAN)
    assert (found.kind, found.files, found.question, found.problem) == (
        schema.LOG, ("sales.csv",), None, "",
    )  # fmt: skip
    fields = {column.name: column.field for column in found.columns}
    assert fields == {
        "Kunde": "customer_id", "Filiale": "", "Datum": "ordered_at", "Betrag": "amount",
    }  # fmt: skip
    assert found.columns[0].reason == "Named as the customer usually is."
    assert found.columns[1].reason == "Not used: no field is called so."
    assert found.columns[3].examples == ("10,50", "20,00", "1.020,00")
    assert found.rows_shown[0] == ("4711", "1", "05.01.2024", "10,50")
    assert found.first_row == 2
    read = found.reading
    assert (read.format, read.separator, read.decimal, read.header_row) == ("csv", ";", "comma", 1)
    assert read.date_order == "day-first"
    figures = found.figures
    assert (figures.rows, figures.customers, figures.orders) == (4, 2, 3)
    assert figures.revenue == pytest.approx(1050.5)
    assert (str(figures.first), str(figures.last)) == ("2024-01-05", "2024-02-25")
    assert {row.name: (row.rows, row.examples) for row in found.report} == {
        "purchase": (3, ("row 2", "row 3", "row 4")), "no-customer": (1, ("row 5",)),
    }  # fmt: skip


def test_files_of_one_layout_have_one_key_in_any_order_of_columns(preview):
    same = preview(GERMAN.replace("Kunde;", "KUNDE ;"), "other.csv")
    turned = preview("Datum;Kunde;Betrag;Filiale\n05.01.2024;1;3,50;1\n", "turned.csv")
    more = preview("Datum;Kunde;Betrag\n05.01.2024;1;3,50\n", "more.csv")
    assert preview(GERMAN).layout_key == same.layout_key == turned.layout_key
    assert more.layout_key != turned.layout_key


def test_a_table_of_customers_is_shown_with_what_each_column_holds(preview):
    found = preview(HOLDERS)
    assert found.kind == schema.CUSTOMER_TABLE
    fields = {column.name: column.field for column in found.columns}
    assert fields == {"Holder": "id_column", "Age": "number", "Plan": "category"}
    assert (found.figures.rows, found.figures.customers, found.figures.orders) == (30, 30, None)
    chosen = preview(HOLDERS, table=TableChoices(id_column="Holder", ignore=("Age",)))
    assert [column.field for column in chosen.columns] == ["id_column", "ignore", "category"]
    assert chosen.columns[0].reason == "Chosen by you."


def test_each_reason_names_its_first_rows(preview):
    rows = [f"{n},2024-01-0{n},A,{10 * (n < 5)}.00" for n in range(1, 8)]
    text = "\n".join(["Order ID,Order Date,Customer ID,Total,Product", *(f"{r},x" for r in rows)])
    report = {row.name: row for row in preview(text + "\n1,soon,B,3.00,y\n").report}
    assert report["zero-price"].examples == ("row 6", "row 7", "row 8")
    assert report["unreadable"].examples == ("row 9",)
    copies = HOLDERS.replace("A0,", "A1,").replace("A29,", ",") + "\nA2,22,Free\nTotal,9,x\n"
    chosen = TableChoices(id_column="Holder")
    of_table = {row.name: row.examples for row in preview(copies, table=chosen).report}
    assert of_table == {
        "customer": (), "no-identifier": ("row 31",), "total": ("row 33",), "copy": ("row 32",),
        "conflict": ("row 3",),
    }  # fmt: skip


def test_what_is_not_used_and_what_is_chosen_is_said(preview):
    text = "Customer,Email,Date,Total,Country\nA,a@x.org,2024-01-05,5,FR\nB,,2024-01-06,6,DE\n"
    chosen = {"customer_id": "Email", "country": ""}
    reasons = {one.name: one.reason for one in preview(text, columns=chosen).columns}
    assert reasons["Email"] == "Chosen by you."
    assert reasons["Country"] == "Not used: chosen by you."
    assert reasons["Customer"] == "Not used: the customer is read from 'Email'."


def test_what_cannot_be_read_is_a_problem_and_not_an_error(preview):
    found = preview("   \n")
    assert "holds nothing but blanks" in found.problem
    assert (found.figures, found.columns, found.reading) == (None, (), None)


def test_settings_of_the_analysis_are_those_of_the_preview(preview):
    settings = replace(Settings(), time_zone="Europe/Berlin", currency="€")
    found = preview(GERMAN, settings=settings)
    assert (found.reading.time_zone, found.reading.currency) == ("Europe/Berlin", "€")


def test_rows_that_cannot_be_read_are_a_problem_with_what_is_known_of_the_file(preview):
    rows = "a,2024-01-02,5\n" * 30_000
    for header in ("customer,date,amount", "customer,date,amount,refunded"):
        found = preview(f"{header}\n{rows}" + '"c,2011-01-04,7\n' * 3)
        assert "quotation mark" in found.problem
        assert found.reading.separator == ","
    broken = preview('customer,date,amount\na,2024-01-02,5\n"c"d,2011-01-04,7\n')
    assert "quotation mark" in broken.problem


def test_what_no_answer_helps_is_a_problem_with_its_columns(preview):
    found = preview("Customer,Date,Amount\nA,2024-01-05,-5\nB,2024-01-06,-7\n")
    assert "No row of the log is a purchase" in found.problem
    assert [column.field for column in found.columns] == ["customer_id", "ordered_at", "amount"]


def test_a_day_and_a_time_in_two_columns_are_both_shown(preview):
    found = preview("Customer,Date,Time,Amount\nA,2024-01-05,10:30,5\nB,2024-01-06,11:00,7\n")
    assert [column.field for column in found.columns] == [
        "customer_id", "ordered_at", "time", "amount",
    ]  # fmt: skip


def test_stand_ins_and_known_layouts_are_reasons(preview):
    mail = preview("Email,Date,Price\na@x.org,2024-01-05,5\nb@x.org,2024-01-06,7\n")
    assert [column.reason for column in mail.columns] == [
        "Named as the e-mail address usually is, which stands in for the customer.",
        "Named as the date usually is.",
        "Named as the unit price usually is, which stands in for the amount.",
    ]
    header = "Name,Email,Financial Status,Created at,Lineitem name,Lineitem quantity,Lineitem price"
    shop = preview(f"{header},Total,Payout Currency\n#1,a@x.org,paid,2024-01-05,Mug,1,5,5,EUR\n")
    reasons = {column.name: column.reason for column in shop.columns}
    assert reasons["Created at"] == "Known column of an export of Shopify, orders."
    assert reasons["Payout Currency"] == "Told from its cells and its name."
    assert shop.layout == "Shopify, orders"


def test_a_question_about_a_file_that_cannot_be_opened_is_asked(preview):
    content = open_document({"2023": [("Customer", "Date", "Amount"), ("A", "2023-01-05", 1)]})
    settings = Settings(reading=ChosenReading(sheet="2024"))
    found = preview(content, "log.ods", settings=settings)
    assert found.question.option == "reading.sheet"
    assert found.reading is None
    assert preview(content, "log.ods").reading.sheets == ("2023",)


def test_a_column_that_is_known_and_not_needed_is_said(preview):
    rows = "A,Ann,2024-01-05 10:00,10:00,5\nB,Bob,2024-01-06 11:00,11:00,6\n"
    text = f"Customer,Customer Name,Date,Time,Amount\n{rows}"
    reasons = {column.name: column.reason for column in preview(text).columns}
    assert reasons["Time"] == (
        "Not used: named as the time of day usually is, which is not needed here."
    )
    assert reasons["Customer Name"] == "Named as the customer's name usually is."
