"""Every group has a play: by its name, or by what sets it apart."""

import pytest

from rfm import schema
from rfm.clusters.profiles.purchase_names import _NAMES
from rfm.errors import PlaybookError
from rfm.playbook import LONGEST, TEXTS, plays_for, read_play
from rfm.playbook.play import by_words, of_scheme, otherwise
from rfm.segments import load_scheme
from rfm.segments.claims import CLAIMS
from tests.hand_made_studies import effect_of, profile_of, profiles_with

TEXT = dict.fromkeys(TEXTS, "Call them")
UNKNOWN = otherwise("unknown")


def plays_of(*clusters):
    told = profiles_with(
        *(profile_of(place, f"Cluster {place}", *each) for place, each in enumerate(clusters))
    )
    return plays_for(schema.CLUSTERS, [each.name for each in told.clusters], told)


@pytest.mark.parametrize("scheme", schema.SHIPPED_SCHEMES)
def test_every_shipped_segment_has_a_play_of_its_own(scheme):
    assert set(of_scheme(scheme)) == set(load_scheme(scheme).segments)
    assert len(set(of_scheme(scheme).values())) == len(of_scheme(scheme))


@pytest.mark.parametrize("name", [row[-1] for row in _NAMES])
def test_every_name_of_a_cluster_of_orders_has_a_play(name):
    (play,) = plays_for(schema.CLUSTERS, [f"{name}, More Recent"])
    assert play != UNKNOWN
    assert play == plays_for(schema.CLUSTERS, [name])[0]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Lapsed High Spenders", "Call them"),
        ("Lapsed One-Timers", "stop"),
        ("New Customers", "Welcome"),
        ("Loyal Regulars", "members"),
        ("Occasional High Spenders", "Give large orders"),
        ("One-Time Buyers", "second order"),
        ("Occasional Buyers, Most Recent", "habit"),
    ],
)
def test_a_cluster_is_treated_as_its_name_says(name, says):
    assert says in plays_for(schema.CLUSTERS, [name])[0].title


def test_the_more_special_words_come_first():
    entries = [words for words, _ in by_words()]
    for place, words in enumerate(entries):
        assert not [later for later in entries[place + 1 :] if words <= later], words


def test_a_name_nobody_knows_gets_a_play_that_finds_out():
    assert plays_for("my-own", ["Whoever"]) == (UNKNOWN,)
    assert plays_of([]) == (UNKNOWN,)


def test_a_segment_of_ones_own_scheme_with_a_known_name_is_treated_as_the_name_says():
    assert "Welcome" in plays_for("my-own", ["New customers"])[0].title


CARDS = (effect_of("CASH_ADVANCE", 0.0), effect_of("CREDIT_LIMIT", 0.0))


@pytest.mark.parametrize(
    ("effects", "says"),
    [
        ([effect_of("BALANCE", 0.6), effect_of("CASH_ADVANCE", 0.8)], "Offer a loan"),
        ([effect_of("PURCHASES", 0.9), effect_of("PRC_FULL_PAYMENT", 0.5)], "wealth management"),
        ([effect_of("PURCHASES", -0.5), effect_of("BALANCE", -0.2)], "saving plan"),
        ([effect_of("PURCHASES_FREQUENCY", -0.7), effect_of("PURCHASES", -0.6)], "saving plan"),
        ([effect_of("INSTALLMENTS_PURCHASES", 0.7), effect_of("BALANCE", 0.1)], "instalments into"),
        ([effect_of("BALANCE", 0.7), effect_of("PRC_FULL_PAYMENT", -0.4)], "pay down the balance"),
    ],
)
def test_card_holders_are_offered_what_their_use_of_the_card_suggests(effects, says):
    assert says in plays_of(effects, [*CARDS, effect_of("BALANCE", 0.0)])[0].title


def test_the_purchases_of_another_table_are_not_taken_for_those_of_a_card():
    (play,) = plays_of([effect_of("Purchases", -0.9, "They purchase less than others.")])
    assert play.title == otherwise("set-apart").title


def test_a_cluster_of_any_table_is_spoken_to_about_what_sets_it_apart():
    sentence = "Family size is 5 where others have 2."
    (play,) = plays_of([effect_of("Family_Size", 0.8, sentence), effect_of("Age", 0.3)])
    assert sentence in play.action
    assert sentence in play.why


def test_a_long_sentence_is_cut_to_what_a_text_may_have():
    (play,) = plays_of([effect_of("Job", 0.8, "very " * 200)])
    assert play.action.endswith("…")
    for name in TEXTS:
        assert len(getattr(play, name)) <= LONGEST[name]


def test_the_group_of_those_in_no_cluster_is_looked_at_one_by_one():
    told = profiles_with(profile_of(0, "Noise", is_noise=True))
    assert plays_for(schema.CLUSTERS, ["Noise"], told) == (otherwise("noise"),)


def test_clusters_of_orders_are_treated_by_name_although_stories_are_told_of_them():
    told = profiles_with(profile_of(0, "Lapsed Regulars", effect_of(schema.MONETARY, 0.9)))
    assert "regulars" in plays_for(schema.CLUSTERS, ["Lapsed Regulars"], told)[0].title


def test_what_was_written_is_tidied():
    assert read_play(TEXT | {"title": "  Call\n them  "}).title == "Call them"


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("empty", ["", "  \n", None, 3, ["x"]])
def test_an_empty_text_is_refused_with_a_sentence(name, empty):
    with pytest.raises(PlaybookError, match="is empty, so nothing was saved"):
        read_play(TEXT | {name: empty})


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_has_a_longest_length(name):
    most = LONGEST[name]
    assert getattr(read_play(TEXT | {name: "x" * most}), name) == "x" * most
    with pytest.raises(PlaybookError, match=f"Shorten it to {most}"):
        read_play(TEXT | {name: "x" * (most + 1)})


def test_signs_that_cannot_be_shown_are_refused():
    with pytest.raises(PlaybookError, match="cannot be shown"):
        read_play(TEXT | {"title": "Call\x00them"})


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_segment_with_a_false_name_gets_a_play_that_fits_whatever_its_scheme(claim):
    lost, loyal = plays_for(schema.GRID, ["Lost", "Loyal"], untrue={"Lost": claim})
    assert lost == plays_for("my-shop", ["Cold"], untrue={"Cold": claim})[0]
    assert lost != plays_for(schema.GRID, ["Lost"])[0]
    assert loyal == plays_for(schema.GRID, ["Loyal"])[0]
