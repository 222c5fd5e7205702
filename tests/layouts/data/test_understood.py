"""What was understood is shown in words, and each part of it can be chosen otherwise."""

import codecs
from dataclasses import replace

import pytest
from dash import html

from layouts.data import columns, reading, report, understood
from layouts.data.report import ReasonRows
from layouts.data.understood import SaidAnswer
from layouts.ids import Data
from layouts.parts.attributes import NOT_CHOSEN
from rfm.choices import DECIMAL_MARKS, SEPARATORS
from tests.hand_made_previews import (
    BROKEN,
    DAY_OR_MONTH,
    MEMBERS,
    ORDERS,
    WHICH_CUSTOMER,
    asking,
)
from tests.trees import by_id, parts_of, text_of

KEPT = ReasonRows("Purchase", 10, is_kept=True, reason="Paid.")
LEFT_OUT = ReasonRows("Not paid", 2, is_kept=False, examples=("row 3",))


@pytest.mark.parametrize(
    ("preview", "told"),
    [
        (ORDERS, "orders.csv holds orders"),
        (MEMBERS, "members.xlsx holds one row per customer"),
        (replace(ORDERS, layout="Etsy, orders"), "orders.csv looks like an export of Etsy, orders"),
        (replace(ORDERS, files=("a.csv", "b.csv")), "2 files hold orders"),
        (asking(DAY_OR_MONTH), "orders.csv: one thing is to be said before it can be used"),
        (BROKEN, "orders.docx cannot be used as it is"),
    ],
)
def test_a_sentence_says_what_the_files_are(preview, told):
    assert understood.sentence(preview) == told


def test_figures_of_orders_and_of_customers_are_told():
    told = text_of(html.Div(understood.asked(ORDERS, [])))
    for part in ("EUR 12.3 k", "EUR 12,345.60", "5 Jan 2026", "9 Feb 2026", "No orders from 3"):
        assert part in told
    assert "Revenue" not in text_of(html.Div(understood.asked(MEMBERS, [])))


def test_many_things_to_look_at_are_one_line_that_opens():
    many = replace(MEMBERS, warnings=tuple(f"Column {place} is empty." for place in range(4)))
    (details,) = parts_of(html.Div(understood.asked(many, [])), html.Details)
    assert text_of(details.children[0]) == "4 things to look at"
    assert "Column 3 is empty." in text_of(details)


def test_a_question_comes_before_all_figures_and_each_answer_is_a_button():
    shown = html.Div(understood.asked(asking(DAY_OR_MONTH), []))
    buttons = [by_id(shown)[str(Data.answer(place))] for place in range(2)]
    assert [each.children for each in buttons] == ["1 February", "2 January"]
    assert "Customers" not in text_of(shown)


def test_many_answers_are_a_list_that_says_which_column_is_asked_for():
    shown = html.Div(understood.asked(asking(WHICH_CUSTOMER), []))
    select = by_id(shown)[str(Data.choice("columns.customer_id"))]
    assert [option["value"] for option in select.options][:2] == ["C0", "C1"]
    assert "Which column is the customer?" in text_of(shown)


def test_any_text_may_be_an_answer():
    shown = html.Div(understood.asked(asking(replace(WHICH_CUSTOMER, choices=())), []))
    assert by_id(shown)[str(Data.choice("columns.customer_id"))].type == "text"


def test_what_was_said_can_be_taken_back():
    shown = html.Div(understood.asked(ORDERS, [SaidAnswer("settings.date_order", "1 February")]))
    undo = by_id(shown)[str(Data.undo("settings.date_order"))]
    assert getattr(undo, "aria-label") == "Take back: 1 February"


def test_a_file_that_is_no_table_shows_why_and_nothing_that_could_be_chosen():
    assert "no table. Export it" in text_of(html.Div(understood.asked(BROKEN, [])))
    assert understood.understood(BROKEN, []) == []


def test_each_column_has_a_choice_below_its_name_with_the_reason():
    card = columns.columns_card(ORDERS)
    select = by_id(card)[str(Data.column(0))]
    (label,) = [label for label in parts_of(card, html.Label) if select in label.children]
    assert text_of(label) == "Kundennr"
    assert select.value == "customer_id"
    assert by_id(card)[str(Data.column(3))].value == NOT_CHOSEN
    labels = [each["label"] for each in select.options]
    assert labels == ["Not used", "Customer", "Date", "Amount", "Product"]
    assert "3 of 4 columns used." in text_of(card)


def test_rows_are_shown_as_they_are_written_with_their_numbers():
    rows = list(parts_of(columns.columns_card(ORDERS), html.Tr))[1:]
    cells = [text_of(cell) for cell in rows[0].children]
    assert cells == ["2", "7", "05.01.2026", "9,50", "<b>"]
    assert text_of(rows[1].children[0]) == "3"


def test_of_a_wide_file_what_is_not_used_is_folded():
    more = (replace(ORDERS.columns[3], name="Other"),) * 20
    row = ("7", "1", "9", "", *([""] * 20))
    wide = replace(ORDERS, columns=(*ORDERS.columns, *more), rows_shown=(row,))
    card = columns.columns_card(wide)
    assert by_id(card)[Data.ALL_COLUMNS].label == "Show the 21 columns that are not used"
    assert "narrowed" in card.className
    assert Data.ALL_COLUMNS not in by_id(columns.columns_card(ORDERS))


def test_the_reading_is_a_line_and_each_part_of_it_a_choice():
    card = reading.reading_card(ORDERS)
    line = "Text (CSV) · UTF-8 · semicolons between cells · names in row 1 · EUR"
    assert line in text_of(card)
    assert len([name for name in by_id(card) if "data-choice" in name]) == 8
    zone = by_id(card)[str(Data.choice("settings.time_zone"))]
    assert (zone.value, zone.list) == ("", Data.ZONES)


def test_a_workbook_has_sheets_and_no_encoding():
    held = {control.name: control.value for control in reading.controls_of(MEMBERS)}
    assert held == {"kind": "customers", "reading.sheet": "2026", "reading.header_row": "3"}


def test_an_encoding_that_is_not_in_the_list_is_a_choice_too():
    odd = replace(ORDERS, reading=replace(ORDERS.reading, encoding="koi8-r"))
    (encoding,) = [c for c in reading.controls_of(odd) if c.name == "reading.encoding"]
    assert (encoding.worded, encoding.options[0]) == ("koi8-r", ("koi8-r", "koi8-r"))


def test_what_can_be_chosen_is_what_is_understood():
    assert tuple(value for value, _ in reading.SEPARATORS) == SEPARATORS
    assert {value for value, _ in reading.DECIMALS} == {NOT_CHOSEN, *DECIMAL_MARKS}
    assert all(codecs.lookup(name) for name, _ in reading.ENCODINGS)


def test_the_report_adds_up_with_examples():
    told = text_of(report.report_card([KEPT, LEFT_OUT], ["Read as UTF-8."], is_open=True))
    for part in ("12 rows = 10 used + 2 left out.", "row 3", "For example", "Read as UTF-8."):
        assert part in told
    whole = text_of(report.report_card([KEPT], [], is_open=False))
    assert "10 rows. Every row is used." in whole
    assert "For example" not in whole


@pytest.mark.parametrize(("left_out", "is_open"), [(1, False), (90, True)])
def test_the_report_is_open_where_much_is_left_out(left_out, is_open):
    *_, card = understood.understood(ORDERS, [KEPT, replace(LEFT_OUT, rows=left_out)])
    assert card.open == is_open
