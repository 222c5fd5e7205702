"""One place wires charts, and scripts know ids from the page alone."""

import re

from tests.source_tree import MODULES, PAGES_OF_IDS, PROJECT, texts_of


def test_one_place_outputs_figures():
    found = {
        module
        for module in MODULES
        for _, text in texts_of(module)
        if module.startswith("callbacks") and text == "figure"
    }
    assert found == {"callbacks.parts.chart_cards"}


def test_no_script_writes_an_id():
    known = {name for names in PAGES_OF_IDS.values() for name in names}
    assert len(known) > 100
    found = {
        path.name
        for path in (PROJECT / "assets").glob("*.js")
        if known & set(re.findall(r"[\w-]+", path.read_text(encoding="utf-8")))
    }
    assert found == set()
