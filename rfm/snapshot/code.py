"""Which code made a snapshot: the fingerprint of the science's own files."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
OF_CODE: Final = (".py", ".yaml")


@cache
def code_version() -> str:
    """Return the fingerprint of all code and rules that numbers depend on, in sixteen digits."""
    digest = hashlib.sha256()
    for path in sorted(ROOT.rglob("*")):
        if path.suffix in OF_CODE:
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
