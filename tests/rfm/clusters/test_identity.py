"""Clusters keep their names and colours when a source is analysed again."""

import pandas as pd
import pytest

from rfm import schema
from rfm.clusters.identity import Kept, KnownClusters, keep, renamed
from rfm.errors import SettingsError


def members(**clusters: str) -> pd.Series:
    """Return the number of each customer's cluster; a keyword's place is its cluster's number."""
    return pd.Series(
        {customer: number for number, ids in enumerate(clusters.values()) for customer in ids}
    )


@pytest.fixture
def known() -> KnownClusters:
    return KnownClusters(
        ("Loyal", "New", "Lapsed"), (0, 1, 2), members(a="abcdefgh", b="ijkl", c="mnop")
    )


def test_clusters_seen_for_the_first_time_have_their_own_names_and_colours():
    assert keep(None, ["Big", "Small"], members(a="ab", b="c")) == Kept(("Big", "Small"), (0, 1))


def test_a_cluster_that_moved_up_keeps_its_name_and_colour(known):
    again = members(a="ijkl", b="abcdefgh", c="mnop")
    kept = keep(known, ["Best", "Second", "Third"], again)
    assert kept == Kept(("New", "Loyal", "Lapsed"), (1, 0, 2))


def test_the_larger_part_of_a_split_cluster_goes_on_and_the_other_gets_a_free_colour(known):
    again = members(a="abcdef", b="gh", c="ijkl", d="mnop")
    kept = keep(known, ["Rich", "Poor", "New", "Lapsed"], again)
    assert kept.names == ("Loyal", "Poor", "New", "Lapsed")
    assert kept.slots == (0, 3, 1, 2)


def test_a_new_cluster_never_takes_the_name_of_one_that_goes_on(known):
    again = members(a="abcdefgh", b="xyz", c="ijkl", d="mnop")
    kept = keep(known, ["Loyal", "Loyal", "New", "Lapsed"], again)
    assert kept.names == ("Loyal", "Loyal (2)", "New", "Lapsed")


def test_customers_who_came_or_left_do_not_end_a_cluster(known):
    again = members(a="abcdefXYZ", b="ijkl", c="mnop")
    assert keep(known, ["1", "2", "3"], again).names == ("Loyal", "New", "Lapsed")


def test_a_cluster_that_shares_less_than_half_is_a_new_one(known):
    again = members(a="abcdef", b="ghij", c="klm", d="nop")
    kept = keep(known, ["1", "2", "3", "4"], again)
    assert kept == Kept(("Loyal", "2", "3", "Lapsed"), (0, 1, 3, 2))


def test_nobody_known_at_both_times_means_nothing_goes_on(known):
    assert keep(known, ["1"], members(a="xyz")) == Kept(("1",), (0,))


def test_a_name_that_is_no_longer_true_does_not_go_on_but_the_colour_does(known):
    again = members(a="ijkl", b="abcdefgh", c="mnop")
    kept = keep(known, ["One", "Two", "Three"], again, lambda number, _name: number != 1)
    assert kept == Kept(("New", "Two", "Lapsed"), (1, 0, 2), dropped=("", "Loyal", ""))


def test_a_name_that_would_be_given_anew_is_not_dropped(known):
    again = members(a="abcdefgh", b="ijkl", c="mnop")
    kept = keep(known, ["Loyal", "B", "C"], again, lambda number, _name: number != 0)
    assert kept == Kept(("Loyal", "New", "Lapsed"), (0, 1, 2))


def in_none(customers: str) -> pd.Series:
    """Return customers in no cluster."""
    return pd.Series(schema.NOISE, list(customers))


def test_those_in_no_cluster_do_not_take_the_name_of_a_cluster_that_dissolved(known):
    again = pd.concat([members(a="abcdefgh", b="ijkl"), in_none("mnop")])
    kept = keep(known, ["1", "2", "Unlike the Rest"], again)
    assert kept == Kept(("Loyal", "New", "Unlike the Rest"), (0, 1, 2))


def test_a_cluster_of_those_who_were_in_none_has_a_name_of_its_own():
    before = pd.concat([members(a="abcd"), in_none("efgh")])
    known = KnownClusters(("Loyal", "Unlike the Rest"), (0, 1), before)
    kept = keep(known, ["1", "Rare Buyers"], members(a="abcd", b="efgh"))
    assert kept.names == ("Loyal", "Rare Buyers")


def test_a_cluster_can_be_given_another_name_and_keeps_its_colour():
    kept = renamed(Kept(("Loyal", "New"), (3, 1)), [("New", "Fresh Faces")])
    assert kept == Kept(("Loyal", "Fresh Faces"), (3, 1))


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (("Nobody", "X"), "No cluster is called 'Nobody'. The clusters are: 'Loyal', 'New'"),
        (("New", "Loyal"), "Another cluster is called 'Loyal' already"),
        (("New", "x" * 41), "give 1 to 40 letters"),
        (("New", "  "), "give 1 to 40 letters"),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_a_sentence(wanted, told):
    with pytest.raises(SettingsError, match=told):
        renamed(Kept(("Loyal", "New"), (0, 1)), [wanted])
