"""How the exports of known systems are laid out, and which of them a header is.

Each layout is a YAML file of this folder: its `title`; the columns of `header`, by which it is
known; `fields`, the column of each field, or several of which the first that is there counts;
`amount`, "line" or "order", where it is known whether an amount is the row's own or the whole
order's, repeated; and `smallest_unit`, true where 19.99 is written 1999. Names are compared without
case, blanks and punctuation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, Literal

from rfm.records import from_record
from rfm.words import compared

FOLDER: Final = Path(__file__).parent
AmountOf = Literal["", "line", "order"]


@dataclass(frozen=True)
class ShopLayout:
    """The columns of one system's export.

    Attributes
    ----------
    title : str
        The system, and what it exports.
    header : tuple of str
        Columns that are all there in such an export.
    fields : mapping of str to tuple of str
        The columns of each field of a log, of which the first that is there counts.
    amount : {"", "line", "order"}
        Whether an amount is its row's or its order's; empty when the data tell.
    smallest_unit : bool
        Whether money is in cents, or whatever the smallest unit of its currency is.
    """

    title: str
    header: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    amount: AmountOf = ""
    smallest_unit: bool = False

    def columns(self, names: Iterable[str]) -> dict[str, str]:
        """Return the column of each field among those of a file."""
        there = {compared(name): name for name in reversed(list(names))}
        return {
            key: found
            for key, wanted in self.fields.items()
            if (found := next((there[name] for name in map(compared, wanted) if name in there), ""))
        }


def layout_of(names: Iterable[str]) -> ShopLayout | None:
    """Return the layout that a file's columns have: of several that fit, the one that asks most."""
    there = {compared(name) for name in names}
    fitting = [each for each in shipped_layouts() if {*map(compared, each.header)} <= there]
    return max(fitting, key=lambda each: len(each.header), default=None)


@cache
def shipped_layouts() -> tuple[ShopLayout, ...]:
    """Return all layouts of the folder, by the names of their files."""
    import yaml

    layouts = []
    for path in sorted(FOLDER.glob("*.yaml")):
        document = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for key, columns in document["fields"].items():
            document["fields"][key] = [columns] if isinstance(columns, str) else columns
        layouts.append(from_record(ShopLayout, document))
    return tuple(layouts)
