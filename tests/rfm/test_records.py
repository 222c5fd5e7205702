"""One way in which frozen values are stored, and read again."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.errors import SnapshotError
from rfm.records import as_record, from_record


class Point(NamedTuple):
    x: float
    y: float


@dataclass(frozen=True)
class Part:
    name: str
    errors: Mapping[str, float]


@dataclass(frozen=True)
class Whole:
    parts: tuple[Part, ...]
    places: tuple[Point, ...]
    begins: date
    as_of: datetime | None
    k: int | None = None
    share: float = math.nan


WHOLE = Whole(
    (Part("a", {"r": 0.1, "s": math.inf}),),
    (Point(1.5, 2.0),),
    date(2024, 2, 29),
    datetime(2024, 2, 29, 12, 0, 0, 5),
)


def test_a_value_comes_back_from_json_as_it_was():
    text = json.dumps(as_record(WHOLE), allow_nan=False)
    read = from_record(Whole, json.loads(text))
    assert json.dumps(as_record(read)) == text
    assert (read.places, read.begins, read.as_of) == (WHOLE.places, WHOLE.begins, WHOLE.as_of)
    assert isinstance(read.places[0], Point)
    assert math.isnan(read.share)


def test_what_is_no_number_is_null():
    assert as_record(WHOLE)["share"] is None
    assert as_record(WHOLE)["parts"][0]["errors"] == {"r": 0.1, "s": None}
    assert as_record({"share": np.float64("nan"), "at": WHOLE.as_of}) == {
        "share": None,
        "at": "2024-02-29T12:00:00.000005",
    }


def test_later_fields_are_left_out_and_earlier_values_have_defaults():
    values = as_record(WHOLE) | {"later": 1}
    del values["share"], values["k"]
    assert from_record(Whole, values).k is None


@pytest.mark.parametrize(
    "change",
    [{"begins": "yesterday"}, {"parts": [{"name": "a"}]}, {"places": [[1.0]]}, {"begins": None}],
)
def test_what_is_incomplete_is_a_sentence(change):
    with pytest.raises(SnapshotError, match="A stored Whole is incomplete: analyse the source"):
        from_record(Whole, as_record(WHOLE) | change)


def test_a_table_comes_back_with_its_days_and_its_gaps():
    table = pd.DataFrame(
        {
            schema.DAY: [date(2024, 2, 29), date(2024, 3, 1)],
            "kind": ["a", "b"],
            "orders": [1, 2],
            "unknown": [math.nan, math.nan],
        }
    )
    columns = json.loads(json.dumps(as_record(table), allow_nan=False))
    assert columns["unknown"] == [None, None]
    pd.testing.assert_frame_equal(from_record(pd.DataFrame, columns), table)
