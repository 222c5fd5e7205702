"""Facts travel as fields: no sentence is taken apart, nothing is looked up by a composed name."""

import ast
import re

from rfm import words
from tests.source_tree import MODULES, nodes, texts_of

SPLITTING = {"split", "rsplit", "partition", "rpartition", "removeprefix", "removesuffix"}
PROSE = re.compile(r"[ ][A-Za-z]|[A-Za-z] ")
# Written by others, so that it has to be taken apart.
FOREIGN = {"rfm.segments.conditions", "rfm.reading.date_formats", "rfm.reading.dates"}

THRESHOLDS = {words.TRUSTED_FROM, words.PATTERN_FROM, words.AGREES_FROM}
IN_A_TEXT = re.compile(r"(?<![\d%])0?\.(?:75|95)\b(?!\d)")


def test_no_sentence_is_split():
    found = set()
    for module in MODULES:
        for node in nodes(module, ast.Call):
            is_split = isinstance(node.func, ast.Attribute) and node.func.attr in SPLITTING
            texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
            if is_split and any(isinstance(t, str) and PROSE.search(t) for t in texts):
                found.add(module)
    assert found - FOREIGN == set()


def test_nothing_is_looked_up_by_a_composed_name():
    found = set()
    for module in MODULES:
        for node in nodes(module, ast.Call, ast.Subscript):
            if isinstance(node, ast.Subscript):
                is_composed = ast.unparse(node.value) in ("globals()", "locals()")
            else:
                is_lookup = isinstance(node.func, ast.Name) and node.func.id == "getattr"
                is_composed = is_lookup and isinstance(node.args[1], ast.JoinedStr | ast.BinOp)
            if is_composed:
                found.add(module)
    assert found == set()


def test_a_threshold_that_is_shown_is_written_once():
    found = {
        module
        for module in MODULES
        for _, text in texts_of(module)
        if module != "rfm.words" and IN_A_TEXT.search(text)
    }
    for module in MODULES:
        for node in nodes(module, ast.AnnAssign):
            name = ast.unparse(node.target)
            is_number = isinstance(node.value, ast.Constant) and node.value.value in THRESHOLDS
            if is_number and module != "rfm.words" and re.search("TRUST|SEEN|SAME_PARTITION", name):
                found.add(module)
    assert found == set()


OF_THE_COMMAND_LINE = re.compile(r"(?<![\w(-])--[a-z]|python -m ")
# The rooms whose words only the command line, or whoever runs a site, reads.
NOT_ON_PAGES = {f"rfm.commands.{name}" for name in ("arguments", "kinds", "predict", "samples")}
NOT_ON_PAGES |= {"server.settings", "server.jobs.keeper", "server.jobs.consumer"}
# It shows an analyst the option as code, beside what a step could be.
NOT_ON_PAGES |= {"layouts.clusters.pipeline"}


def test_options_and_commands_stand_apart_from_what_a_page_shows():
    found = []
    for module in set(MODULES) - NOT_ON_PAGES:
        apart = {
            each.lineno + line
            for node in nodes(module, ast.keyword, ast.AnnAssign, ast.Assign)
            if _is_apart(node)
            for each in [node.value]
            for line in range((each.end_lineno or each.lineno) - each.lineno + 1)
        }
        for line, text in texts_of(module):
            is_given = re.fullmatch("--[a-z-]+", text)
            if OF_THE_COMMAND_LINE.search(text) and not is_given and line not in apart:
                found.append(f"{module}:{line}: {text}")
    assert found == []


def _is_apart(node: ast.AST) -> bool:
    """Whether it names what only the command line says."""
    if isinstance(node, ast.keyword):
        return node.arg in ("how", "said")
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [ast.unparse(target).lower().strip("_") for target in targets] == ["how"]
