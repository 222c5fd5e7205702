"""What an analysis keeps is added to and analysed again, without any guessing."""

import json
from pathlib import Path

import polars as pl
import pytest

from rfm.__main__ import main
from rfm.log.keeping import kept_facts
from rfm.snapshot import Snapshot
from tests.rfm.table.test_merging import customers

ABOUT = {
    "title": "My Shop",
    "version": {"dataset": "shop", "number": 2},
    "published_at": "2026-01-02T03:04:05.000006+00:00",
}


def orders(first: int, last: int) -> str:
    """The rows of a shop's orders by number: 60 customers, one order a day of 2024."""
    rows = ["Order,Customer,Date,Product,Amount"]
    for number in range(first, last):
        month, day = divmod(number % 336, 28)
        date = f"2024-{month + 1:02}-{day + 1:02}"
        amount = 5 + number % 17
        rows.append(f"O{number},C{number % 60:02},{date},P{number % 4},{amount}.50")
    return "\n".join(rows) + "\n"


def analyse(folder: Path, name: str, content: str, *options: object) -> Path:
    """Analyse a file into a snapshot of its name."""
    file = folder / f"{name}.csv"
    file.write_text(content, encoding="utf-8")
    return analyse_file(folder, name, file, *options)


def analyse_file(folder: Path, name: str, file: Path, *options: object) -> Path:
    out = folder / "out" / name
    quick = ["--lifetime", "off"] if file.name.startswith(("o", "l")) else []
    assert main(["analyse", str(file), "--out", str(out), *quick, *map(str, options)]) == 0
    return out


def bytes_of(snapshot: Path) -> dict[str, bytes]:
    folder = snapshot.resolve()
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(params=["orders", "customers"])
def brought(request):
    return request.param, orders(0, 400) if request.param == "orders" else customers(240)


def test_what_was_kept_is_analysed_again_to_the_same_bytes(tmp_path, brought):
    name, content = brought
    about = tmp_path / "about.json"
    about.write_text(json.dumps(ABOUT))
    kept = tmp_path / "kept"
    first = analyse(tmp_path, name, content, "--keep", kept, "--about", about)
    (log,) = (path for path in kept.iterdir() if path.stem in ("log", "table"))
    again = analyse_file(tmp_path, "log", log, "--about", about)
    assert bytes_of(again) == bytes_of(first)


def test_a_snapshot_names_its_version_its_settings_and_the_code_that_made_it(tmp_path):
    about = tmp_path / "about.json"
    about.write_text(json.dumps(ABOUT))
    snapshot = Snapshot.open(analyse(tmp_path, "orders", orders(0, 100), "--about", about))
    assert snapshot.title == "My Shop"
    assert snapshot.manifest["version"] == ABOUT["version"]
    assert snapshot.created_at.isoformat() == ABOUT["published_at"]
    assert snapshot.manifest["settings"]["lifetime"] == "off"
    assert len(snapshot.manifest["code"]) == 16


def test_names_of_clusters_go_on_and_are_kept_for_the_next_time(tmp_path):
    about = tmp_path / "about.json"
    about.write_text(json.dumps(ABOUT))
    before = analyse(tmp_path, "customers", customers(240))
    kept = tmp_path / "kept"
    options = ("--about", about, "--after", before, "--keep", kept)
    first = analyse(tmp_path, "customers2", customers(220), *options)
    names = ["clusters.parquet", "seconds.json", "table.parquet"]
    assert sorted(path.name for path in kept.iterdir()) == names
    again = analyse_file(tmp_path, "again", kept / "table.parquet", "--about", about)
    assert bytes_of(again) == bytes_of(first)


def test_a_log_added_to_another_is_as_one_log(tmp_path):
    whole = Snapshot.open(analyse(tmp_path, "orders", orders(0, 300)))
    analyse(tmp_path, "orders1", orders(0, 200), "--keep", tmp_path / "1")
    options = ("--keep", tmp_path / "2", "--add-to", tmp_path / "1" / "log.parquet")
    both = Snapshot.open(analyse(tmp_path, "orders2", orders(150, 300), *options))
    assert both.key_figures == whole.key_figures
    columns = whole.customer_columns
    assert both.customers(*columns).equals(whole.customers(*columns))
    facts = kept_facts(tmp_path / "2" / "log.parquet")
    assert {name: facts["merged"][name] for name in ("appended", "recognised", "corrected")} == {
        "appended": 100,
        "recognised": 50,
        "corrected": 0,
    }
    assert "100 rows new, 50 there already" in " ".join(both.manifest["quality"]["notes"])


