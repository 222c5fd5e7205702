"""Settings are checked once, where they are made."""

from datetime import UTC, datetime

import pytest

from rfm.errors import SettingsError
from rfm.records import as_record, from_record
from rfm.settings import Settings, preset


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("count", "visits"),
        ("returns", "subtract"),
        ("duplicates", "maybe"),
        ("zero_price", ""),
        ("non_products", "yes"),
        ("needed_fields", "some"),
        ("date_order", "american"),
    ],
)
def test_a_choice_that_does_not_exist_is_refused_with_the_ones_that_do(name, value):
    with pytest.raises(SettingsError, match=f"'{value}' is not a value of {name}: give one of '"):
        Settings(**{name: value})


ZONES = ("Mars/Olympus", "../etc/passwd", "Europe")


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        *(({"clusters": k}, "give a number from 2 to 12") for k in (-1, 0, 1, 13)),
        *(({"time_zone": zone}, "is not a time zone") for zone in ZONES),
        ({"horizon_days": 0}, "give 1 to 3,650 days"),
        ({"value_days": 4000}, "give 1 to 3,650 days"),
        ({"discount_rate": 1.5}, "give a number from 0 to 1"),
    ],
    ids=str,
)
def test_a_number_or_a_place_that_cannot_be_is_refused(choice, sentence):
    with pytest.raises(SettingsError, match=sentence):
        Settings(**choice)


def test_settings_come_back_from_json_unchanged():
    settings = Settings(as_of=datetime(2011, 12, 10, 12, 50, tzinfo=UTC), clusters=4, currency="£")
    assert from_record(Settings, as_record(settings)) == settings


def test_the_report_preset_counts_lines_and_ignores_returns():
    report = preset("report")
    assert (report.count, report.returns, report.scheme) == ("lines", "ignore", "report")
    assert (report.duplicates, report.needed_fields, report.zero_price) == ("drop", "all", "keep")
    assert preset("report", count="orders").count == "orders"


def test_an_unknown_preset_is_refused_with_the_known_ones():
    with pytest.raises(SettingsError, match="'default', 'report'"):
        preset("tutorial")
