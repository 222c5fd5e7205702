"""What somebody chooses on the page becomes choices, and nothing else does."""

from dataclasses import asdict

import pytest

from callbacks.data.preview import Controls, Seen, chosen, counted, read_seen, remembered, without
from layouts.ids import Data
from layouts.parts.attributes import NOT_CHOSEN
from rfm.choices import read_choices
from rfm.errors import RfmError
from rfm.preview.document import ReportRow
from rfm.records import as_record

CONTROLS = {"kind": "log", "reading.decimal": NOT_CHOSEN, "reading.header_row": "1"}
COLUMNS = [{"name": "Nr", "field": "customer_id"}, {"name": "Kunde", "field": NOT_CHOSEN}]
SEEN = Seen(upload="u", kind="log", controls=CONTROLS, columns=COLUMNS)
ASKED = Seen(
    upload="u",
    kind="log",
    option="settings.date_order",
    offered=[{"value": "day-first", "label": "1 February"}],
)
ANSWERED = chosen(ASKED, Controls(controls={}, columns={}, pressed=Data.answer(0)))


def shown(pressed=None, columns=None, **controls):
    held = {place: column["field"] for place, column in enumerate(COLUMNS)}
    named = {name.replace("__", "."): value for name, value in controls.items()}
    return Controls(controls=CONTROLS | named, columns=held | (columns or {}), pressed=pressed)


def test_what_stands_as_it_was_seen_is_no_choice():
    assert chosen(SEEN, shown()) is None
    assert chosen(SEEN, Controls(controls={}, columns={})) is None
    assert chosen(SEEN, shown(kind=3, columns={0: None, 9: "amount"})) is None


def test_a_control_that_was_changed_is_a_choice():
    choices = chosen(SEEN, shown(reading__decimal="comma", reading__header_row=" 3 ")).choices
    assert choices["reading"]["decimal"] == "comma"
    assert choices["reading"]["header_row"] == 3
    assert choices["kind"] == ""


def test_a_control_can_go_back_to_what_the_file_tells():
    first = chosen(SEEN, shown(reading__decimal="comma"))
    now = Seen(**asdict(first) | {"controls": CONTROLS | {"reading.decimal": "comma"}})
    again = chosen(now, shown(reading__decimal=NOT_CHOSEN))
    assert again.choices["reading"]["decimal"] == ""


def test_a_column_that_is_chosen_for_a_field_takes_it_from_the_other():
    choices = chosen(SEEN, shown(columns={1: "customer_id"})).choices
    assert choices["columns"]["customer_id"] == "Kunde"
    unused = chosen(SEEN, shown(columns={0: NOT_CHOSEN})).choices
    assert unused["columns"]["customer_id"] == ""


@pytest.mark.parametrize("row", ["", "two", "-1", "²", "1.5"])
def test_a_row_that_is_none_is_a_sentence(row):
    with pytest.raises(RfmError, match="is no row"):
        chosen(SEEN, shown(reading__header_row=row))


def test_a_button_answers_the_question_and_says_so():
    assert ANSWERED.choices["settings"] == {"date_order": "day-first"}
    assert ANSWERED.answers == [{"name": "settings.date_order", "label": "1 February"}]
    for place in (7, -1, "0", None):
        pressed = Data.answer(place)
        assert chosen(ASKED, Controls(controls={}, columns={}, pressed=pressed)) is None


def test_a_list_or_a_text_answers_the_question_too():
    typed = {"settings.date_order": " day-first "}
    answered = chosen(ASKED, Controls(controls=typed, columns={}))
    assert answered.choices["settings"] == {"date_order": "day-first"}
    assert chosen(ASKED, Controls(controls={"settings.date_order": " "}, columns={})) is None


def test_an_answer_can_be_taken_back():
    undo = Data.undo("settings.date_order")
    back = chosen(ANSWERED, Controls(controls={}, columns={}, pressed=undo))
    assert (back.choices["settings"], back.answers) == ({}, [])
    assert chosen(SEEN, shown(pressed=Data.undo("settings.none.at.all"))) is None


def test_what_was_chosen_for_the_last_file_is_said_and_taken_back_as_a_whole():
    assert remembered({}) == remembered(as_record(read_choices({}))) == []
    (said,) = remembered({"kind": "log", "settings": {"currency": "EUR"}})
    held = Seen(upload="u", choices={"kind": "log"}, answers=[said])
    back = chosen(held, Controls(controls={}, columns={}, pressed=Data.undo(said["name"])))
    assert (read_choices(back.choices), back.answers) == (read_choices({}), [])


def test_a_word_of_a_status_may_hold_points():
    choices = read_choices({"settings": {"statuses": {"No. 3": "paid", "On hold": "unpaid"}}})
    left = as_record(without(choices, "settings.statuses.No. 3"))
    assert left["settings"] == {"statuses": {"On hold": "unpaid"}}


@pytest.mark.parametrize("values", [None, [], "u", {}, {"upload": "other"}])
def test_what_was_seen_of_another_upload_is_nothing(values):
    assert read_seen(values, "u") is None


def test_what_no_page_holds_is_a_sentence():
    for odd in ({"columns": 3}, {"controls": []}, {"choices": {"odd": 1}}):
        with pytest.raises(RfmError):
            chosen(read_seen({"upload": "u", **odd}, "u"), shown())


def test_reports_of_previews_and_of_versions_are_counted_alike():
    row = ReportRow(name="a", label="A", rows=2, kept=False, reason="So.", examples=("row 3",))
    assert counted([row]) == counted([as_record(row)])
    stored = {"reason": "a", "label": "A", "rows": 2, "kept": True, "explanation": "So."}
    assert (counted([stored])[0].examples, counted([stored])[0].reason) == ((), "So.")
