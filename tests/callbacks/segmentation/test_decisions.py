"""The first screen in decisions: the last period beside the one before, what to do first, who."""

from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from dash import dcc, html

from callbacks.parts.answers import Answers
from callbacks.parts.risks import stakes_in
from callbacks.segmentation import changes, controls, decisions
from layouts.ids import General
from layouts.parts.listing import FILE, LIST
from rfm import schema
from rfm.movement.movement import Movement, Period
from tests.hand_made_sites import as_text
from tests.trees import parts_of

TOKEN = {"name": "shop", "snapshot": "any"}


def asked(grouping=schema.GRID, group="", where=None):
    return {"token": TOKEN, "grouping": grouping, "group": group, "where": where}


def decided(shop, **chosen):
    return decisions.decide(shop, Answers(), **asked(**chosen))


def links(part, kind=dcc.Link):
    return [each for each in parts_of(part) if isinstance(each, kind)]


def queries(part, kind=dcc.Link):
    return [
        (urlsplit(each.href).path, parse_qs(urlsplit(each.href).query))
        for each in links(part, kind)
    ]


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        (112, 100, "+12 %"),
        (75, 100, "−25 %"),
        (1001, 1000, "as before"),
        (5, 0, "none before"),
        (0, 0, "as before"),
        (None, 4, "–"),
        (4, None, "–"),
    ],
)
def test_a_change_is_a_share_of_what_was_before(now, before, told):
    assert changes.change(now, before) == told


def test_each_key_figure_stands_beside_the_period_before_and_the_year_before(cdnow, monkeypatch):
    moved = cdnow.snapshot("shop")
    ends = datetime(1998, 7, 1)
    last = {"begins": ends, "ends": ends}
    movement = Movement(
        days=60,
        now=Period(**last, customers=120, orders=120, revenue=3000.0, new_customers=11,
                   came_back=7, fell_silent=30),
        before=Period(**last, customers=100, orders=200, revenue=3000.0, new_customers=0,
                      came_back=5, fell_silent=20),
        year_before=Period(**last, customers=60, orders=150, revenue=1500.0, new_customers=22,
                           came_back=1, fell_silent=60),
        changes=pd.DataFrame({schema.SCHEME: [], schema.GROUP: []}),
    )  # fmt: skip
    monkeypatch.setitem(moved.__dict__, "movement", movement)
    _, figures, *_, caption = controls.tell(cdnow, Answers(), **asked())
    told = [as_text(each) for each in figures]
    assert len(told) == 6
    assert "120" in told[0]
    assert "+20 %; in a year +100 %" in told[0]
    assert "−40 %; in a year −20 %" in told[1]
    assert "as before; in a year +100 %" in told[2]
    assert "25.00" in told[3]
    assert "none before; in a year −50 %" in told[4]
    assert "+50 %; in a year −50 %; 7 came back" in told[5]
    assert caption.startswith("The last 60 days (1 Jul 1998 to 1 Jul 1998) beside the 60 days")
    assert caption.endswith("and the same days a year before.")


def test_a_chosen_segment_is_compared_with_everybody_and_not_with_a_period(cdnow):
    _, figures, *_, caption = controls.tell(cdnow, Answers(), **asked(group="Champions"))
    assert caption == ""
    assert "% of all" in as_text(figures[0])


def test_a_log_too_short_says_so_and_has_the_figures_of_all_days(tiny_log):
    _, figures, *_, caption = controls.tell(tiny_log, Answers(), **asked())
    assert caption == tiny_log.snapshot().no_movement_reason
    assert len(figures) == 6


def test_the_best_actions_are_ranked_by_money_with_list_file_and_play(cdnow):
    actions, is_hidden, *_ = decided(cdnow)
    assert (len(actions), is_hidden) == (3, False)
    stakes = {each.group: each.money for each in stakes_in(cdnow.snapshot("shop"), schema.GRID)}
    lists = [dict(queries(each))[LIST] for each in actions]
    groups = [each["segment"][0] for each in lists]
    assert groups == sorted(stakes, key=lambda group: -stakes[group])[:3]
    assert all(each["scheme"] == [schema.GRID] for each in lists)
    ((path, file),) = queries(actions[0], html.A)
    assert (path, file["segment"], file["scheme"]) == (FILE, [groups[0]], [schema.GRID])
    assert "play" in file["columns"][0].split(",")
    assert " at risk: orders of " in as_text(actions[0])


def test_of_clusters_the_list_is_of_the_cluster(cdnow):
    actions, *_ = decided(cdnow, grouping=schema.CLUSTERS)
    names = set(cdnow.snapshot("shop").groups(schema.CLUSTERS)[schema.GROUP].astype(str))
    assert {dict(queries(each))[LIST]["cluster"][0] for each in actions} <= names


def test_without_models_it_is_said_why_and_of_a_part_there_are_no_actions(tiny_log, cdnow):
    why, is_hidden, *_ = decided(tiny_log)
    assert tiny_log.snapshot().no_lifetime_reason in as_text(why)
    assert not is_hidden
    assert decided(cdnow, group="Lost")[:2] == (None, True)


def test_the_table_has_a_row_a_segment_with_who_came_and_who_left(cdnow):
    _, _, table, *hidden = decided(cdnow, group="Lost")
    assert hidden == [False, False]
    changed = cdnow.snapshot("shop").movement.changes
    lost = changed[(changed[schema.SCHEME] == schema.GRID) & (changed[schema.GROUP] == "Lost")]
    rows = [each for each in parts_of(table) if isinstance(each, html.Tr)][1:]
    (chosen,) = [each for each in rows if each.className]
    assert len(rows) == 11
    came, left = (
        each for each in links(chosen) if "Lost" in each.title and each.children[0] in "+−"
    )
    assert came.children == f"+{int(lost[schema.CAME].iloc[0]):,}"
    assert left.children == f"−{int(lost[schema.LEFT].iloc[0]):,}"
    assert "came=Lost" in came.href
    assert "left=Lost" in left.href
    assert General.row("Lost") in [getattr(each, "id", None) for each in parts_of(chosen)]
    assert "Expected in" in as_text(table)


def test_clusters_and_tables_have_rows_without_what_is_not_known(cdnow, card_holders, tiny_table):
    _, _, table, *_ = decided(cdnow, grouping=schema.CLUSTERS)
    assert "Came, left" not in as_text(table)
    actions, is_hidden, table, *_ = decided(card_holders)
    assert (actions, is_hidden) == (None, True)
    assert "Revenue" not in as_text(table)
    assert "What to do" in as_text(table)
    assert decided(tiny_table) == (None, True, None, True, True)
