"""What a folder of rfm exports says what it takes, gives and refuses; its examples are true."""

import doctest
import importlib
import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from tests.source_tree import MODULES, PATHS

ROOMS = [m for m in MODULES if m.startswith("rfm.") and PATHS[m].name == "__init__.py"]
WITH_EXAMPLES = [m for m in MODULES if ">>> " in PATHS[m].read_text(encoding="utf-8")]


def heads(text: str) -> set[str]:
    return set(re.findall(r"^(\w+)\n-{4,}$", text, flags=re.MULTILINE))


def exported(room: str) -> Iterator[tuple[str, Any]]:
    """Everything that a folder exports, and the public methods of its classes."""
    module = importlib.import_module(room)
    for name in getattr(module, "__all__", ()):
        thing = getattr(module, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            yield f"{room}.{name}", thing
        for method, function in vars(thing).items() if inspect.isclass(thing) else ():
            bare = getattr(function, "__func__", function)
            if inspect.isfunction(bare) and not method.startswith("_"):
                yield f"{room}.{name}.{method}", bare


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
def test_what_a_folder_exports_is_documented(room):
    gaps = {name: lacking(thing) for name, thing in exported(room)}
    assert {name: gap for name, gap in gaps.items() if gap} == {}


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_examples_are_true(module):
    found = doctest.testmod(importlib.import_module(module))
    assert found.attempted
    assert not found.failed
