"""The house rules that a linter does not know."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from dash import dcc
from dash.development.base_component import Component

from callbacks import PAGES
from layouts import ids
from layouts.shell import frame as shell
from tests.source_tree import MODULES, PROJECT, SOURCES, imports_of, tree_of

RUN_WHEN_IMPORTED = {"app", "rfm.__main__", "server.migrations.env"}
DANGEROUS = re.compile(
    r"\bIframe\b|dangerously_allow_html|dangerouslySetInnerHTML|srcDoc|javascript:|\bpickle\b|\bjoblib\b"
)
ADDRESSES = ({}, {"customer_id": "13456"}, {"data": "x", "view": "clusters", "r": "1", "odd": ""})


def components(tree: Any) -> Iterator[Component]:
    """Every component of a layout, the outermost included."""
    if isinstance(tree, Component):
        yield tree
        for each in tree._traverse():
            if isinstance(each, Component):
                yield each
    elif isinstance(tree, list | tuple):
        for part in tree:
            yield from components(part)


def site() -> list[Component]:
    """Every component of the shell and of all pages."""
    return [
        each
        for tree in (shell.layout, *(page.layout for page in PAGES))
        for each in components(tree())
    ]


def test_callbacks_are_registered_with_an_app_never_with_the_process():
    loose = [
        (module, node.lineno)
        for module in MODULES
        for function in tree_of(module).body
        if isinstance(function, ast.FunctionDef)
        for node in function.decorator_list
        if "callback" in ast.unparse(node)
    ]
    assert loose == []


def test_nobody_imports_the_app():
    assert [module for module in MODULES if "app" in imports_of(module)] == []


def test_nothing_that_could_run_foreign_code_is_used():
    dangerous = [path for path in SOURCES if DANGEROUS.search(path.read_text(encoding="utf-8"))]
    assert dangerous == []


def test_no_chart_offers_to_send_its_data_away():
    graphs = [each for each in site() if isinstance(each, dcc.Graph)]
    assert len(graphs) >= 10
    for graph in graphs:
        assert graph.config["showSendToCloud"] is False, graph.id
        assert graph.config["displaylogo"] is False, graph.id


def test_charts_are_made_in_one_place():
    makers = [path.name for path in SOURCES if "dcc.Graph(" in path.read_text(encoding="utf-8")]
    assert makers == ["components.py"]


def test_ids_are_unique_over_the_whole_site():
    named = Counter(str(each.id) for each in site() if getattr(each, "id", None) is not None)
    assert [name for name, count in named.items() if count > 1] == []


def test_ids_say_which_page_they_belong_to():
    pages = (ids.Shell, ids.General, ids.Customers, ids.Clusters)
    pages += (ids.TableGeneral,)
    for page in (*pages, ids.Prediction, ids.Models, ids.Playbook):
        for name, value in vars(page).items():
            if isinstance(value, str) and name.isupper():
                assert value.startswith(f"{page.__name__.lower()}-"), value


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_a_page_depends_on_its_address_alone(page, address):
    first, second = page.layout(**address), page.layout(**address)
    assert first is not second
    assert first.to_plotly_json().keys() == second.to_plotly_json().keys()
    assert repr(first) == repr(second)


def test_importing_any_module_reads_no_data_and_starts_nothing():
    # In a process of its own, which writes down each file that is opened once Python is up.
    code = f"""
import importlib, pathlib, sys, threading
project = pathlib.Path({str(PROJECT)!r})
opened = []
def note(event, arguments):
    if event in ("open", "socket.connect", "socket.bind", "subprocess.Popen"):
        opened.append(str(arguments[0]))
sys.addaudithook(note)
for name in {[name for name in MODULES if name not in RUN_WHEN_IMPORTED]!r}:
    importlib.import_module(name)
ours = [path for path in opened if path.startswith(str(project))]
assert [p for p in ours if not p.endswith((".py", ".pyc")) and "__pycache__" not in p] == [], ours
assert [t.name for t in threading.enumerate()] == ["MainThread"]
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
