"""Searching a million customers by number, name, e-mail and country at once.

What is searched is one text a customer, in small letters; it is put together when somebody first
searches, and forgotten with its snapshot.
"""

from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rfm import schema
from rfm.snapshot import Snapshot

_SEARCHED: Final = (schema.CUSTOMER_ID, schema.CUSTOMER_NAME, schema.EMAIL, schema.COUNTRY)
_APART: Final = "\n"
_MOST_WORDS: Final = 6
_KEPT: Final[WeakKeyDictionary[Snapshot, Any]] = WeakKeyDictionary()


def found_by(snapshot: Snapshot, text: str) -> np.ndarray | None:
    """Return which customers have every word of a text; None for a text without words."""
    searched = text.lower().split()[:_MOST_WORDS]
    if not searched:
        return None
    texts = _texts(snapshot)
    found = pc.match_substring(texts, searched[0])
    for word in searched[1:]:
        found = pc.and_(found, pc.match_substring(texts, word))
    return np.asarray(found)


def _texts(snapshot: Snapshot) -> Any:
    if snapshot not in _KEPT:
        known = [each for each in _SEARCHED if each in snapshot.customer_columns]
        columns = [pa.array(snapshot.customers(each)[each]) for each in known]
        small = [pc.utf8_lower(each.cast(pa.large_string())) for each in columns]
        _KEPT[snapshot] = pc.binary_join_element_wise(
            *small,
            pa.scalar(_APART, pa.large_string()),
            null_handling="replace",
            null_replacement="",
        )
    return _KEPT[snapshot]
