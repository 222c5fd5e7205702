"""A file becomes a data set over HTTP: looked at, corrected, used or sent back."""

from datetime import UTC, datetime

import pytest
from dash import no_update
from dash.exceptions import PreventUpdate

from app import create_app
from callbacks.data import looking, page, versions
from callbacks.data.preview import Controls
from layouts.ids import Data
from server.settings import ServerSettings
from tests.hand_made_sites import as_text, post

ROWS = "Kunde;Datum;Betrag\nA;05.01.2026;10,00\nA;07.02.2026;5,50\nB;09.02.2026;8,00\n"
EITHER_WAY = "Customer,Date,Amount\n1,01/02/2026,10\n2,03/04/2026,5\n1,05/06/2026,8\n"
UNCHANGED = Controls(controls={}, columns={})


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    return create_app(ServerSettings(var=folder, samples=folder / "none", allow_editing="yes"))


@pytest.fixture(scope="module")
def datasets(app):
    return app.server.extensions["datasets"]


def bring(datasets, rows=ROWS, name="orders_2026.csv"):
    return datasets.imports.receive(name, [rows.encode()]).id


def test_the_zone_says_how_much_is_taken(app):
    answer = post(app, f"{Data.ZONE}.hidden", f"{Data.ZONE}.id", {}).json["response"]
    assert answer[Data.ZONE] == {"hidden": False, "data-most-bytes": "4096000000"}
    assert "Up to 4,096 MB at once." in answer[Data.ZONE_NOTE]["children"]
    assert answer[Data.NOTICE]["children"] is None


def test_where_nobody_may_bring_files_a_sentence_says_what_the_operator_can_set(tmp_path):
    app = create_app(ServerSettings(var=tmp_path, samples=tmp_path))
    hidden, _, _, notice = page.offered(app.server.extensions["datasets"])
    assert hidden
    assert "ALLOW_EDITING=yes" in as_text(notice)


def test_who_may_not_bring_data_cannot_use_or_discard_what_others_brought(datasets, monkeypatch):
    upload = bring(datasets)
    seen = looking.show(datasets, upload, None, UNCHANGED)["seen"]
    monkeypatch.setattr(datasets.editing, "_is_allowed", False)
    address, said = page.use(datasets, upload, seen, ("new", "Not mine", None))
    assert address is no_update
    assert "ALLOW_EDITING" in as_text(said)
    page.discard(datasets, upload)
    assert datasets.imports.upload(upload).id == upload


def test_a_file_is_looked_at_when_its_address_is_opened_and_can_be_used(datasets):
    filled = looking.show(datasets, bring(datasets), None, UNCHANGED)
    assert filled["sentence"] == "orders_2026.csv holds orders"
    assert "Customers" in as_text(filled["asked"])
    assert (filled["is_not_usable"], filled["has_no_form"]) == (False, False)
    assert filled["title"] == "Orders 2026"


def test_what_nobody_changed_is_not_asked_for_again(datasets):
    upload = bring(datasets)
    seen = looking.show(datasets, upload, None, UNCHANGED)["seen"]
    with pytest.raises(PreventUpdate):
        looking.show(datasets, upload, seen, UNCHANGED)


def test_a_question_is_answered_and_the_figures_follow(datasets):
    upload = bring(datasets, EITHER_WAY)
    asked = looking.show(datasets, upload, None, UNCHANGED)
    assert asked["is_not_usable"]
    places = [choice["value"] for choice in asked["seen"]["offered"]]
    pressed = Data.answer(places.index("month-first"))
    answered = looking.show(
        datasets, upload, asked["seen"], Controls(controls={}, columns={}, pressed=pressed)
    )
    assert not answered["is_not_usable"]
    assert "2 Jan 2026" in as_text(answered["asked"])
    # The name that somebody typed meanwhile stays.
    assert answered["title"] is no_update


def test_a_choice_that_cannot_be_made_is_a_sentence_and_the_rest_stays(datasets):
    upload = bring(datasets)
    seen = looking.show(datasets, upload, None, UNCHANGED)["seen"]
    typed = Controls(controls={"settings.time_zone": "Mars/Olympus"}, columns={})
    refused = looking.show(datasets, upload, seen, typed)
    assert "'Mars/Olympus' is not a time zone" in as_text(refused["message"])
    assert refused["seen"] is no_update


