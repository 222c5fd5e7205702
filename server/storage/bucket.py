"""Files in a bucket of an S3-compatible service, by fsspec's s3fs."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from s3fs import S3FileSystem

# What is held in memory while a file is sent; a service takes pieces of 5 MB or more.
PIECE_BYTES: Final = 8 * 2**20


@dataclass(frozen=True)
class Listed:
    """A file as a storage lists it; `changed_at` is in seconds since 1970."""

    key: str
    changed_at: float


class Bucket:
    """Files below an address such as s3://shop/dashboard.

    The endpoint, the keys and the region are those of the usual variables: AWS_ENDPOINT_URL,
    AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_DEFAULT_REGION.
    """

    def __init__(self, url: str) -> None:
        self._root = url.removeprefix("s3://").strip("/")
        self._lock = threading.Lock()
        self._opened: tuple[int, S3FileSystem] | None = None

    @property
    def faults(self) -> tuple[type[Exception], ...]:
        """What goes wrong with it."""
        from botocore.exceptions import BotoCoreError, ClientError

        return OSError, BotoCoreError, ClientError

    @contextmanager
    def writing(self, key: str) -> Iterator[IO[bytes]]:
        """Yield what to write to; on a clean exit the file is there, else nothing is."""
        file = self._files.open(self._address(key), "wb", block_size=PIECE_BYTES)
        try:
            yield file
        except BaseException:
            file.discard()
            # Its closing would send what there is.
            file.closed = True
            raise
        file.close()

    def open(self, key: str) -> IO[bytes]:
        """Open a file to read it."""
        opened: IO[bytes] = self._files.open(self._address(key), "rb")
        return opened

    def local(self, key: str, folder: Path) -> Path:
        """Return a copy of a file in the folder."""
        path = folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        self._files.get_file(self._address(key), str(path))
        return path

    def delete(self, key: str) -> None:
        """Remove a file, or all below a key."""
        files, address = self._files, self._address(key)
        files.invalidate_cache()
        if files.exists(address):
            files.rm(address, recursive=True)

    def list(self, below: str) -> Iterator[Listed]:
        """List the files below a key."""
        self._files.invalidate_cache()
        found: dict[str, Any] = self._files.find(self._address(below), detail=True)
        for address, facts in found.items():
            yield Listed(address.removeprefix(f"{self._root}/"), facts["LastModified"].timestamp())

    def _address(self, key: str) -> str:
        return f"{self._root}/{key}"

    @property
    def _files(self) -> "S3FileSystem":
        """The connections of this process: those of the one it was forked from do not work."""
        from s3fs import S3FileSystem

        with self._lock:
            if self._opened is None or self._opened[0] != os.getpid():
                self._opened = os.getpid(), S3FileSystem(skip_instance_cache=True)
            return self._opened[1]