def test_a_table_added_to_another_has_the_customers_of_both(tmp_path):
    analyse(tmp_path, "customers", customers(200), "--keep", tmp_path / "1")
    options = ("--keep", tmp_path / "2", "--add-to", tmp_path / "1" / "table.parquet")
    both = Snapshot.open(analyse(tmp_path, "customers2", customers(240), *options))
    assert both.key_figures["customers"] == 240
    assert kept_facts(tmp_path / "2" / "table.parquet")["merged"]["recognised"] == 200


def said_of(folder: Path, capsys: pytest.CaptureFixture[str], file: str, *options: object) -> str:
    out = folder / "out" / "refused"
    assert main(["analyse", str(folder / file), "--out", str(out), *map(str, options)]) == 1
    assert not out.exists()
    return capsys.readouterr().err


def test_what_cannot_be_added_is_refused_in_a_sentence(tmp_path, capsys):
    analyse(tmp_path, "orders", orders(0, 100), "--keep", tmp_path / "1", "--currency", "EUR")
    euros = tmp_path / "1" / "log.parquet"
    kept = ("--keep", tmp_path / "2", "--add-to")
    (tmp_path / "customers.csv").write_text(customers(100))
    said = said_of(tmp_path, capsys, "customers.csv", *kept, euros)
    assert "'log.parquet' cannot be added to: it is not what was kept of a table." in said
    said = said_of(tmp_path, capsys, "orders.csv", *kept, tmp_path / "customers.csv")
    assert "'customers.csv' cannot be added to" in said
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "other.parquet")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and then something else")
    for other in ("other.parquet", "broken.parquet"):
        said = said_of(tmp_path, capsys, "orders.csv", *kept, tmp_path / other)
        assert f"'{other}' cannot be added to" in said
    assert "--add-to needs --keep" in said_of(tmp_path, capsys, "orders.csv", "--add-to", euros)


def test_money_of_several_currencies_is_never_added(tmp_path, capsys):
    euros = orders(0, 100).replace(".50", ".50 €")
    analyse(tmp_path, "orders", euros, "--keep", tmp_path / "1")
    (tmp_path / "dollars.csv").write_text(orders(100, 200).replace(".50", ".50 $"))
    options = ("--keep", tmp_path / "2", "--add-to", tmp_path / "1" / "log.parquet")
    said = said_of(tmp_path, capsys, "dollars.csv", *options)
    assert "dollars.csv is in $, and what it is to be added to is in €." in said


@pytest.mark.parametrize("content", ["nonsense", "[]", '{"version": 3}'])
def test_what_a_snapshot_is_told_of_itself_is_a_json_object(tmp_path, capsys, content):
    (tmp_path / "about.json").write_text(content)
    (tmp_path / "orders.csv").write_text(orders(0, 100))
    said = said_of(tmp_path, capsys, "orders.csv", "--about", tmp_path / "about.json")
    assert "'about.json' does not say what the snapshot is of" in said


def test_what_differs_between_two_kept_logs_or_tables_is_counted(tmp_path, capsys):
    analyse(tmp_path, "orders1", orders(0, 100), "--keep", tmp_path / "1")
    newer = orders(10, 120).replace("O11,C11", "O11,C12")
    analyse(tmp_path, "orders2", newer, "--keep", tmp_path / "2")
    capsys.readouterr()
    both = [str(tmp_path / number / "log.parquet") for number in ("1", "2")]
    assert main(["changes", *both, "--json"]) == 0
    # Twenty orders are new, ten are gone, one is another customer's of the same day.
    told = {"added": 20, "removed": 10, "changed": 1, "same": 89}
    assert json.loads(capsys.readouterr().out) == told
    assert main(["changes", *both]) == 0
    assert "20 rows added, 10 rows removed, 1 row changed, 89 rows same" in capsys.readouterr().out
    analyse(tmp_path, "customers1", customers(100), "--keep", tmp_path / "3")
    older = customers(90).replace("M0004,27", "M0004,28")
    analyse(tmp_path, "customers2", older, "--keep", tmp_path / "4")
    capsys.readouterr()
    both = [str(tmp_path / number / "table.parquet") for number in ("3", "4")]
    assert main(["changes", *both, "--json"]) == 0
    told = {"added": 0, "removed": 10, "changed": 1, "same": 89}
    assert json.loads(capsys.readouterr().out) == told
    assert main(["changes", both[0], str(tmp_path / "1" / "log.parquet")]) == 1
    assert "cannot be added to" in capsys.readouterr().err
