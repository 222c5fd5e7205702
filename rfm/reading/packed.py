"""What is packed is unpacked: gzip around any file, and archives with one or several."""

import errno
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Final

from rfm.errors import SourceError
from rfm.reading.tables import BYTES_ALWAYS_UNPACKED, MOST_SHRUNK
from rfm.words import quoted

_CHUNK: Final = 1 << 18
_MOST_FILES: Final = 500
# What an archive raises that is none, beside places in it that are none.
_DAMAGED: Final = (
    zipfile.BadZipFile,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
# What programs put into archives beside what was packed.
_BESIDE: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db")
# A workbook is an archive too: these of its files tell.
_OF_WORKBOOKS: Final = ("xl/", "content.xml", "word/", "ppt/")


@dataclass(frozen=True)
class Unpacked:
    """A file as it is read.

    Parameters
    ----------
    path : Path
        Where it lies, unpacked.
    name : str
        What it is called in messages.
    """

    path: Path
    name: str


def unpacked(path: Path, scratch: Path, number: int = 0) -> tuple[Unpacked, ...]:
    """Return a file itself, or what is packed in it.

    Parameters
    ----------
    path : Path
        Any file.
    scratch : Path
        A folder for what is unpacked.
    number : int
        The place of the file among several, of which each needs names of its own.

    Returns
    -------
    tuple of Unpacked
        One, or those of an archive by name.

    Raises
    ------
    SourceError
        When it is damaged, empty, or would unpack to a size that no log has.
    """
    most = max(BYTES_ALWAYS_UNPACKED, path.stat().st_size * MOST_SHRUNK)
    start = _start(path)
    if start.startswith(_GZIP):
        inside = _without_gzip(Unpacked(path, path.name), scratch / f"unpacked-{number}", most)
        return (inside,)
    if not start.startswith(_ZIP):
        return (Unpacked(path, path.name),)
    try:
        with zipfile.ZipFile(path) as archive:
            return _members(archive, path, scratch / f"archive-{number}", most)
    except (*_DAMAGED, OSError) as error:
        if isinstance(error, OSError) and error.errno != errno.EINVAL:
            # The working files, and not places in the archive that are none.
            raise
        raise SourceError(
            f"{path.name} is damaged, protected or cut short: it cannot be unpacked. Fetch it "
            "again, or unpack it yourself and give the files inside."
        ) from error


def _members(archive: zipfile.ZipFile, path: Path, folder: Path, most: int) -> tuple[Unpacked, ...]:
    """Return the files of an archive, unpacked; an archive that is a workbook as it is."""
    names = archive.namelist()
    if any(name.startswith(_OF_WORKBOOKS) for name in names):
        return (Unpacked(path, path.name),)
    files = sorted(name for name in names if not name.endswith("/") and not _is_beside(name))
    if not files or len(files) > _MOST_FILES:
        what = "is empty: no file is packed in it" if not files else "holds too many files"
        raise SourceError(f"{path.name} {what}. Give the files of one layout.")
    folder.mkdir()
    found = []
    for number, name in enumerate(files):
        target = folder / f"{number}{Path(name).suffix[:8]}"
        one = Unpacked(target, f"{path.name}, {quoted([Path(name).name])}")
        with archive.open(name) as source:
            most -= _copy(source, target, path.name, most)
        if _start(target).startswith(_GZIP):
            one = _without_gzip(one, folder / f"{number}-unpacked", most)
        found.append(one)
    return tuple(found)


def _is_beside(name: str) -> bool:
    return name.startswith(_BESIDE) or Path(name).name.startswith((".", *_BESIDE))


def _without_gzip(packed: Unpacked, target: Path, most: int) -> Unpacked:
    try:
        with gzip.open(packed.path) as source:
            size = _copy(source, target, packed.name, most)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceError(
            f"{packed.name} is damaged or cut short: it cannot be unpacked. Fetch it again."
        ) from error
    if size == 0:
        raise SourceError(f"{packed.name} is empty: nothing is packed in it. Export it again.")
    return replace(packed, path=target)


def _copy(source: IO[bytes] | gzip.GzipFile, target: Path, name: str, most: int) -> int:
    """Write what is unpacked, counting it: the size that a packed file tells may be anything."""
    with target.open("wb") as copy:
        for chunk in chunks_of(source):
            if copy.tell() > most:
                raise SourceError(
                    f"{name} unpacks to more than {MOST_SHRUNK} times its size, which no log "
                    "does. Unpack it yourself and give the file inside."
                )
            copy.write(chunk)
        return copy.tell()


def chunks_of(file: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    """Yield a file in pieces."""
    while chunk := file.read(_CHUNK):
        yield chunk


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_ZIP))


def unpacks_beyond(path: Path, most: int) -> bool:
    """Return whether a file holds more bytes than a limit once it is unpacked.

    Parameters
    ----------
    path : Path
        CSV, gzipped or not, Parquet or .xlsx; a damaged file is left to those who read it.
    most : int
        The limit, in bytes.

    Returns
    -------
    bool
        False too for a damaged file.
    """
    with path.open("rb") as file:
        start = file.read(4)
    try:
        if start.startswith(b"PAR1"):
            return _parquet_size(path) > most
        if start.startswith(b"PK"):
            with zipfile.ZipFile(path) as archive:
                return sum(member.file_size for member in archive.infolist()) > most
        if start.startswith(b"\x1f\x8b"):
            return _gzip_is_beyond(path, most)
    except (OSError, ValueError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError):
        return False
    return path.stat().st_size > most


def _parquet_size(path: Path) -> int:
    import pyarrow.parquet as pq

    metadata = pq.read_metadata(path)
    return sum(
        metadata.row_group(place).total_byte_size for place in range(metadata.num_row_groups)
    )


def _gzip_is_beyond(path: Path, most: int) -> bool:
    # The size that a gzip file tells of itself may be anything.
    size = 0
    with gzip.open(path) as packed:
        while size <= most and (chunk := packed.read(_CHUNK)):
            size += len(chunk)
    return size > most
