"""What docs/definitions.md shows of the schemes is what they are."""

import re
from pathlib import Path

import pytest

from rfm import schema
from rfm.segments import load_scheme
from rfm.segments.axes import AXIS_KEYS
from rfm.segments.claims import CLAIMS
from rfm.segments.conditions import LOWEST
from rfm.segments.loading import KEYS, SEGMENT_KEYS

DEFINITIONS = Path(__file__).resolve().parents[3] / "docs" / "definitions.md"


@pytest.fixture(scope="module")
def definitions():
    return DEFINITIONS.read_text(encoding="utf-8")


def test_the_examples_are_schemes(definitions, tmp_path):
    examples = re.findall(r"```yaml\n(.*?)```", definitions, flags=re.DOTALL)
    names = []
    for number, example in enumerate(examples):
        path = tmp_path / f"example {number}.yaml"
        path.write_text(example, encoding="utf-8")
        names.append(load_scheme(str(path)).segments)
    assert names == [
        ("Favourites", "Worth a letter", "Everyone else"),
        ("First order", "Big baskets", "Everyone else"),
    ]


@pytest.mark.parametrize("name", [schema.GRID, schema.THREE_TIER, schema.RHYTHM])
def test_the_tables_of_codes_are_the_schemes_in_order_of_value(definitions, name):
    section = definitions.split(f"(`{name}`)")[1].split("\n###")[0]
    rows = re.findall(r"^\| ([A-Z][\w ]+) \|.*?((?:\d{3} ?)+)\|$", section, flags=re.MULTILINE)
    scheme = load_scheme(name)
    assert [segment for segment, _ in rows] == list(scheme.segments)
    shown = {code: segment for segment, codes in rows for code in codes.split()}
    assert shown == scheme.segment_of_code


def test_the_reports_places_are_its_order_of_value(definitions):
    section = definitions.split("(`report`)")[1].split("\n###")[0]
    rows = re.findall(r"\| ([A-Z][\w ]+) \| [^|]+ \| (\d)\w\w \|", section)
    by_value = [segment for segment, _ in sorted(rows, key=lambda row: row[1])]
    assert by_value == list(load_scheme(schema.REPORT).segments)


@pytest.mark.parametrize("word", [*KEYS, *SEGMENT_KEYS, *AXIS_KEYS, *CLAIMS, *LOWEST])
def test_every_key_and_column_of_a_scheme_is_explained(definitions, word):
    assert f"`{word}`" in definitions
