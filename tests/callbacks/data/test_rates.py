"""Rates by day are typed or pasted, and make one currency of several."""

import pytest

from callbacks.data.preview import Controls, Seen, answers_of, chosen
from callbacks.data.rates import rates_of
from layouts.data.understood import RATES, question_card
from rfm.errors import SettingsError
from rfm.preview.document import Question
from tests.hand_made_sites import as_text


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-31, USD, 0.92\n\n2026-02-01, USD, 0.93\n",
        "date,currency,rate\n2026-01-31,USD,0.92\n2026-02-01,USD,0.93",
        "31/01/2026\tUSD\t0,92\n01/02/2026\tUSD\t0,93",
        "Date;Currency;Rate\n2026-01-31;USD;0,92\n2026-02-01;USD;0,93",
    ],
)
def test_rates_are_read_as_they_are_pasted(text):
    assert rates_of(text) == [["2026-01-31", "USD", 0.92], ["2026-02-01", "USD", 0.93]]


@pytest.mark.parametrize("text", ["2026-01-31, USD", "soon, USD, 0.92", "2026-01-31, USD, much"])
def test_a_line_that_is_no_rate_is_said(text):
    with pytest.raises(SettingsError):
        rates_of(text)


def test_typed_rates_are_a_choice_with_its_answer():
    seen = Seen(upload="u", kind="log", option="settings.currency_only")
    typed = Controls(controls={RATES: "2026-01-31, USD, 0.92"}, columns={})
    found = chosen(seen, typed)
    assert found is not None
    assert found.choices["settings"]["rates"] == [["2026-01-31", "USD", 0.92]]
    assert [each.label for each in answers_of(found)] == ["1 rate by day"]


def test_the_question_of_several_currencies_takes_rates_and_no_other_does():
    several = Question(sentence="Which?", option="settings.currency_only", choices=())
    assert "Give rates by day" in as_text(question_card(several, []))
    other = Question(sentence="Which?", option="settings.date_order", choices=())
    assert "rates" not in as_text(question_card(other, []))
