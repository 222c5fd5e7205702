"""A shop where everybody buys every month: what the pages say of names that are false there."""

import io
from datetime import date, timedelta
from urllib.parse import urlencode

import pandas as pd
import pytest

from callbacks.customers import page as customer_page
from callbacks.customers.listing import page
from callbacks.customers.listing.rows import file_rows
from callbacks.customers.listing.view import ListAnswers, list_view
from callbacks.parts.plays import plays_of
from callbacks.playbook import page as playbook
from callbacks.segmentation import controls, groups
from callbacks.segmentation.view import view_of
from layouts.parts.memberships import DEFAULT_SCHEME
from rfm import schema
from rfm.__main__ import main
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


def read(file):
    """Return the rows of a file that a page sends."""
    return pd.read_csv(io.StringIO(file["content"]), keep_default_na=False)


def asked(grouping, group=""):
    return {"token": TOKEN, "grouping": grouping, "group": group, "where": None}


def test_why_the_rhythm_is_shown_is_said_where_nobody_chose_it(monthly):
    assert monthly.snapshot().groupings[0] == schema.RHYTHM
    *_, notice = controls.name_group(monthly, **asked(DEFAULT_SCHEME))
    assert "Segments are those of 'Shop's rhythm': under 'Grid of eleven'" in as_text(notice)
    names, *_, notice = controls.name_group(monthly, **asked(schema.GRID))
    assert "Segments are those of" not in as_text(notice)
    assert "Champions" in names


LATER = "not gone: all of them are likely to buy again, or not late yet by their own rhythm."
NOT_GONE = "Not gone: all of them are likely to buy again, or not late yet by their own rhythm."


@pytest.fixture
def false(monthly):
    """Return the segments of the grid with a false name, all of whom are likely to buy."""
    warnings = monthly.snapshot().warnings(schema.GRID)
    return [name for name, warning in warnings.items() if warning == NOT_GONE]


def test_false_names_are_told_above_the_page_and_that_of_a_chosen_segment_alone(monthly, false):
    assert len(false) > 2
    *_, notice = controls.name_group(monthly, **asked(schema.GRID))
    assert f"Careful with names. {false[0]} – {LATER} {false[1]} – {LATER}" in as_text(notice)
    assert "more are marked in the table." in as_text(notice)
    *_, notice = controls.name_group(monthly, **asked(schema.GRID, false[2]))
    assert f"Careful with names. {false[2]} – {LATER}" in as_text(notice)
    assert "more are marked" not in as_text(notice)
    *_, notice = controls.name_group(monthly, **asked(schema.GRID, "Loyal"))
    assert notice == []


def test_the_table_its_file_and_the_list_mark_false_names(monthly, false):
    _, rows = groups.fill(monthly, **asked(schema.GRID))
    marked = {row[schema.GROUP]: row[schema.WARNING] for row in rows}
    assert {name for name, warning in marked.items() if warning == NOT_GONE} == set(false)
    assert marked["Loyal"] == ""
    file = read(groups.export(monthly, 1, **asked(schema.GRID)))
    assert set(file.loc[file[schema.WARNING] == NOT_GONE, schema.GROUP]) == set(false)
    filters = {"filters": urlencode({"segment": false[0], "scheme": schema.GRID})}
    listed = page.page(monthly, ListAnswers(), {}, ["segment"], token=TOKEN, **filters)["rowData"]
    assert {row["warnings"]["segment"] for row in listed} == {NOT_GONE}
    view = list_view(monthly, ListAnswers(), TOKEN, **filters)
    columns = view.chosen("segment,play", is_narrow=False)
    plays = plays_of(monthly, "rows", schema.GRID)
    rows = file_rows(view, columns, view.positions(()), plays)
    assert set(rows[schema.WARNING]) == {NOT_GONE}
    assert set(rows["play_title"]) == {"Do not write them off"}


def test_customers_who_pass_a_filter_have_the_warnings_too(monthly, false):
    view = view_of(monthly, TOKEN, grouping=schema.GRID)
    said = view._profiled().set_index(schema.GROUP)[schema.WARNING]
    assert said[false[0]] == NOT_GONE


def test_files_of_segments_whose_names_are_true_have_no_warnings(monthly):
    view = list_view(monthly, ListAnswers(), TOKEN, filters=f"scheme={schema.RHYTHM}")
    columns = view.chosen("segment", is_narrow=False)
    assert schema.WARNING not in file_rows(view, columns, view.positions(()), {})


def test_the_playbook_does_not_strike_likely_buyers_off_the_list(monthly, false):
    *_, cards = playbook.fill(monthly, TOKEN, schema.GRID)
    (card,) = [each for each in cards if as_text(each).count(f'"aria-label": "{false[0]}"')]
    assert NOT_GONE in as_text(card)
    assert "Do not write them off" in as_text(card)
    advice = as_text(groups.advise(monthly, **asked(schema.GRID, false[0])))
    assert "Do not write them off" in advice


def test_the_card_of_a_customer_says_which_of_their_names_is_false(monthly, false):
    members = monthly.snapshot().customers(schema.CUSTOMER_ID, schema.group_column(schema.GRID))
    is_misnamed = members[schema.group_column(schema.GRID)] == false[0]
    number = members.loc[is_misnamed, schema.CUSTOMER_ID].iloc[0]
    card = as_text(customer_page.show(monthly, TOKEN, f"/customers/{number}", "light")["card"])
    assert NOT_GONE in card


def test_the_command_line_tells_of_false_names(monthly, false, capsys, tmp_path):
    folder = str(monthly.snapshot().folder)
    values = ["--recency", "29", "--frequency", "3", "--monetary", "40"]
    assert main(["predict", *values, "--snapshot", folder]) == 0
    assert f"[{NOT_GONE}]" in capsys.readouterr().out
    analysed(tmp_path, rows_of_a_monthly_shop(), "--lifetime", "off")
    assert "\nSegments are those of 'Shop's rhythm': under" in capsys.readouterr().out
    analysed(tmp_path, rows_of_a_monthly_shop(), "--lifetime", "off", "--scheme", "grid")
    assert f"\nThe name {false[0]} is false. {NOT_GONE}\n" in capsys.readouterr().out
