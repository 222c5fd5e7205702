"""Names of files that people bring: shown as they are, and written to as they may be."""

import re
from pathlib import PurePath
from typing import Final

_LONGEST: Final = 100


def stored_name(name: str) -> str:
    """Return a file's name as one that is safe to write to; endings tell what it is."""
    return re.sub("[^A-Za-z0-9._-]+", "-", name).strip(".-")[-_LONGEST:].lstrip(".-") or "file"


def shown_name(name: str) -> str:
    """Return a file's name without the folders that some browsers send, as people see it."""
    last = PurePath(name.replace("\\", "/")).name
    plain = "".join(letter if letter.isprintable() else " " for letter in last)
    return plain.strip()[:255] or "file"
