"""What somebody wrote is kept instead of the shipped play, where that is allowed."""

import pytest

from rfm.errors import PlaybookError
from rfm.playbook import TEXTS, plays_for
from server.data.editing import Editing
from server.data.plays import Of, Plays
from server.database import Database
from server.settings import ServerSettings
from tests.hand_made_sites import silence_database

TEXT = dict.fromkeys(TEXTS, "Call them")
CHAMPIONS = Of("shop", "grid", "Champions")
GROUPS = ["Champions", "Lost"]


def playbook_in(folder, **settings):
    settings = ServerSettings(var=folder, **settings)
    return Plays(Editing(settings), Database(settings), clock=lambda: 12.0)


@pytest.fixture
def playbook(tmp_path):
    return playbook_in(tmp_path, allow_editing="yes")


def test_until_somebody_writes_the_shipped_plays_hold_and_nothing_is_made(playbook, tmp_path):
    plays = playbook.plays("shop", "grid", GROUPS)
    assert tuple(kept.play for kept in plays.values()) == plays_for("grid", GROUPS)
    assert not any(kept.is_own for kept in plays.values())
    assert list(tmp_path.iterdir()) == []


def test_what_was_written_is_kept_for_its_group_of_its_data_set_alone(playbook, tmp_path):
    playbook.save(CHAMPIONS, TEXT)
    playbook.save(CHAMPIONS, TEXT | {"title": "Write to them"})
    plays = playbook_in(tmp_path).plays("shop", "grid", GROUPS)
    assert plays["Champions"].play.title == "Write to them"
    assert (plays["Champions"].updated_at, plays["Lost"].is_own) == (12.0, False)
    for dataset, grouping in (("other", "grid"), ("shop", "three-tier")):
        others = playbook.plays(dataset, grouping, ["Champions"])
        assert not others["Champions"].is_own


def test_a_reset_brings_the_shipped_play_back(playbook):
    playbook.save(CHAMPIONS, TEXT)
    playbook.reset(CHAMPIONS)
    assert not playbook.plays("shop", "grid", GROUPS)["Champions"].is_own
    playbook.reset(CHAMPIONS)


def test_what_cannot_be_kept_leaves_the_play_as_it_was(playbook):
    playbook.save(CHAMPIONS, TEXT)
    with pytest.raises(PlaybookError, match="offer is empty"):
        playbook.save(CHAMPIONS, TEXT | {"title": "New", "offer": ""})
    assert playbook.plays("shop", "grid", GROUPS)["Champions"].play.title == "Call them"
    with pytest.raises(PlaybookError, match="too long"):
        playbook.save(Of("shop", "grid", "x" * 121), TEXT)


def test_who_may_not_write_is_told_so_and_nothing_is_made(tmp_path):
    playbook = playbook_in(tmp_path)
    for change in (lambda: playbook.save(CHAMPIONS, TEXT), lambda: playbook.reset(CHAMPIONS)):
        with pytest.raises(PlaybookError, match="no accounts yet"):
            change()
    assert not Database(ServerSettings(var=tmp_path)).exists


def test_a_database_that_does_not_answer_is_a_sentence(playbook, monkeypatch):
    playbook.save(CHAMPIONS, TEXT)
    silence_database(monkeypatch)
    with pytest.raises(PlaybookError, match="does not answer, so the playbook is not known"):
        playbook.plays("shop", "grid", GROUPS)
    with pytest.raises(PlaybookError, match="does not answer, so nothing was saved"):
        playbook.save(CHAMPIONS, TEXT)
