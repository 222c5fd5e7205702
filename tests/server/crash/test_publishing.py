"""What is published is seen whole by every reader, however often the writer is killed."""

import os
import random
import signal
import time
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread

from rfm.snapshot.publishing import publishing

IS_LONG = os.environ.get("CRASH_LONG") == "yes"
KILLS = 500 if IS_LONG else 100
FILES = 6
# Forked from a process that has all imported: a start takes milliseconds.
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["rfm.snapshot.publishing"])


def write(address: Path, start: str, begun: Event) -> None:
    """Publish one version after the other until killed."""
    for number in count():
        version = f"{start}-{number}"
        with publishing(address, version) as folder:
            for file in range(FILES):
                (folder / str(file)).write_text(version * 500)
        begun.set()


def whole(address: Path) -> str:
    """Return which version an address shows; fail where it shows parts of two, or of one."""
    folder = address.resolve(strict=True)
    version = folder.name.partition("~")[2]
    for number in range(FILES):
        assert (folder / str(number)).read_text() == version * 500
    return version


def test_readers_see_whole_versions_while_their_writer_is_killed(tmp_path):
    address = tmp_path / "shop"
    with publishing(address, "first-0") as folder:
        for number in range(FILES):
            (folder / str(number)).write_text("first-0" * 500)
    seen: set[str] = set()
    torn: list[str] = []
    stop = Event()
    reader = Thread(target=_read, args=(address, seen, torn, stop))
    reader.start()
    for kill in range(KILLS):
        begun = PROCESSES.Event()
        writer = PROCESSES.Process(target=write, args=(address, f"k{kill}", begun))
        writer.start()
        if kill % 2:
            # Half of them in the midst of later versions, the others in that of the first.
            begun.wait()
        time.sleep(random.uniform(0, 0.03))
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        seen.add(whole(address))
    stop.set()
    reader.join()
    assert torn == []
    assert len(seen) > KILLS / 4


def _read(address: Path, seen: set[str], torn: list[str], stop: Event) -> None:
    while not stop.is_set():
        try:
            seen.add(whole(address))
        except FileNotFoundError:
            # Two newer versions came while it was read: a reader opens the newest then.
            continue
        except AssertionError as error:
            torn.append(str(error))
