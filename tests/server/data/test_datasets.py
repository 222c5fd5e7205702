"""The site lists what it can show, starts what is missing, and follows what is published."""

import json
import shlex
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from rfm import schema
from rfm.commands.analyse import how_to_open
from rfm.errors import SettingsError
from rfm.samples.catalogue import SAMPLES
from rfm.snapshot import files
from rfm.snapshot.publishing import publishing
from server.data.datasets import Datasets
from server.data.listed import NotReadyError, UnknownDatasetError
from server.jobs.book import COMPARE
from server.settings import ServerSettings
from tests.hand_made_sites import silence_database
from tests.server.jobs.at_work import Site, until

ODD_NAMES = ["", ".", "..", "../cdnow", "cdnow/", ".cdnow~1", "\0", "x" * 500, None, 3, [], {}]


def publish(settings: ServerSettings, name: str, version: str) -> None:
    manifest = {
        "format": files.FORMAT,
        "kind": schema.LOG,
        "id": version,
        "created_at": "2026-01-02T03:04:05+00:00",
        "as_of": "2026-01-02T03:04:05",
        "source": {"name": name, "title": name.title()},
        **{fact: {} for fact in ("settings", "quality", "key_figures")},
        "groupings": [],
        "files": {file: {"bytes": 0} for file in files.ALWAYS[schema.LOG]},
    }
    with publishing(settings.snapshots / name, version) as folder:
        (folder / files.SCHEME_MODELS).parent.mkdir()
        for file in files.ALWAYS[schema.LOG]:
            (folder / file).touch()
        (folder / files.MANIFEST).write_text(json.dumps(manifest))


def test_what_is_published_is_shown_while_the_database_does_not_answer(settings, monkeypatch):
    publish(settings, "cdnow", "1")
    silence_database(monkeypatch)
    datasets = Datasets(replace(settings, job_runner="apart"))
    datasets.begin()
    assert datasets.snapshot("cdnow").id == "1"
    assert datasets.state("cdnow").kind == "ready"
    states = {dataset.name: dataset.state for dataset in datasets.names()}
    assert states["cdnow"].kind == "ready"
    assert "The database of this site does not answer" in states["gift-shop"].message


def test_a_snapshot_has_the_name_by_which_the_site_is_asked_for_it(settings):
    publish(settings, "cdnow", "1")
    (settings.snapshots / "cdnow").rename(settings.snapshots / "spring")
    assert Datasets(settings).snapshot("spring").name == "spring"


def test_a_site_starts_although_its_database_does_not_answer(settings, monkeypatch, caplog):
    silence_database(monkeypatch)
    Datasets(replace(settings, job_runner="apart")).begin()
    assert caplog.messages == ["The database did not answer: OperationalError."]


def test_a_snapshot_is_shown_first_wherever_it_was_published(settings, tmp_path):
    publish(ServerSettings(var=tmp_path / "elsewhere"), "my shop.2", "1")
    address = tmp_path / "elsewhere" / "snapshots" / "my shop.2"
    printed = how_to_open(address).rpartition("python app.py ")[2]
    datasets = Datasets(settings.opening(shlex.split(printed)))
    assert datasets.default() == datasets.names()[0].name == "my-shop-2"
    assert datasets.snapshot("my-shop-2").id == "1"
    publish(ServerSettings(var=tmp_path / "elsewhere"), "my shop.2", "2")
    assert datasets.snapshot("my-shop-2").id == "2"


def test_what_is_no_snapshot_is_not_shown_first_and_the_sentence_says_how_to_make_one(settings):
    with pytest.raises(SettingsError, match="is no file and no published snapshot: name a log"):
        settings.opening(["sales.csv"])
    with pytest.raises(SettingsError, match="There is no file"):
        replace(settings, source="sales.csv")


CLEANS = "import time; print('3/8 Cleaning', flush=True); time.sleep(60)"


def test_the_samples_that_are_at_hand_are_listed_and_nothing_is_started(datasets, tmp_path):
    listed = {dataset.name: dataset for dataset in datasets.names()}
    assert list(listed) == ["cdnow", "gift-shop", "loyalty-cards"]
    assert datasets.default() == "cdnow"
    assert {dataset.state.kind for dataset in listed.values()} == {"absent"}
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_was_published_by_hand_is_listed_under_its_title(datasets, settings):
    publish(settings, "my-shop", "1")
    (settings.snapshots / ".hidden").mkdir()
    (settings.snapshots / "half-made").mkdir()
    (last,) = [each for each in datasets.names() if each.name not in SAMPLES]
    assert (last.name, last.title, last.state.kind) == ("my-shop", "My-Shop", "ready")
    assert datasets.snapshot("my-shop").id == "1"


