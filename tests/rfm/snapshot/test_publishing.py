"""A published folder is seen whole or not at all."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rfm.errors import SnapshotError
from rfm.snapshot.publishing import ensure_writable, point, publishing

PROJECT = Path(__file__).resolve().parents[3]


def publish(address, version, text):
    with publishing(address, version) as folder:
        (folder / "a.txt").write_text(text)
        (folder / "b.txt").write_text(text)


def test_publishing_again_replaces_all_files(tmp_path):
    publish(tmp_path / "out", "1", "first")
    publish(tmp_path / "out", "2", "second")
    assert {path.read_text() for path in (tmp_path / "out").iterdir()} == {"second"}


def test_a_reader_that_has_the_old_version_open_keeps_it(tmp_path):
    publish(tmp_path / "out", "1", "first")
    opened = (tmp_path / "out").resolve()
    publish(tmp_path / "out", "2", "second")
    assert (opened / "b.txt").read_text() == "first"


def test_only_the_version_before_is_kept(tmp_path):
    for number in "1234":
        publish(tmp_path / "out", number, number)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out~3", ".out~4", "out"]


def test_a_failure_leaves_the_old_version_and_nothing_else(tmp_path):
    publish(tmp_path / "out", "1", "first")
    with pytest.raises(ZeroDivisionError), publishing(tmp_path / "out", "2") as folder:
        (folder / "a.txt").write_text("half")
        raise ZeroDivisionError
    assert (tmp_path / "out" / "a.txt").read_text() == "first"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out~1", "out"]


def test_an_empty_folder_may_be_published_to(tmp_path):
    (tmp_path / "out").mkdir()
    publish(tmp_path / "out", "1", "first")
    assert (tmp_path / "out" / "a.txt").read_text() == "first"


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_somebody_elses_files_are_never_replaced(tmp_path, kind):
    address = tmp_path / "out"
    if kind == "file":
        address.write_text("mine")
    else:
        address.mkdir()
        (address / "mine.txt").write_text("mine")
    with pytest.raises(SnapshotError, match="in use and was not made by this program"):
        publish(address, "1", "theirs")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_place_without_the_right_to_write_is_refused_before_the_work(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(SnapshotError, match="may not be changed"):
        ensure_writable(tmp_path / "out")


def test_another_folder_with_a_similar_name_is_left_alone(tmp_path):
    publish(tmp_path / "out~side", "1", "other")
    for number in "123":
        publish(tmp_path / "out", number, number)
    assert (tmp_path / "out~side" / "a.txt").read_text() == "other"


def test_a_half_written_version_goes_once_it_is_a_day_old(tmp_path):
    publish(tmp_path / "out", "1", "first")
    young, old = tmp_path / ".out~8.part", tmp_path / ".out~9.part"
    for folder in (young, old):
        folder.mkdir()
    day_before_yesterday = time.time() - 2 * 86_400
    os.utime(old, (day_before_yesterday, day_before_yesterday))
    publish(tmp_path / "out", "2", "second")
    assert young.exists()
    assert not old.exists()


WRITER = """
import itertools, sys
from pathlib import Path
from rfm.snapshot.publishing import publishing
for number in itertools.count(int(sys.argv[2])):
    with publishing(Path(sys.argv[1]), str(number)) as folder:
        for name in "abc":
            (folder / name).write_text(str(number) * 10_000)
    print(number, flush=True)
"""


def test_a_killed_publisher_never_leaves_a_torn_version(tmp_path):
    address = tmp_path / "out"
    for attempt in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(address), str(attempt * 100_000)],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
        )
        writer.stdout.readline()
        time.sleep(0.01 + attempt * 0.007)
        writer.kill()
        writer.communicate()
        opened = address.resolve()
        assert sorted(path.name for path in opened.iterdir()) == ["a", "b", "c"]
        assert len({path.read_text() for path in opened.iterdir()}) == 1


def test_an_address_that_cannot_be_moved_stays_and_nothing_is_left_beside_it(tmp_path):
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "own").touch()
    (tmp_path / "version").mkdir()
    with pytest.raises(OSError, match="not empty"):
        point(tmp_path / "shop", tmp_path / "version")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shop", "version"]


def test_an_address_shows_what_another_address_shows(tmp_path):
    with publishing(tmp_path / "versions" / "1", "a") as folder:
        (folder / "file").write_text("one")
    point(tmp_path / "shop", tmp_path / "versions" / "1")
    assert (tmp_path / "shop" / "file").read_text() == "one"
    with publishing(tmp_path / "versions" / "1", "b") as folder:
        (folder / "file").write_text("two")
    assert (tmp_path / "shop" / "file").read_text() == "two"
