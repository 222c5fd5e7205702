"""What was asked is kept with its answer, so that a model can learn from it, or quietly not."""

import json

import pandas as pd
import pytest
from sqlalchemy import select

from server.data.requests import PREDICTIONS_FILE, Requests
from server.database import Database
from server.storage.storing import Storage
from server.tables import REQUESTS
from tests.hand_made_sites import silence_database

pytestmark = pytest.mark.every_database

ASKED = {"values": {"recency_days": 12.0, "plan": "Gold 🏅"}}
ANSWER = {"cluster": "Loyal", "probabilities": {"Loyal": 0.75, "Lost": 0.25}}


@pytest.fixture
def requests(settings):
    database = Database(settings)
    yield Requests(database, Storage(settings), clock=lambda: 12.5)
    database.close()


def test_predictions_become_a_table_to_learn_from(requests):
    for recency in (12.0, 30.0):
        asked = {"values": {"recency_days": recency, "plan": "Gold 🏅"}}
        requests.keep("prediction", "shop", "s1", asked, ANSWER)
    requests.keep("prediction", "other", "s9", ASKED, ANSWER)
    kept = requests.kept("shop")
    assert [(each.snapshot, each.created_at) for each in kept] == [("s1", 12.5)] * 2
    table = pd.DataFrame([{**each.asked["values"], **each.answer} for each in kept])
    assert table["recency_days"].tolist() == [12.0, 30.0]
    assert set(table["plan"]) == {"Gold 🏅"}
    assert set(table["cluster"]) == {"Loyal"}


def test_a_file_of_customers_is_kept_with_what_came_back(requests, settings):
    requests.keep_file("shop", "s1", "../new customers.csv", b"age\n40\n", "age,cluster\n40,Old\n")
    (kept,) = requests.kept("shop", PREDICTIONS_FILE)
    storage = Storage(settings)
    with storage.open(kept.asked["file"]["stored_as"]) as file:
        assert file.read() == b"age\n40\n"
    with storage.open(kept.answer["stored_as"]) as file:
        assert pd.read_csv(file)["cluster"].tolist() == ["Old"]


def test_what_cannot_be_kept_breaks_nothing_and_no_data_reach_the_log(
    requests, settings, monkeypatch, caplog
):
    silence_database(monkeypatch)
    requests.keep("prediction", "shop", "s1", {"values": {"name": "Ann 13456"}}, ANSWER)
    (settings.var / "storage").write_text("no folder")
    requests.keep_file("shop", "s1", "Ann 13456.csv", b"13456", "13456")
    assert caplog.messages == [
        "A request was not kept: OperationalError.",
        "A request was not kept: NotADirectoryError.",
    ]
    assert "13456" not in caplog.text


def test_uploads_and_imports_are_requests_too(datasets):
    received = datasets.imports.receive("orders.csv", [b"customer,date,amount\nA,2024-01-02,1\n"])
    made = datasets.imports.add(received.id, {"kind": "log"}, title="Shop")
    with datasets._database.reading() as connection:
        rows = connection.execute(select(REQUESTS).order_by(REQUESTS.c.id)).all()
    upload, import_ = rows
    assert (upload.kind, upload.asked["name"]) == ("upload", "orders.csv")
    assert upload.answer == {"upload": received.id}
    assert (import_.kind, import_.dataset) == ("import", "shop")
    assert import_.asked["choices"] == {"kind": "log"}
    assert import_.answer == {"dataset": made.dataset, "version": 1}
    assert json.dumps(import_.asked)
