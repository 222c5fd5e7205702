"""Where files are kept: a folder of the site's own, or a bucket that STORAGE_URL names.

A file is there whole or not at all. In the folder it is written beside, flushed to the disk and
renamed, and the folder is flushed; a bucket shows a file when its last piece has arrived.
"""

import hashlib
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Protocol

from server.refusals import unread, unwritten
from server.settings import OWN_FOLDER, ServerSettings
from server.storage.bucket import Bucket, Listed
from server.storage.folder import Folder

_KEY: Final = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Stored:
    """A file as it was kept: its size, and its SHA-256."""

    bytes: int
    sha256: str


class Backend(Protocol):
    """What keeps files by their keys."""

    @property
    def faults(self) -> tuple[type[Exception], ...]:
        """What goes wrong with it."""

    def writing(self, key: str) -> AbstractContextManager[IO[bytes]]:
        """Give what to write to; on a clean exit the file is there, else nothing is."""

    def open(self, key: str) -> IO[bytes]:
        """Open a file to read it."""

    def local(self, key: str, folder: Path) -> Path:
        """Return a file of this machine with the same bytes; a copy lies in the folder."""

    def delete(self, key: str) -> None:
        """Remove a file, or all below a key; what is not there is removed already."""

    def list(self, below: str) -> Iterable[Listed]:
        """List the files below a key."""


class Storage:
    """Keeps files by keys such as uploads/ID/1/orders.csv.

    Parameters
    ----------
    settings : ServerSettings
        Its `storage_url` names the place.
    """

    def __init__(self, settings: ServerSettings) -> None:
        is_own = settings.storage_url == OWN_FOLDER
        self._backend: Backend = (
            Folder(settings.var / "storage") if is_own else Bucket(settings.storage_url)
        )

    def put(self, key: str, chunks: Iterable[bytes], *, what: str) -> Stored:
        """Keep what arrives in pieces, of which one is in memory at a time.

        Parameters
        ----------
        key : str
            Where it is kept; what is there is replaced.
        chunks : iterable of bytes
            The content. When it ends with an error, nothing is kept.
        what : str
            What it is, to begin a sentence.

        Raises
        ------
        RefusedError
            When the storage cannot be written.
        """
        _ensure_key(key)
        count, digest = 0, hashlib.sha256()
        with self._writing(key, what) as write:
            for chunk in chunks:
                count += len(chunk)
                digest.update(chunk)
                write(chunk)
        return Stored(count, digest.hexdigest())

    def open(self, key: str) -> IO[bytes]:
        """Open a file to read it.

        Raises
        ------
        RefusedError
            When it is not there, or the storage does not answer.
        """
        with self._reading():
            return self._backend.open(_ensure_key(key))

    def local(self, key: str, folder: Path) -> Path:
        """Return a file of this machine with a key's content; a copy lies in the folder.

        Parameters
        ----------
        key : str
            Whose content it is.
        folder : Path
            Where a copy may be written.

        Raises
        ------
        RefusedError
            When it is not there, or the storage does not answer.
        """
        with self._reading():
            return self._backend.local(_ensure_key(key), folder)

    def delete(self, key: str) -> None:
        """Remove a file, or all below a key; what is not there is removed already."""
        try:
            self._backend.delete(_ensure_key(key))
        except self._backend.faults as error:
            # It is found again when leftovers are looked for.
            log.warning("A file could not be removed: %s.", type(error).__name__)

    def list(self, below: str) -> list[Listed]:
        """Return the files below a key."""
        with self._reading():
            return list(self._backend.list(_ensure_key(below)))

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Turn faults of the place into sentences."""
        try:
            yield
        except self._backend.faults as error:
            raise unread(error) from error

    @contextmanager
    def _writing(self, key: str, what: str) -> Iterator[Callable[[bytes], object]]:
        """Yield what writes; faults of the place become sentences, others stay what they are."""
        place = ExitStack()
        faults = self._backend.faults
        try:
            file = place.enter_context(self._backend.writing(key))
        except faults as error:
            raise unwritten(what, error) from error

        def write(chunk: bytes) -> None:
            try:
                file.write(chunk)
            except faults as error:
                raise unwritten(what, error) from error

        try:
            yield write
        except BaseException as error:
            with suppress(*faults):
                place.__exit__(type(error), error, error.__traceback__)
            raise
        try:
            place.close()
        except faults as error:
            raise unwritten(what, error) from error


def _ensure_key(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} is no key")
    return key
