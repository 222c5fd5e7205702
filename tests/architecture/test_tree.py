"""Where things are: no circle of files, no name twice, no long file, no crowded folder."""

import ast
from collections import Counter
from graphlib import CycleError, TopologicalSorter

from tests.source_tree import MODULES, PATHS, SOURCES, imports_of, nodes, tree_of

MOST_FILES = 15
MOST_LINES = 250
# What is still to be mended: twins, crowded folders.
TWINS: set[str] = set()
CROWDED: set[str] = set()


def test_no_circle_of_files():
    graph = {module: set(imports_of(module)) for module in MODULES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(" -> ".join(error.args[1])) from None


def test_nobody_imports_the_app():
    assert [module for module in MODULES if "app" in imports_of(module)] == []


def test_no_class_name_twice():
    names = Counter(node.name for module in MODULES for node in nodes(module, ast.ClassDef))
    assert {name for name, count in names.items() if count > 1} - TWINS == set()


def test_no_folder_is_crowded():
    folders = Counter(path.parent for path in SOURCES)
    root = PATHS["app"].parent
    crowded = {str(path.relative_to(root)) for path, count in folders.items() if count > MOST_FILES}
    assert crowded - CROWDED == set()


def test_no_file_is_long():
    lengths = {module: len(path.read_text().splitlines()) for module, path in PATHS.items()}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_layouts_import_results_for_annotations_only():
    for module in MODULES:
        if not module.startswith("layouts"):
            continue
        for node in tree_of(module).body:
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("rfm"):
                names = {alias.name for alias in node.names}
                assert node.module in ("rfm.schema", "rfm.words") or (
                    node.module == "rfm" and names <= {"schema", "words"}
                ), (module, node.module)
