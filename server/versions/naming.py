"""The names of data sets, as they stand in addresses."""

import re
from collections.abc import Collection
from itertools import chain, count
from typing import Final

from sqlalchemy import Connection, select

from server.tables import DATASETS

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def name_of(title: str) -> str:
    """Return the name of a data set with a title, as it stands in addresses."""
    name = re.sub("[^A-Za-z0-9]+", "-", title).strip("-").lower()[:64].strip("-")
    return name or "data"


def free_name(connection: Connection, title: str, taken: Collection[str]) -> str:
    """Return the name of a new data set with a title, which no other has."""
    known = {*taken, *connection.scalars(select(DATASETS.c.name))}
    name = name_of(title)
    numbered = (f"{name[:58]}-{number}" for number in count(2))
    return next(each for each in chain([name], numbered) if each not in known)


def is_name(name: object) -> bool:
    """Tell whether this can be the address of a snapshot; what a browser sends may be anything."""
    return isinstance(name, str) and _NAME.fullmatch(name) is not None