def test_a_data_set_without_a_snapshot_is_not_ready_and_says_how_far_it_is(datasets, settings):
    with pytest.raises(NotReadyError) as absent:
        datasets.snapshot("cdnow")
    assert absent.value.state.kind == "absent"
    datasets.start("cdnow")
    with Site(settings, CLEANS).working():
        until(lambda: datasets.state("cdnow").step == 3)
        with pytest.raises(NotReadyError, match="still being analysed") as working:
            datasets.snapshot("cdnow")
    assert working.value.state.message == "Cleaning"
    assert working.value.state.share == 2 / 8


def test_a_comparison_runs_once_a_snapshot_and_says_how_far_it_is(datasets, settings, monkeypatch):
    added = settings.var / "added"
    has_it = property(lambda own: added.exists() and own.id == "1")
    monkeypatch.setattr("rfm.snapshot.Snapshot.is_compared", has_it)
    with pytest.raises(NotReadyError):
        datasets.start("cdnow", COMPARE)
    publish(settings, "cdnow", "1")
    assert datasets.state("cdnow", COMPARE).kind == "absent"
    slow = "import time; print('2/5 Trying HDBSCAN', flush=True); time.sleep(2); open('added', 'w')"
    with Site(settings, slow).working():
        assert datasets.start("cdnow", COMPARE).kind == "working"
        until(lambda: datasets.state("cdnow", COMPARE).message == "Trying HDBSCAN")
        assert datasets.state("cdnow").kind == "ready"
        until(lambda: datasets.state("cdnow", COMPARE).kind == "ready")
        assert datasets.start("cdnow", COMPARE).kind == "ready"
        until(lambda: datasets._jobs.latest(COMPARE, "cdnow").is_over)
        # Made again, it has none.
        added.unlink()
        assert datasets.state("cdnow", COMPARE).kind == "absent"
        publish(settings, "cdnow", "2")
        assert datasets.state("cdnow", COMPARE).kind == "absent"
        assert datasets.start("cdnow", COMPARE).kind == "working"
        datasets.cancel("cdnow", COMPARE)
        until(lambda: datasets.state("cdnow", COMPARE).kind == "cancelled")


def test_a_snapshot_is_opened_once_and_again_when_a_new_version_is_published(datasets, settings):
    publish(settings, "cdnow", "1")
    first = datasets.snapshot("cdnow")
    assert datasets.start("cdnow").kind == "ready"
    assert datasets.snapshot("cdnow") is first
    publish(settings, "cdnow", "2")
    assert datasets.snapshot("cdnow").id == "2"
    assert first.id == "1"


def test_a_snapshot_of_another_version_of_the_program_is_made_again(datasets, settings):
    publish(settings, "cdnow", "1")
    manifest = settings.snapshots / "cdnow" / files.MANIFEST
    manifest.write_text(json.dumps({"format": "of old", "files": {}}))
    assert datasets.state("cdnow").kind == "absent"
    assert datasets.start("cdnow").kind == "working"


def test_readers_in_threads_see_whole_versions_while_new_ones_are_published(datasets, settings):
    publish(settings, "cdnow", "0")
    with ThreadPoolExecutor(4) as threads:
        reads = [threads.submit(datasets.snapshot, "cdnow") for _ in range(200)]
        for version in range(1, 20):
            publish(settings, "cdnow", str(version))
        assert {read.result().title for read in reads} == {"Cdnow"}
    assert datasets.snapshot("cdnow").id == "19"


@pytest.mark.parametrize("name", ODD_NAMES, ids=repr)
def test_an_unknown_data_set_is_named_with_those_there_are(datasets, name):
    for question in (datasets.snapshot, datasets.state, datasets.start, datasets.cancel):
        with pytest.raises(UnknownDatasetError, match=r"Choose one of: .*CDNOW"):
            question(name)
    for question in (datasets.state, datasets.start, datasets.cancel):
        with pytest.raises(UnknownDatasetError, match=r"Choose one of: .*CDNOW"):
            question(name, COMPARE)


def test_what_somebody_brought_last_and_can_be_shown_is_shown_first(
    var_of_table, tmp_path, monkeypatch
):
    datasets = Datasets(ServerSettings(var=var_of_table, samples=tmp_path))
    assert datasets.default() == "cdnow"
    titles = {"older": "Older", "members": "Members", "never-analysed": "Never"}
    monkeypatch.setattr(datasets.versions, "titles", lambda: titles)
    assert datasets.default() == "members"
