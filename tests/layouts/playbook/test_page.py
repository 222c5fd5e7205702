"""The playbook's cards: a play in words, and fields for it where it may be changed."""

import pytest
from dash import dcc, html

from layouts.ids import Playbook
from layouts.parts import plays
from layouts.parts.memberships import DEFAULT_SCHEME, Membership
from layouts.playbook import page as playbook
from tests.trees import by_id, parts_of, text_of

TEXTS = {
    "title": "Call <b>them</b>",
    "action": "Have somebody call.",
    "channel": "Phone",
    "offer": "None",
    "why": "They are worth it.",
}


def card(group="At Risk"):
    of_group = Membership(title="Grid", group=group, explained="", colour="#123456", size=7)
    reach = playbook.Reach(
        listed="/customers?segment=x", file="/customers.csv?segment=x", stake="7 at risk."
    )
    return playbook.card(of_group, TEXTS, dict.fromkeys(TEXTS, 50), reach, is_own=False)


def test_a_card_has_its_money_its_list_and_its_file():
    shown = card()
    assert "7 at risk." in text_of(shown)
    (listed,) = parts_of(shown, dcc.Link)
    (file,) = parts_of(shown, html.A)
    assert (listed.href, file.href) == ("/customers?segment=x", "/customers.csv?segment=x")
    assert (text_of(listed), text_of(file)) == (
        "Open the list  of At Risk",
        "Download (CSV)  of At Risk",
    )


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_has_a_labelled_field_with_a_longest_length(name):
    labels = parts_of(card(), html.Label)
    (label,) = [each for each in labels if each.children[0].children == plays.LABELS[name]]
    control = label.children[1]
    assert control.id == Playbook.part(name, "At Risk")
    assert (control.value, control.maxLength) == (TEXTS[name], 50)


def test_a_button_says_which_group_it_is_for():
    found = by_id(card())
    save = found[str(Playbook.part("save", "At Risk"))]
    reset = found[str(Playbook.part("reset", "At Risk"))]
    assert (save.children, getattr(save, "aria-label")) == ("Save", "Save: At Risk")
    assert reset.children == "Reset to default"


def test_what_somebody_wrote_is_text_and_never_markup():
    assert not list(parts_of(card(), dcc.Markdown | html.B))


@pytest.mark.parametrize(
    ("groups", "own", "says"),
    [
        (11, 0, "each of 11 segments: all as they come with the program."),
        (11, 1, "each of 11 segments: 1 was written here."),
        (11, 3, "each of 11 segments: 3 were written here."),
        (1, 0, "each of 1 segment: "),
    ],
)
def test_the_first_sentence_counts(groups, own, says):
    assert says in playbook.sentence(groups, own, "grid")


def test_a_play_elsewhere_leads_to_the_playbook():
    address = plays.playbook_address("my shop", "three-tier")
    assert address == "/playbook?data=my+shop&grouping=three-tier"


def test_the_page_begins_with_the_grouping_of_its_address():
    assert by_id(playbook.layout(grouping="report"))[Playbook.CHOICE].value == "report"
    assert by_id(playbook.layout())[Playbook.CHOICE].value == DEFAULT_SCHEME
