"""The parts of an archive, unpacked piece by piece and counted: what it tells of itself may lie."""

import copy
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rfm.errors import SourceError
from rfm.reading.tables import BYTES_ALWAYS_UNPACKED, MOST_SHRUNK

BYTES_EVER_UNPACKED: Final = 4 * 2**30
_CHUNK: Final = 1 << 22
_BEYOND_ANY: Final = 2**62
# Cut in the middle of a row, a piece would be counted wrongly; one that has no rows ends anywhere.
_LONGEST_ROW: Final = 1 << 24


def parts_of(path: Path, name: str, first: str = "") -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield each part of an archive with its pieces, which have to be taken before the next part.

    Parameters
    ----------
    path : Path
        An archive.
    name : str
        What it is called in messages.
    first : str
        How the name of the part ends that is needed for the others.

    Yields
    ------
    str, iterator of bytes
        A name, and what is unpacked.

    Raises
    ------
    SourceError
        When all parts together unpack to more than a file of this size does.
    """
    most = min(max(BYTES_ALWAYS_UNPACKED, path.stat().st_size * MOST_SHRUNK), BYTES_EVER_UNPACKED)
    left = [most]
    with zipfile.ZipFile(path) as archive:
        for member in sorted(archive.infolist(), key=lambda one: not one.filename.endswith(first)):
            yield member.filename, _pieces(archive, member, left, name)


def _pieces(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: list[int], name: str
) -> Iterator[bytes]:
    # As long as its packed bytes last, whatever size is told.
    whole = copy.copy(member)
    whole.file_size = _BEYOND_ANY
    size = 0
    with archive.open(whole) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            left[0] -= len(chunk)
            if left[0] < 0:
                raise SourceError(
                    f"{name} unpacks to more than a workbook of its size does. Save it again, or "
                    "export CSV."
                )
            yield chunk
    if size != member.file_size:
        raise SourceError(
            f"{name} is damaged: '{member.filename}' in it is larger or smaller than it says. "
            "Save it again, or export CSV."
        )


def cut_at(mark: bytes, pieces: Iterator[bytes]) -> Iterator[str]:
    """Yield pieces again as text, each beginning at a mark, such as that of a row.

    Parameters
    ----------
    mark : bytes
        Where a piece may end.
    pieces : iterator of bytes
        Pieces of XML.

    Yields
    ------
    str
        All of it, in order.
    """
    rest = b""
    for piece in pieces:
        rest += piece
        place = rest.rfind(mark)
        if place > 0 or len(rest) > _LONGEST_ROW:
            place = place if place > 0 else len(rest)
            yield rest[:place].decode(errors="replace")
            rest = rest[place:]
    yield rest.decode(errors="replace")
