"""The map of rooms in CONTRIBUTING.md, made from the packages' own words.

`python -m tests.rooms` writes it anew; tests/test_documents.py sees to it that it is up to date.
"""

import ast
import re
import sys
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent
ROOMS: Final = ("rfm", "layouts", "callbacks", "server")
DOCUMENT: Final = PROJECT / "CONTRIBUTING.md"
_MAP: Final = re.compile(r"(<!-- rooms -->\n).*(<!-- /rooms -->)", flags=re.DOTALL)


def rooms() -> str:
    """Return the map: a line for each package, with what its docstring says first."""
    packages = sorted(
        folder
        for room in ROOMS
        for folder in [PROJECT / room, *(PROJECT / room).rglob("*")]
        if (folder / "__init__.py").exists() and "migrations" not in folder.parts
    )
    rows = [f"| `{each.relative_to(PROJECT).as_posix()}/` | {_says(each)} |" for each in packages]
    return "\n".join(["| room | what belongs there |", "|---|---|", *rows, ""])


def _says(package: Path) -> str:
    tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
    return (ast.get_docstring(tree) or "").partition("\n")[0]


def with_rooms(document: str) -> str:
    """Return a document with the map as it should be."""
    return _MAP.sub(lambda found: found[1] + rooms() + found[2], document)


if __name__ == "__main__":
    DOCUMENT.write_text(with_rooms(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(rooms())
