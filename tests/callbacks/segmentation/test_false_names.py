"""A shop where everybody buys every month: what the pages say of names that are false there."""

from datetime import date, timedelta

import pytest

from callbacks.segmentation import controls
from layouts.parts.memberships import DEFAULT_SCHEME
from rfm import schema
from tests.hand_made_sites import analysed, as_text

TOKEN = {"name": "rows", "snapshot": "any", "kind": "log"}


def rows_of_a_monthly_shop():
    """Return 60 customers, each every 30 days, for 3 to 14 months until the last days of 2024."""
    rows = ["Customer,Date,Amount"]
    for place in range(60):
        for month in range(3 + place % 12):
            day = date(2024, 12, 31) - timedelta(place % 30 + 30 * month)
            rows.append(f"C{place:03},{day},{10 + place}")
    return "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def monthly(tmp_path_factory):
    folder = tmp_path_factory.mktemp("monthly")
    return analysed(folder, rows_of_a_monthly_shop(), "--lifetime", "off")


def asked(grouping, group=""):
    return {"token": TOKEN, "grouping": grouping, "group": group, "where": None}


def test_why_the_rhythm_is_shown_is_said_where_nobody_chose_it(monthly):
    assert monthly.snapshot().groupings[0] == schema.RHYTHM
    *_, notice = controls.name_group(monthly, **asked(DEFAULT_SCHEME))
    assert "Segments are those of 'Shop's rhythm': under 'Grid of eleven'" in as_text(notice)
    names, *_, notice = controls.name_group(monthly, **asked(schema.GRID))
    assert notice == []
    assert "Champions" in names
