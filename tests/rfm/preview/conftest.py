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

GERMAN = """Kunde;Filiale;Datum;Betrag
4711;1;05.01.2024;10,50
4712;1;15.02.2024;20,00
4711;2;25.02.2024;1.020,00
;2;26.02.2024;5,00
"""
HOLDERS = "Holder,Age,Plan\n" + "\n".join(
    f"A{number},{20 + number % 9},{('Basic', 'Gold', 'Free')[number % 3]}" for number in range(30)
)


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
