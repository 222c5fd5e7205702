"""What would be understood is told before anything is kept; choices are remembered by layout."""

import pytest

from server.data import previews
from server.data.datasets import Datasets
from server.jobs.workbench import Workbench
from server.refusals import RefusedError
from server.storage.storing import Storage

ORDERS = b"customer;when;amount\nA;2024-01-02;10\nB;2024-01-03;20\n"
CHOSEN = {"columns": {"ordered_at": "when"}}


@pytest.fixture
def asked(monkeypatch):
    """What `rfm preview` was asked, which is answered with the header of the first file."""
    calls: list[dict[str, object]] = []

    def ask(arguments, **_):
        with open(arguments[1], encoding="utf-8") as file:
            header = file.readline().strip().split(";")
        with open(arguments[arguments.index("--choices") + 1], encoding="utf-8") as file:
            chosen = file.read()
        calls.append({"files": arguments[1:-3], "choices": chosen})
        return {"columns": [{"name": name} for name in header]}

    monkeypatch.setattr(previews, "ask_rfm", ask)
    return calls


def test_what_would_be_understood_is_told(datasets):
    received = datasets.imports.receive("orders.csv", [ORDERS])
    preview = datasets.imports.preview(received.id)
    assert preview["files"] == ["orders.csv"]
    assert [column["name"] for column in preview["columns"]] == ["customer", "when", "amount"]
    assert preview["choices"] == {}


def test_a_preview_is_made_once(datasets, asked):
    received = datasets.imports.receive("orders.csv", [ORDERS])
    for _ in range(2):
        datasets.imports.preview(received.id)
        datasets.imports.preview(received.id, CHOSEN)
    assert [call["choices"] for call in asked] == ["{}", '{"columns": {"ordered_at": "when"}}']


@pytest.mark.every_database
def test_choices_are_those_of_the_last_files_of_the_same_layout(datasets, asked):
    first = datasets.imports.receive("orders.csv", [ORDERS])
    assert datasets.imports.preview(first.id)["choices"] == {}
    datasets.imports.add(first.id, CHOSEN)
    again = datasets.imports.receive("february.csv", [ORDERS + b"C;2024-02-01;5\n"])
    assert datasets.imports.preview(again.id)["choices"] == CHOSEN
    assert datasets.imports.preview(again.id, {})["choices"] == {}
    other = datasets.imports.receive("other.csv", [b"client;day;total\nA;2024-01-02;10\n"])
    assert datasets.imports.preview(other.id)["choices"] == {}
    datasets.imports.preview(again.id)
    datasets.imports.add(again.id, {"kind": "log"})
    assert asked
    last = datasets.imports.receive("march.csv", [ORDERS + b"D;2024-03-01;5\n"])
    assert datasets.imports.preview(last.id)["choices"] == {"kind": "log"}


def test_what_is_gone_is_not_looked_at(datasets, settings):
    received = datasets.imports.receive("orders.csv", [ORDERS])
    (settings.var / "storage" / received.files[0].stored_as).unlink()
    with pytest.raises(RefusedError, match="not in the site's storage any more"):
        datasets.imports.preview(received.id)


def test_a_version_is_analysed_with_what_was_chosen(datasets, settings):
    received = datasets.imports.receive("orders.csv", [ORDERS])
    made = datasets.imports.add(received.id, CHOSEN)
    other = Datasets(settings)
    job = other._jobs.latest("analyse", made.dataset)
    work = Workbench(settings, other._database, Storage(settings)).work_of(job)
    other.stop()
    command = list(work.command)
    with open(command[command.index("--choices") + 1], encoding="utf-8") as file:
        assert file.read() == '{"columns": {"ordered_at": "when"}}'
    assert command[4].endswith("orders.csv")
