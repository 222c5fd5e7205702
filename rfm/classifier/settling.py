"""A stored model without what differs from one process to the next: numbers of objects, and times.

skops names objects, and the files of their arrays, by where they lay in memory.
"""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePath
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_SCHEMA: Final = "schema.json"
_NUMBER: Final = "__id__"
_LOADER: Final = "__loader__"
_FILE: Final = "file"
# Texts and numbers are the same object or another one as the interpreter likes.
_PLAIN: Final = "JsonNode"
_REFERS: Final = "CachedNode"
_LEVEL: Final = 1


def settle(stored: bytes) -> bytes:
    """Return a model as skops stores it, the same bytes whenever it is the same model."""
    with ZipFile(BytesIO(stored)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    schema = json.loads(files.pop(_SCHEMA))
    nodes = list(_nodes(schema))
    referred = {node.get(_NUMBER) for node in nodes if node[_LOADER] == _REFERS}
    numbers: dict[int, int] = {}
    names: dict[str, str] = {}
    for node in [node for node in nodes if _NUMBER in node]:
        number = node[_NUMBER]
        if node[_LOADER] == _PLAIN and number not in referred:
            del node[_NUMBER]
            continue
        node[_NUMBER] = numbers.setdefault(number, len(numbers) + 1)
    for node in nodes:
        if isinstance(node.get(_FILE), str):
            old = node[_FILE]
            node[_FILE] = names.setdefault(old, f"{len(names) + 1}{PurePath(old).suffix}")
    return _archive({names[old]: content for old, content in files.items()}, schema)


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Return every object of a schema, in its order."""
    if isinstance(value, dict):
        if _LOADER in value:
            yield value
        for inner in value.values():
            yield from _nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)


def _archive(files: dict[str, bytes], schema: Any) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for name, content in (*files.items(), (_SCHEMA, json.dumps(schema).encode())):
            # Its own time is the first that an archive can hold.
            entry = ZipInfo(name)
            archive.writestr(entry, content, ZIP_DEFLATED, _LEVEL)
    return written.getvalue()
