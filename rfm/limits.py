"""How much memory and time a file may take: what a process that reads one is held to.

Memory is what the process itself filled. What it reserved says nothing: the libraries reserve
gigabytes for a log of two megabytes, and more on machines with more processors, so limits of the
system on addresses or data (RLIMIT_AS, RLIMIT_DATA) would refuse every file or none.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MEGABYTE: Final = 1_000_000
VARIABLE: Final = "RFM_LIMITS"
OFF: Final = "off"

# An analysis of a small log fills 300 MB; threads have buffers of their own.
_MEMORY: Final = 550 * MEGABYTE
_MEMORY_OF_A_PROCESSOR: Final = 30 * MEGABYTE
# Packed files fill forty times their size, up to some hundred MB. A text fills less: a table of
# customers ten times its size, and a log of 2 GB 1.9 GB.
_MEMORY_OF_A_BYTE: Final = 60
_MOST_OF_PACKED: Final = 4_000 * MEGABYTE
_MEMORY_OF_A_BYTE_OF_TEXT: Final = 12
_MOST_OF_TEXT: Final = 2_500 * MEGABYTE
_MEMORY_OF_A_FURTHER_BYTE: Final = 2
# How files begin that are packed: zip (and .xlsx, .ods), gzip, Parquet, .xls.
_PACKED: Final = (b"PK", b"\x1f\x8b", b"PAR1", b"\xd0\xcf\x11\xe0")
# A log of 45 MB is read in two seconds, one of 2 GB in a minute and a half; others are busy too.
_PROCESSOR_SECONDS: Final = 40.0
_PROCESSOR_SECONDS_OF_A_MEGABYTE: Final = 1.0
_SECONDS: Final = 55.0
_SECONDS_OF_A_MEGABYTE: Final = 2.0

# Where a process that is watched says that it has read its file.
_told: list[int] = []


@dataclass(frozen=True)
class ReadingLimits:
    """What reading may take.

    Parameters
    ----------
    memory : int
        Bytes that the process may fill.
    processor : float
        Seconds of all its threads together until the file is read.
    seconds : float
        Seconds on the clock until the file is read.
    """

    memory: int
    processor: float
    seconds: float

    @classmethod
    def of(cls, packed: int, text: int) -> "ReadingLimits":
        """Return the limits of packed files, and of texts, of so many bytes in all."""
        size = packed + text
        base = _MEMORY + _MEMORY_OF_A_PROCESSOR * (os.cpu_count() or 1)
        filled = min(_MEMORY_OF_A_BYTE * packed, _MOST_OF_PACKED)
        filled += min(_MEMORY_OF_A_BYTE_OF_TEXT * text, _MOST_OF_TEXT)
        megabytes = size / MEGABYTE
        return cls(
            base + filled + _MEMORY_OF_A_FURTHER_BYTE * size,
            _PROCESSOR_SECONDS + _PROCESSOR_SECONDS_OF_A_MEGABYTE * megabytes,
            _SECONDS + _SECONDS_OF_A_MEGABYTE * megabytes,
        )


def limits_of(files: Sequence[Path]) -> ReadingLimits | None:
    """Return the limits of a process that reads files; None where it reads none, or may do all."""
    if not files or os.environ.get(VARIABLE, "").strip().lower() == OFF:
        return None
    sizes = [(file.stat().st_size, _is_packed(file)) for file in files]
    packed = sum(size for size, is_packed in sizes if is_packed)
    return ReadingLimits.of(packed, sum(size for size, _ in sizes) - packed)


def _is_packed(file: Path) -> bool:
    try:
        with file.open("rb") as content:
            return content.read(4).startswith(_PACKED)
    except OSError:
        # Whoever reads it says why it cannot be read.
        return False


def reading_is_over() -> None:
    """Tell whoever watches this process that its time is its own now; memory goes on to count."""
    while _told:
        os.close(_told.pop())


def tell_by(pipe: int) -> None:
    """Have `reading_is_over` close the end of a pipe."""
    _told.append(pipe)
