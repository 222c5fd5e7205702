"""The playbook over HTTP: cards, saving, resetting, what is refused, and where a play shows."""

import json

import pytest
from dash import dcc
from dash.exceptions import PreventUpdate

from app import create_app
from callbacks.customers.listing.file import csv_parts
from callbacks.customers.listing.view import ListAnswers, list_view
from callbacks.parts.plays import plays_of
from callbacks.playbook import page as playbook
from callbacks.segmentation import groups
from layouts.ids import Playbook
from layouts.parts.listing import list_address
from layouts.parts.memberships import DEFAULT_SCHEME
from rfm import schema
from rfm.playbook import TEXTS, plays_for
from server.data.datasets import Datasets
from server.settings import ServerSettings
from tests.hand_made_sites import as_text, post
from tests.trees import parts_of

TOKEN = {"name": "cdnow", "snapshot": "any"}
OWN = dict.fromkeys(TEXTS, "Own") | {"title": "=Call them"}
SHIPPED = plays_for(schema.GRID, ["Champions"])[0]


@pytest.fixture
def settings(var_folder, tmp_path):
    # The snapshot is shared between tests, the database is not.
    (tmp_path / "snapshots").symlink_to(var_folder / "snapshots")
    return ServerSettings(var=tmp_path, samples=tmp_path / "samples", allow_editing="yes")


@pytest.fixture
def datasets(settings):
    return Datasets(settings)


def save(datasets, group="Champions", **texts):
    return playbook.change_play(datasets, TOKEN, (schema.GRID, group), OWN | texts)


def test_each_grouping_has_a_card_a_group(datasets):
    for grouping in datasets.snapshot("cdnow").groupings:
        options, sentence, notices, cards = playbook.fill(datasets, TOKEN, grouping)
        assert notices == []
        assert len(cards) >= 3
        assert f"each of {len(cards)} " in sentence
        assert grouping in [option["value"] for option in options]


def test_a_card_says_what_is_at_stake_and_leads_to_the_list_of_its_group(datasets):
    *_, cards = playbook.fill(datasets, TOKEN, schema.GRID)
    assert sum(" at risk: orders of " in as_text(each) for each in cards) >= 5
    ways = [each.href for each in parts_of(cards[0], dcc.Link)]
    assert ways == [list_address("cdnow", segment="Champions", scheme=schema.GRID)]
    *_, cards = playbook.fill(datasets, TOKEN, schema.CLUSTERS)
    assert "cluster=" in next(parts_of(cards[0], dcc.Link)).href


def test_an_unknown_grouping_falls_back_and_says_so(datasets):
    *_, notices, cards = playbook.fill(datasets, TOKEN, "<b>none")
    assert "There are no groups of '<b>none' here" in str(notices)
    assert len(cards) == 11


def test_what_is_written_on_a_card_is_kept_for_the_grouping_that_is_shown(datasets):
    playbook.change_play(datasets, TOKEN, ("<b>none", "Champions"), OWN)
    assert datasets.playbook.plays("cdnow", schema.GRID, ["Champions"])["Champions"].is_own


@pytest.fixture
def members(var_of_table, tmp_path):
    (tmp_path / "snapshots").symlink_to(var_of_table / "snapshots")
    return Datasets(ServerSettings(var=tmp_path, samples=tmp_path, allow_editing="yes"))


def test_the_clusters_of_a_table_have_plays_that_can_be_changed(members):
    token = {"name": "members", "snapshot": "any", "kind": "customers"}
    options, sentence, notices, cards = playbook.fill(members, token, DEFAULT_SCHEME)
    assert [option["label"] for option in options] == ["Clusters"]
    assert (f"each of {len(cards)} clusters" in sentence, notices) == (True, [])
    cluster = str(members.snapshot("members").groups(schema.CLUSTERS)[schema.GROUP].iloc[0])
    playbook.change_play(members, token, (DEFAULT_SCHEME, cluster), OWN)
    assert "1 was written here" in playbook.fill(members, token, schema.CLUSTERS)[1]


def test_a_table_without_clusters_says_why_there_are_no_plays(tiny_table, tmp_path):
    few = Datasets(ServerSettings(var=tiny_table.var, samples=tmp_path))
    options, sentence, notices, cards = playbook.fill(few, {"name": "rows"}, schema.GRID)
    assert (options, notices, cards) == ([], [], [])
    assert sentence.startswith("Too few customers to find clusters")


