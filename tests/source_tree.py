"""The project's own Python files, as text and as trees, for the tests of its architecture."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from layouts import ids

PROJECT = Path(__file__).resolve().parent.parent
PACKAGES = ("callbacks", "layouts", "server", "rfm")
SOURCES = sorted(
    [
        PROJECT / "app.py",
        *(path for package in PACKAGES for path in (PROJECT / package).rglob("*.py")),
    ]
)


def module_of(path: Path) -> str:
    """The name that a file is imported by."""
    return ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")


PATHS = {module_of(path): path for path in SOURCES}
MODULES = list(PATHS)
PAGES_OF_IDS = {
    page.__name__: [
        value for name, value in vars(page).items() if name.isupper() and isinstance(value, str)
    ]
    for page in vars(ids).values()
    if isinstance(page, type)
}


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(PATHS[module].read_text(encoding="utf-8"))


def nodes(module: str, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    """Every node of some kinds in a module."""
    return (node for node in ast.walk(tree_of(module)) if isinstance(node, kinds))


def imports_of(module: str) -> set[str]:
    """The project's modules that a module imports, for types too, at its top or in a function."""
    found = set()
    for node in nodes(module, ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        else:
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in PATHS else str(node.module) for name in inside}
    return found & set(PATHS) - {module}


def texts_of(module: str) -> Iterator[tuple[int, str]]:
    """Every text in a module with its line, those in f-strings too, but no docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in nodes(module, *documented)
        if node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in nodes(module, ast.Constant):
        if isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value
