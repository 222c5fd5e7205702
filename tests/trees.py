"""Trees of components, as tests look at them."""

from collections.abc import Iterator
from typing import Any


def parts_of(tree: Any, kind: Any = object) -> Iterator[Any]:
    """Yield what is of a kind: a component itself, and everything inside it, texts too."""
    if isinstance(tree, kind):
        yield tree
    children = getattr(tree, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if child is not None:
            yield from parts_of(child, kind)


def by_id(tree: Any) -> dict[str, Any]:
    """Return the components that have an id."""
    return {str(each.id): each for each in parts_of(tree) if getattr(each, "id", None)}


def text_of(tree: Any) -> str:
    """Return what a tree says."""
    return " ".join(parts_of(tree, str))