@pytest.mark.parametrize("token", [None, 3, {}, {"name": 4}])
def test_nothing_changes_while_there_is_no_data_set(datasets, token):
    with pytest.raises(PreventUpdate):
        playbook.fill(datasets, token, schema.GRID)


def test_a_saved_play_is_shown_and_said_to_be_saved(datasets):
    words, origin, said, *values = save(datasets)
    assert "=Call them" in str(words)
    assert (origin, values[0]) == ("Written here", "=Call them")
    assert "Saved." in str(said)
    _, sentence, _, cards = playbook.fill(datasets, TOKEN, schema.GRID)
    assert "1 was written here" in sentence
    assert str(cards).count("Written here") == 1


def test_an_empty_text_is_refused_and_what_was_typed_stays(datasets):
    _words, _origin, said, *_values = save(datasets, offer=" ")
    assert "The offer is empty" in str(said)
    assert "Champions" not in datasets.playbook._written("cdnow", schema.GRID)


@pytest.mark.parametrize("choice", [("none", "Nobody"), ("grid", "Nobody"), (None, 3), (["x"], {})])
def test_what_no_card_can_ask_for_changes_nothing(datasets, choice):
    with pytest.raises(PreventUpdate):
        playbook.change_play(datasets, TOKEN, choice, OWN)
    assert not (datasets._settings.var / "site.db").exists()


def test_the_segments_file_has_the_play_of_each_row(datasets):
    save(datasets)
    file = groups.export(datasets, 1, TOKEN, grouping=schema.GRID, group="")
    head, *rows = file["content"].splitlines()
    assert head.endswith("play_title,play_action,play_channel,play_offer,play_why")
    # A spreadsheet does not run it.
    assert any(row.startswith("Champions,") and "'=Call them,Own" in row for row in rows)
    assert len(rows) == 11


def test_the_customers_file_has_the_play_of_each_row(datasets):
    save(datasets, title="Call them")
    view = list_view(datasets, ListAnswers(), TOKEN, filters="segment=Champions")
    columns = view.chosen("customer_id,play", is_narrow=False)
    plays = plays_of(datasets, TOKEN["name"], view.grouping)
    parts = csv_parts(view, columns, view.positions(()), plays)
    head, *rows = "".join(parts).splitlines()
    assert head.endswith(",".join(schema.PLAY))
    assert all(row.endswith(",Call them,Own,Own,Own,Own") for row in rows)


def test_a_chosen_group_shows_what_to_do_and_all_customers_nothing(datasets):
    save(datasets)
    shown = str(groups.advise(datasets, TOKEN, grouping=schema.GRID, group="Champions"))
    assert "=Call them" in shown
    assert "/playbook?data=cdnow&grouping=grid" in shown
    assert groups.advise(datasets, TOKEN, grouping=schema.GRID, group="") is None


def press(app, clicked, texts, group="Champions"):
    """Return what is answered when a button of a group's card is pressed."""
    button = json.dumps(Playbook.part(clicked, group), separators=(",", ":"), sort_keys=True)
    values = {Playbook.part(name, "")["kind"]: text for name, text in texts.items()}
    values |= {Playbook.part(clicked, "")["kind"]: 1, "shell-shown": TOKEN}
    values |= {Playbook.CHOICE: schema.GRID}
    return post(app, "playbook-words", f"{button}.n_clicks", values, group)


def test_the_button_saves_over_http(settings):
    app = create_app(settings)
    answer = press(app, "save", OWN)
    assert answer.status_code == 200
    assert "Saved." in answer.text
    plays = app.server.extensions["datasets"].playbook.plays("cdnow", schema.GRID, ["Champions"])
    assert plays["Champions"].play.title == "=Call them"
    reset = press(app, "reset", OWN).text
    for words in ("Reset to what comes", "As shipped", SHIPPED.title):
        assert words in reset


def test_where_others_can_reach_the_site_nothing_is_changed(settings):
    closed = ServerSettings(var=settings.var, samples=settings.samples)
    app = create_app(closed)
    assert "no accounts yet" in press(app, "save", OWN).text
    assert not (settings.var / "site.db").exists()
    *_, notices, cards = playbook.fill(Datasets(closed), TOKEN, schema.GRID)
    assert "no accounts yet" in str(notices)
    assert SHIPPED.action in str(cards)
    for part in ("Textarea", "Button", "Details"):
        assert part not in str(cards)
