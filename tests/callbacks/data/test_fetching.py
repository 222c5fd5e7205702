"""What can be fetched is offered, fetched by a job, and looked at when it has arrived."""

from dataclasses import replace

import pytest

from app import create_app
from callbacks.data.fetching import begin, keep_and_begin, listed_bucket, shown, waited
from layouts.ids import Fetching
from server.data.datasets import Datasets
from server.jobs.book import FETCH
from server.sources.places import SourceFile
from server.tables import JOBS
from tests.hand_made_sites import as_text, post


@pytest.fixture
def local(settings, tmp_path):
    """Return the data sets of a site for this machine alone, with a folder."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "orders.csv").write_text("customer,date,amount\nA,2024-01-02,10\n")
    datasets = Datasets(replace(settings, data_folder=str(folder), job_runner="apart"))
    datasets.editing.serve_at(["127.0.0.1"])
    return datasets


def test_the_servers_folder_is_offered_with_its_files(local):
    hidden, no_folder, files, kept = shown(local)
    assert (hidden, no_folder, kept) == (False, False, None)
    assert files == [{"value": "orders.csv", "label": "orders.csv (1 kB)"}]


def test_nothing_is_offered_where_nobody_may_bring_anything(datasets):
    assert shown(datasets) == (True, True, [], None)


def test_what_was_fetched_before_is_listed_without_its_address(local):
    local.sources.keep("database", "postgresql://me:hidden@db.example.com/shop", "orders")
    *_, kept = shown(local)
    assert "orders · db.example.com" in as_text(kept)
    assert "hidden" not in as_text(kept)


def test_a_fetch_is_followed_until_its_file_is_there(local):
    upload = local.sources.fetch(local.sources.keep("folder", "", "orders.csv").id)
    _, status, nothing_to_stop, over = waited(local, upload)
    assert "Waiting for its turn" in as_text(status)
    assert (nothing_to_stop, over) == (False, False)
    _end(local, upload, "done")
    assert waited(local, upload) == ({"upload": upload}, None, True, True)


@pytest.mark.parametrize(("state", "said"), [("failed", "No such table."), ("cancelled", "null")])
def test_a_fetch_that_ends_otherwise_stays_where_it_is(local, state, said):
    upload = local.sources.fetch(local.sources.keep("folder", "", "orders.csv").id)
    _end(local, upload, state)
    _, status, nothing_to_stop, over = waited(local, upload)
    assert said in as_text(status)
    assert (nothing_to_stop, over) == (True, True)


def _end(datasets, upload, state):
    with datasets.sources._database.writing() as connection:
        of_upload = JOBS.update().where(JOBS.c.dataset == upload, JOBS.c.kind == FETCH)
        connection.execute(of_upload.values(state=state, message="No such table."))


@pytest.mark.parametrize(
    ("kind", "texts", "asked"),
    [("folder", {}, "orders.csv"), ("database", {"address": "sqlite:///x.db"}, "orders")],
)
def test_what_a_form_names_is_kept_and_fetched(local, kind, texts, asked):
    upload, said = keep_and_begin(local, kind, texts, asked)
    assert (said, local.sources.state(upload).kind) == (None, "working")
    (kept,) = local.sources.kept()
    again, said = begin(local, kept.id)
    assert said is None
    assert again != upload


def test_what_cannot_be_fetched_is_a_sentence_of_its_section(local):
    for answer in (
        keep_and_begin(local, "folder", {}, ""),
        begin(local, "x" * 32),
        listed_bucket(local, {})[1:],
    ):
        assert "bad" in as_text(answer[1])


def test_a_bucket_offers_its_files_and_the_first_of_them(local, monkeypatch):
    files = [SourceFile("a.csv", 2_000_000), SourceFile("b.csv", 12_400)]
    monkeypatch.setattr(local.sources, "files_in_bucket", lambda _: files)
    options, first, said = listed_bucket(local, {"bucket": "shop"})
    assert [each["label"] for each in options] == ["a.csv (2.0 MB)", "b.csv (12 kB)"]
    assert (first, said) == ("a.csv", None)
    files.clear()
    assert "There is no file in it" in as_text(listed_bucket(local, {"bucket": "shop"})[2])


def test_a_fetch_is_stopped_by_its_button(settings):
    app = create_app(replace(settings, job_runner="apart"))
    datasets = app.server.extensions["datasets"]
    datasets.editing.serve_at(["127.0.0.1"])
    upload, _ = keep_and_begin(datasets, "database", {"address": "sqlite:///x.db"}, "orders")
    values = {Fetching.WAITED: upload, Fetching.CANCEL: 1}
    wanted, changed = f"{Fetching.CANCEL}-row.hidden", f"{Fetching.CANCEL}.n_clicks"
    answer = post(app, wanted, changed, values).get_json()["response"]
    assert answer[f"{Fetching.CANCEL}-row"]["hidden"]
    assert datasets.sources.state(upload).kind == "cancelled"
