"""A disk of some megabytes, mounted for a test: it can be filled, and made one for reading."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

NOT_HERE = "Nothing can be mounted here: on Linux, as root outside of a container, it can."


@dataclass(frozen=True)
class Disk:
    """A mounted disk."""

    folder: Path

    def fill(self) -> None:
        """Write until nothing more can be written."""
        with (self.folder / "ballast").open("ab", buffering=0) as ballast:
            for size in (65_536, 4_096, 1):
                try:
                    while True:
                        ballast.write(b"\0" * size)
                except OSError:
                    continue

    def make_room(self) -> None:
        (self.folder / "ballast").unlink()

    def make_read_only(self, *, is_so: bool = True) -> None:
        _run("mount", "-o", f"remount,{'ro' if is_so else 'rw'}", str(self.folder))


@contextmanager
def mounted(folder: Path, megabytes: int) -> Iterator[Disk]:
    """Yield a disk of its own at a folder, or skip the test where none can be mounted."""
    folder.mkdir()
    if sys.platform != "linux" or os.getuid() != 0:
        pytest.skip(NOT_HERE)
    try:
        _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder))
    except (OSError, subprocess.CalledProcessError):
        pytest.skip(NOT_HERE)
    try:
        yield Disk(folder)
    finally:
        # Lazily: what still holds a file of it lets go of it by and by.
        _run("umount", "--lazy", str(folder))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
