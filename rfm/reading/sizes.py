"""How large a file is once it is unpacked, told without unpacking it as far as that can be."""

import gzip
import zipfile
import zlib
from pathlib import Path
from typing import Final

_CHUNK: Final = 1 << 20


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
