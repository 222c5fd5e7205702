"""A preview of a text, as of a file that somebody brings."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rfm.choices import Choices
from rfm.commands.arguments import parser
from rfm.commands.preview import asked_of
from rfm.preview.asked import Asked
from rfm.preview.document import Preview
from rfm.preview.making import make_preview
from rfm.records import as_record


@pytest.fixture
def preview(tmp_path: Path) -> Callable[..., Preview]:
    """Return a function that previews a text as a file of a name."""

    def preview(text: str | bytes, name: str = "sales.csv", **asked: object) -> Preview:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return make_preview(Asked(source=str(path), **asked))

    return preview


@pytest.fixture
def with_choices(tmp_path: Path) -> Callable[..., Preview]:
    """Return a function that previews a text with choices, as the command line does."""

    def read(text: str, choices: Choices, *options: str) -> Preview:
        path, file = tmp_path / "sales.csv", tmp_path / "choices.json"
        path.write_text(text, encoding="utf-8")
        file.write_text(json.dumps(as_record(choices)))
        chosen = parser(None).parse_args(["preview", str(path), "--choices", str(file), *options])
        return make_preview(asked_of(chosen))

    return read
