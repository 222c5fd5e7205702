"""What the modules do by themselves: nothing when imported, and never what others wrote."""

import ast
import re
import subprocess
import sys

from tests.source_tree import MODULES, PROJECT, SOURCES, tree_of

RUN_WHEN_IMPORTED = {"app", "rfm.__main__", "server.migrations.env"}
DANGEROUS = re.compile(
    r"\bIframe\b|dangerously_allow_html|dangerouslySetInnerHTML|srcDoc|javascript:|\bpickle\b|\bjoblib\b"
)


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


def test_nothing_that_could_run_foreign_code_is_used():
    dangerous = [path for path in SOURCES if DANGEROUS.search(path.read_text(encoding="utf-8"))]
    assert dangerous == []


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


def test_a_log_is_read_before_anything_of_the_learning_library_is_imported():
    # A thread imports it meanwhile; two that import parts of it see each other's half-made modules.
    code = (
        "import sys, rfm.commands.analyse, rfm.analysis.log, rfm.snapshot\n"
        "import rfm.clusters.clustering\n"
        "sys.exit(', '.join(name for name in sys.modules if name.startswith('sklearn')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == ""
