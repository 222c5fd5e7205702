"""The command line does what README says, in words and exit codes that scripts can trust."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest

from rfm.__main__ import main
from rfm.commands.keeping import known_clusters
from rfm.snapshot import Snapshot

PROJECT = Path(__file__).resolve().parents[3]
LOG = "customer,date,amount\n" + "\n".join(
    f"c{number % 17},2024-0{1 + number % 6}-1{number % 9},{10 + number}" for number in range(60)
)


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    return path


def test_a_log_is_analysed_with_plain_lines_when_piped(log, tmp_path):
    command = [sys.executable, "-W", "error", "-m", "rfm", "analyse", log]
    result = subprocess.run(
        [*command, "--out", tmp_path / "out"],
        check=False,
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0
    steps = result.stderr.splitlines()
    assert all(re.fullmatch(rf"\d/{len(steps)} \w[\w ]+", step) for step in steps)
    begins = (
        f"log: 17 customers, 60 orders, in {tmp_path / 'out'}\n"
        "60 rows: 60 used\nRead as UTF-8 text separated by commas.\n"
    )
    # All came lately, so that the last fifth of the grid is not lost.
    told = re.sub("Segments are those of .+ Not gone: .+\n", "", result.stdout)
    assert told.startswith(begins)
    ahead = told.removeprefix(begins).splitlines()
    assert ahead[0].startswith(("Expected in ", "Only ", "None of", "All purchases"))
    assert ahead[-1] == f"Open it: python app.py {tmp_path / 'out'}"
    assert {"manifest.json", "customers.parquet", "orders.parquet", "segments.parquet"} <= {
        path.name for path in (tmp_path / "out").iterdir()
    }


def test_progress_is_one_line_rewritten_on_a_terminal(log, tmp_path):
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "rfm", "analyse", str(log), "--out", str(tmp_path / "out")],
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    while b"Publishing" not in seen:
        seen += os.read(ours, 4096)
    assert process.wait() == 0
    os.close(ours)
    assert b"\n" not in seen
    assert b"\r[#" in seen


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    """Return a snapshot that was made with every setting of the command given."""
    folder = tmp_path_factory.mktemp("settled")
    (folder / "log.csv").write_text(LOG)
    main(
        f"analyse {folder / 'log.csv'} --out {folder / 'out'} --preset report --as-of 2024-06-20 "
        "--count days --returns net --scheme three-tier --clusters 3 --currency € --seed 5 "
        "--lifetime off".split()
    )
    return Snapshot.open(folder / "out")


def test_settings_of_the_command_reach_the_snapshot(settled):
    manifest = json.loads((settled.folder / "manifest.json").read_text())
    given = {"as_of": "2024-06-20T00:00:00", "count": "days", "returns": "net", "clusters": 3}
    given |= {"scheme": "three-tier", "currency": "€", "seed": 5, "needed_fields": "all"}
    assert given.items() <= manifest["settings"].items()
    assert manifest["groupings"][0] == "three-tier"
    assert settled.lifetime is None
    assert "lifetime: off" in settled.no_lifetime_reason
    assert "clv" not in settled.customer_columns


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["analyse", "no-such.csv", "--out", "OUT"], "neither a file nor a sample"),
        (["analyse", "LOG", "--out", "OUT", "--clusters", "40"], "40 clusters cannot be made"),
        (["analyse", "LOG", "--out", "OUT", "--scheme", "none"], "none"),
        (["analyse", "LOG", "--out", "OUT", "--step", "skew=log"], "Leave out --step"),
        (["predict", "--recency", "x", "--frequency", "1", "--monetary", "2"], "number"),
        (["predict", "--recency", "-5", "--frequency", "1", "--monetary", "2"], "-5"),
        (["samples", "get", "nothing"], "There is no sample 'nothing'"),
    ],
)
def test_what_cannot_be_used_ends_in_one_sentence_and_code_1(
    log, tmp_path, capsys, arguments, sentence
):
    places = {"LOG": str(log), "OUT": str(tmp_path / "out")}
    assert main([places.get(word, word) for word in arguments]) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("rfm: ")
    assert sentence in last
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["analyse"],
        ["analyse", "x.csv"],
        ["analyse", "x.csv", "--out", "y", "--as-of", "tomorrow"],
        ["analyse", "x.csv", "--out", "y", "--column", "customer_id"],
        ["analyse", "x.csv", "--out", "y", "--clusters", "some"],
        ["analyse", "x.csv", "--out", " "],
        ["predict"],
        ["predict", "--recency", "1"],
        ["predict", "--file", "x.csv"],
        ["predict", "--out", "x.csv", "--value", "A=1"],
        ["predict", "--json", "--value", "A=1"],
        ["predict", "--recency", "1", "--frequency", "1", "--monetary", "1", "--value", "A=1"],
        ["predict", "--value", "A"],
        ["fly"],
    ],
)
def test_a_command_that_is_not_understood_ends_with_code_2(arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


def test_a_column_can_be_named(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(LOG.replace("customer,", "Patron,"))
    out = str(tmp_path / "out")
    assert main(["analyse", str(path), "--out", out]) == 1
    named = ["--column", "customer_id=Patron", "--lifetime", "off"]
    assert main(["analyse", str(path), "--out", out, *named]) == 0


@pytest.mark.parametrize(
    ("source", "asked", "told"),
    [
        (
            "customer,date,amount\na,2024-01-01,5\nb,2024-02-01,6\n",
            ["--recency", "1", "--frequency", "1", "--monetary", "5"],
            "cluster: none. Too few customers",
        ),
        ("id,age,fee\na,31,5\nb,42,7\n", ["--value", "age=40"], "has no clusters to place"),
    ],
)
def test_where_there_are_no_clusters_each_command_says_why(tmp_path, capsys, source, asked, told):
    file, out = tmp_path / "few.csv", tmp_path / "out"
    file.write_text(source)
    assert main(["analyse", str(file), "--out", str(out)]) == 0
    assert known_clusters(out) is None
    main(["predict", "--snapshot", str(out), *asked])
    assert told in "".join(capsys.readouterr())
    for compared in (file, out):
        assert main(["compare", str(compared)]) == 1
        assert "Too few customers" in capsys.readouterr().err


def test_a_log_or_its_snapshot_is_compared_without_being_published(log, settled, capsys):
    for source in (["compare", str(log), "--clusters", "auto"], ["compare", str(settled.folder)]):
        assert main(source) == 0
        assert "BIRCH" in capsys.readouterr().out
    assert not Snapshot.open(settled.folder).is_compared


def test_clusters_are_known_again_where_they_can_be_read(settled, tmp_path):
    known = known_clusters(settled.folder)
    assert known.names == settled.placer.names
    (tmp_path / "manifest.json").write_text("{}")
    assert known_clusters(tmp_path) is None


@pytest.mark.parametrize(
    ("trouble", "code", "told"),
    [
        (OSError(28, "No space left on device"), 1, "No space left on device). Free some space"),
        (KeyboardInterrupt(), 130, "stopped; nothing was published"),
    ],
)
def test_what_ends_a_command_is_told_in_a_sentence(monkeypatch, capsys, trouble, code, told):
    monkeypatch.setattr("rfm.commands.samples.run", Mock(side_effect=trouble))
    assert main(["samples"]) == code
    assert told in capsys.readouterr().err


def test_the_samples_are_listed(capsys):
    assert main(["samples"]) == 0
    lines = capsys.readouterr().out.splitlines()
    logs, tables = ["online-retail", "cdnow", "gift-shop"], ["credit-cards", "loyalty-cards"]
    assert [line.split()[0] for line in lines] == [*logs, *tables]


@pytest.mark.parametrize(
    ("place", "told"), [("file", "in use"), ("file/deeper/out", "file' is a file")]
)
def test_the_folder_is_looked_at_before_the_log_is_read(tmp_path, capsys, place, told):
    (tmp_path / "file").write_text("somebody's")
    assert main(["analyse", "no-such.csv", "--out", str(tmp_path / place)]) == 1
    assert told in capsys.readouterr().err


def test_what_nobody_foresaw_is_a_sentence_with_its_place_and_without_customers(log, tmp_path):
    # As `python -m rfm` runs, with a library that fails in a way of its own.
    code = (
        "import runpy, rfm.samples.sources as sources\n"
        "def fail(*_): raise KeyError('customer 13456')\n"
        "sources.own_file = fail\n"
        "runpy.run_module('rfm', run_name='__main__')"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, "analyse", log, "--out", tmp_path / "out"],
        check=False,
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 1
    (said,) = result.stderr.splitlines()
    assert said.startswith("rfm: log.csv could not be used: nobody foresaw what happened (KeyError")
    assert " in rfm.commands." in said
    assert "13456" not in said
