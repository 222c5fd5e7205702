"""Files below a folder of this machine, each there whole or not at all."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from server.storage.bucket import Listed

PART: Final = ".part"


class Folder:
    """Files below a folder of this machine."""

    faults = (OSError,)

    def __init__(self, root: Path) -> None:
        self._root = root

    @contextmanager
    def writing(self, key: str) -> Iterator[IO[bytes]]:
        """Yield what to write to; on a clean exit the file is there, else nothing is."""
        target = self._root / key
        part = target.with_name(f".{secrets.token_hex(8)}{PART}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with part.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
            for folder in self._folders(target):
                _flush(folder)
        except BaseException:
            part.unlink(missing_ok=True)
            self._remove_empty(target)
            raise

    def open(self, key: str) -> IO[bytes]:
        """Open a file to read it."""
        return (self._root / key).open("rb")

    def local(self, key: str, _folder: Path) -> Path:
        """Return the file itself."""
        path = self._root / key
        path.stat()
        return path

    def delete(self, key: str) -> None:
        """Remove a file, or all below a key."""
        target = self._root / key
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)
        self._remove_empty(target)

    def list(self, below: str) -> Iterator[Listed]:
        """List the files below a key, half-written ones too."""
        for path in sorted((self._root / below).rglob("*")):
            with suppress(FileNotFoundError):
                if path.is_file():
                    key = path.relative_to(self._root).as_posix()
                    yield Listed(key, path.stat().st_mtime)

    def _folders(self, target: Path) -> Iterator[Path]:
        """Return the folders that a new file may have made, from its own up to the root's."""
        for folder in target.parents:
            yield folder
            if folder == self._root.parent:
                return

    def _remove_empty(self, target: Path) -> None:
        for folder in target.parents:
            if folder == self._root.parent:
                return
            try:
                folder.rmdir()
            except OSError:
                return


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