@pytest.mark.parametrize("upload", ["0" * 32, "../x"])
def test_files_that_are_not_there_any_more_lead_back(datasets, upload):
    filled = looking.show(datasets, upload, None, UNCHANGED)
    assert "not here any more" in as_text(filled["asked"])
    assert "/data" in as_text(filled["asked"])
    assert filled["has_no_form"]


def test_what_is_no_table_cannot_be_used(datasets):
    filled = looking.show(datasets, bring(datasets, "\x00\x01", "a.docx"), None, UNCHANGED)
    assert filled["is_not_usable"]
    assert filled["has_no_form"]
    assert "Choose other files" in as_text(filled["asked"])


def test_data_is_used_once_however_often_the_button_is_pressed(datasets):
    upload = bring(datasets)
    seen = looking.show(datasets, upload, None, UNCHANGED)["seen"]
    for _ in range(2):
        assert page.use(datasets, upload, seen, ("new", "My shop", None)) == (
            "/?data=my-shop",
            no_update,
        )
    assert [version.number for version in datasets.versions.list("my-shop")] == [1]
    cards, _, is_working = versions.listed(datasets, datetime.now(UTC))
    assert is_working
    assert "orders_2026.csv" in as_text(cards)
    filled = looking.show(datasets, bring(datasets), None, UNCHANGED)
    assert filled["targets"] == [{"value": "my-shop", "label": "My shop"}]
    assert (filled["target"], filled["has_no_targets"]) == ("my-shop", False)


OTHER_ROWS = "Shop,Customer,Date,Amount\nA,1,2026-01-02,10\nA,2,2026-02-03,5\nB,1,2026-03-04,8\n"


def test_files_are_offered_to_the_data_sets_of_their_layout_first(datasets):
    for title, rows in (("First", ROWS), ("Second", ROWS), ("Other", OTHER_ROWS)):
        upload = bring(datasets, rows)
        seen = looking.show(datasets, upload, None, UNCHANGED)["seen"]
        page.use(datasets, upload, seen, ("new", title, None))
    for rows, expected in (
        (ROWS, ["Second", "First", "Other"]),
        (OTHER_ROWS, ["Other", "Second", "First"]),
    ):
        # Another file of the same layout, some days later.
        filled = looking.show(datasets, bring(datasets, f"{rows}\n"), None, UNCHANGED)
        labels = [each["label"] for each in filled["targets"]]
        # Other tests of this file leave a data set too.
        assert [label for label in labels if label in expected] == expected
        assert filled["target"] == expected[0].lower()


def test_why_data_cannot_be_used_is_said_on_the_page(datasets):
    upload = bring(datasets)
    seen = looking.show(datasets, upload, None, UNCHANGED)["seen"]
    _, said = page.use(datasets, upload, seen, ("append", "", "none-such"))
    assert "message-bad" in as_text(said)
    for values, mode in ((None, "new"), (seen, "odd")):
        with pytest.raises(PreventUpdate):
            page.use(datasets, upload, values, (mode, "A", None))


def test_what_is_cancelled_is_gone(app, datasets):
    upload = bring(datasets)
    values = {Data.UPLOAD: upload, Data.CANCEL: 1}
    answer = post(app, f"{Data.ADDRESS}.href", f"{Data.CANCEL}.n_clicks", values)
    assert answer.json["response"][Data.ADDRESS]["href"] == "/data"
    assert "not here any more" in as_text(looking.show(datasets, upload, None, UNCHANGED)["asked"])
    assert page.discard(datasets, upload)[0] == "/data"


def test_a_data_set_is_never_called_like_a_sample_that_is_not_here(datasets):
    upload = bring(datasets)
    seen = looking.show(datasets, upload, None, UNCHANGED)["seen"]
    address, _ = page.use(datasets, upload, seen, ("new", "Online Retail", None))
    assert address == "/?data=online-retail-2"
