"""README and the other documents say what is true."""

import importlib.util
import re
import shlex
from pathlib import Path

import pytest

from rfm.commands.arguments import parser
from rfm.reading.fields import CURRENCY, usual_names
from rfm.samples.catalogue import SAMPLES
from tests.rooms import DOCUMENT, with_rooms

PROJECT = Path(__file__).resolve().parent.parent
README = (PROJECT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("*/*.md")])
COMMANDS = re.findall(r"^python -m rfm (.+)$", README, flags=re.MULTILINE)
COLUMN_ROWS = re.findall(r"^\| `(\w+)` \|[^|]*\| ([^|]+) \|$", README, flags=re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_readme_is_understood(command):
    assert parser(None).parse_args(shlex.split(command)).command


def test_readme_shows_the_commands_of_the_command_line():
    assert {shlex.split(command)[0] for command in COMMANDS} >= {"analyse", "predict", "samples"}


def test_readme_lists_every_field_of_a_log():
    assert {name for name, _ in COLUMN_ROWS} == set(usual_names()) - {CURRENCY}


@pytest.mark.parametrize(("field", "names"), COLUMN_ROWS)
def test_the_column_names_of_readme_are_found(field, names):
    for name in names.split(", "):
        assert re.sub(r"[\s_-]", "", name).lower() in usual_names()[field]


def test_readme_lists_every_sample():
    for sample in SAMPLES.values():
        assert f"| `{sample.name}` |" in README


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_of_documents_lead_somewhere(document):
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (document.parent / target).exists(), target


def test_the_commands_that_start_and_test_the_site_stand_in_readme():
    assert "\npip install -r requirements.txt && python app.py\n" in README
    assert "\npip install -r requirements-dev.txt && pytest\n" in README


def test_every_requirement_has_a_range():
    for line in (PROJECT / "requirements.txt").read_text().splitlines():
        name = line.split("#")[0].strip()
        assert not name or re.search(r"[<>=]", name) or name == "tzdata", line


def test_the_map_of_rooms_is_that_of_the_tree():
    written = DOCUMENT.read_text(encoding="utf-8")
    assert written == with_rooms(written), "Make it anew: python -m tests.rooms"


def test_every_module_that_the_architecture_names_exists():
    text = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b(?:rfm|layouts|callbacks|server)(?:\.\w+)+", text))
    assert named
    missing = [name for name in named if importlib.util.find_spec(name) is None]
    assert missing == []


@pytest.mark.parametrize("way", ["A row of a log", "A request", "A job"])
def test_each_way_names_at_most_ten_modules(way):
    text = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = text.split(f"## {way}\n")[1].split("\n## ")[0]
    assert 3 <= len(set(re.findall(r"\b(?:rfm|layouts|callbacks|server)(?:\.\w+)+", section))) <= 10
