"""What a room of rfm has for others says what it takes and gives; its examples are true."""

import ast
import doctest
import importlib
import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from tests.source_tree import MODULES, PATHS, nodes

FOLDERS = [module for module in MODULES if PATHS[module].name == "__init__.py"]
ROOMS = [module for module in FOLDERS if module.startswith("rfm.") and module.count(".") == 1]
WITH_EXAMPLES = [m for m in MODULES if ">>> " in PATHS[m].read_text(encoding="utf-8")]


def heads(text: str) -> set[str]:
    return set(re.findall(r"^(\w+)\n-{4,}$", text, flags=re.MULTILINE))


def room_of(module: str) -> str:
    """The top-level folder of a package that a module stands in."""
    return ".".join(module.split(".")[:2])


def used_by(module: str, own: set[str]) -> Iterator[tuple[str, str]]:
    """What a module imports from some others, and what it takes from those it imports whole."""
    for node in nodes(module, ast.ImportFrom):
        for alias in node.names if node.module in own else ():
            whole = f"{node.module}.{alias.name}"
            if whole not in own:
                yield node.module, alias.name
                continue
            for taken in nodes(module, ast.Attribute):
                if ast.unparse(taken.value) == (alias.asname or alias.name):
                    yield whole, taken.attr


def names_of(room: str) -> set[tuple[str, str]]:
    """Module and name of all that a room offers, or that others use of it, for types too."""
    own = {module for module in MODULES if room_of(module) == room}
    offered = {
        (module, name)
        for module in own
        for name in getattr(importlib.import_module(module), "__all__", ())
    }
    return offered.union(*(used_by(module, own) for module in MODULES if module not in own))


def exported(room: str) -> Iterator[tuple[str, Any]]:
    """Every function and class of a room that is for others, with the classes' public methods."""
    for module, name in sorted(names_of(room)):
        thing = getattr(importlib.import_module(module), name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            yield f"{module}.{name}", thing
        for method, function in vars(thing).items() if inspect.isclass(thing) else ():
            bare = getattr(function, "__func__", function)
            if inspect.isfunction(bare) and not method.startswith("_"):
                yield f"{module}.{name}.{method}", bare


def lacking(thing: Any) -> set[str]:
    """The sections that a docstring should have and has not."""
    found = heads(inspect.getdoc(thing) or "")
    if inspect.isclass(thing):
        is_large = is_dataclass(thing) and len(fields(thing)) > 1
        return {"Parameters"} if is_large and not found & {"Parameters", "Attributes"} else set()
    signature = inspect.signature(thing)
    if len([name for name in signature.parameters if name not in ("self", "cls")]) < 2:
        return set()
    wanted = {"Parameters"}
    if signature.return_annotation not in (None, "None", inspect.Signature.empty):
        wanted.add("Yields" if "Yields" in found else "Returns")
    if re.search(r"^\s+raise \w+\(", inspect.getsource(thing), flags=re.MULTILINE):
        wanted.add("Raises")
    return wanted - found


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_room_has_for_others_is_documented(room):
    gaps = {name: lacking(thing) for name, thing in exported(room)}
    assert {name: gap for name, gap in gaps.items() if gap} == {}


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_examples_are_true(module):
    found = doctest.testmod(importlib.import_module(module))
    assert found.attempted
    assert not found.failed
