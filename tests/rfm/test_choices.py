"""Choices are one value: from JSON, answered, changed by column, and refused in sentences."""

import pytest

from rfm.choices import Choices, answered, load_choices, read_choices, with_column
from rfm.errors import SettingsError
from rfm.records import as_record


def test_choices_survive_json_and_what_is_missing_is_told_from_the_file():
    values = {"kind": "log", "columns": {"amount": "Total"}, "settings": {"currency": "€"}}
    choices = read_choices(values)
    assert choices.columns == {"amount": "Total"}
    assert choices.reading.header_row == 0
    assert read_choices(as_record(choices)) == choices


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ([], "JSON object"),
        ({"kind": "orders"}, "log or customers"),
        ({"columns": 3}, "JSON object"),
        ({"other": 1}, "JSON object"),
        ({"reading": {"separator": "x"}}, "'x' cannot separate cells"),
        ({"reading": {"decimal": "dot"}}, "'dot' is no decimal mark"),
        ({"reading": {"header_row": -1}}, "-1 is no row"),
        ({"reading": {"header_row": "first"}}, "JSON object"),
    ],
)
def test_what_is_no_choice_is_refused_in_a_sentence(values, says):
    with pytest.raises(SettingsError, match=says):
        read_choices(values)


def test_a_file_of_choices_that_is_none_is_refused(tmp_path):
    path = tmp_path / "choices.json"
    with pytest.raises(SettingsError, match="cannot be read"):
        load_choices(path)
    path.write_text("{")
    with pytest.raises(SettingsError, match="cannot be read"):
        load_choices(path)


def test_an_answer_is_put_where_its_question_says():
    choices = answered(Choices(), "kind", "log")
    choices = answered(choices, "columns.customer_id", "Who")
    choices = answered(choices, "settings.date_order", "day-first")
    choices = answered(choices, "settings.statuses.Awaiting st. 2", "paid")
    choices = answered(choices, "settings.statuses.Done", "unpaid")
    choices = answered(choices, "reading.header_row", "3")
    choices = answered(choices, "reading.sheet", "2024")
    choices = answered(choices, "table.id_column", "rows")
    assert choices.kind == "log"
    assert choices.columns == {"customer_id": "Who"}
    statuses = {"Awaiting st. 2": "paid", "Done": "unpaid"}
    assert choices.settings == {"date_order": "day-first", "statuses": statuses}
    assert (choices.reading.header_row, choices.reading.sheet) == (3, "2024")
    assert choices.table.id_column == "rows"


def test_a_column_of_a_log_holds_one_field_or_none():
    choices = with_column(Choices(), "log", "Who", "customer_id")
    assert choices.columns == {"customer_id": "Who"}
    moved = with_column(choices, "log", "Who", "email", held="customer_id")
    assert moved.columns == {"customer_id": "", "email": "Who"}
    assert with_column(Choices(), "log", "Land", "", held="country").columns == {"country": ""}


def test_a_column_of_a_table_is_what_was_chosen_last():
    choices = with_column(Choices(), "customers", "Zip", "category")
    choices = with_column(choices, "customers", "Plan", "label")
    choices = with_column(choices, "customers", "Age", "ignore")
    assert (choices.table.label, choices.table.ignore) == ("Plan", ("Age",))
    assert choices.table.kinds == {"Zip": "category"}
    again = with_column(
        with_column(choices, "customers", "Zip", "id_column"), "customers", "Plan", ""
    )
    assert (again.table.id_column, again.table.label, again.table.kinds) == ("Zip", "", {})
