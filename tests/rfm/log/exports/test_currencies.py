"""Money of several currencies is never added: one is chosen, or rates by day make it one."""

from datetime import date

import pytest

from rfm import schema
from rfm.commands.rates import read_rates
from rfm.errors import QuestionError, SettingsError, SourceError
from rfm.log.cleaned import cleaning
from rfm.settings import Settings
from tests.hand_made_exports import BASIC

HEADER = f"{BASIC},Currency"
ROWS = (
    "1,2024-01-05,A,10.00,USD",
    "2,2024-01-08,A,20.00,EUR",
    "3,2024-02-01,B,30.00,eur",
    "4,2024-02-02,C,5.00,GBP",
    "5,2024-02-03,C,5.00,",
)
RATES = (("2024-01-01", "USD", 0.9), ("2024-01-08", "USD", 0.5), ("2024-02-02", "GBP", 1.2))


def test_several_currencies_are_asked_about_with_each_of_them(read):
    with pytest.raises(QuestionError, match=r"USD \(row 2\), EUR \(row 3\), GBP") as asked:
        read(HEADER, *ROWS)
    assert asked.value.option == "settings.currency_only"
    assert [value for value, _ in asked.value.choices] == ["USD", "EUR", "GBP"]


@pytest.mark.parametrize("chosen", ["EUR", "eur", "€"])
def test_one_currency_that_is_chosen_counts_alone_and_the_others_are_reported(tmp_path, chosen):
    path = tmp_path / "log.csv"
    path.write_text("\n".join((HEADER, *ROWS)) + "\n")
    with cleaning(str(path), Settings(currency_only=chosen)) as log:
        report = {row.reason: row for row in log.transactions.report if row.rows}
        assert log.settings.currency == chosen
        assert "3 rows are not in" in "\n".join(log.notes)
    assert report["other-currency"].rows == 3
    assert report["other-currency"].examples == ("row 2", "row 5", "row 6")
    assert report["purchase"].rows == 2


def test_a_currency_that_no_row_has_is_a_sentence(read):
    with pytest.raises(SourceError, match="no row is in CHF, the currency that was chosen"):
        read(HEADER, *ROWS, currency_only="CHF")
    plain = read(BASIC, "1,2024-01-05,A,$10.00", "2,2024-01-06,B,$5.00", currency_only="USD")
    assert plain.customers == {"A": (1, 10), "B": (1, 5)}
    with pytest.raises(SourceError, match="no currency that is named"):
        read(BASIC, "1,2024-01-05,A,10.00", currency_only="USD")


def test_signs_beside_amounts_are_currencies_too(read):
    rows = ("1,2024-01-05,A,€10.00", "2,2024-01-08,A,$20.00", "3,2024-02-01,B,€30.00")
    with pytest.raises(QuestionError) as asked:
        read(BASIC, *rows)
    assert [value for value, _ in asked.value.choices] == ["€", "$"]
    assert read(BASIC, *rows, currency_only="EUR").customers == {"A": (1, 10), "B": (1, 30)}


def test_the_latest_rate_until_the_day_makes_money_one_currency(read):
    found = read(HEADER, *ROWS, rates=RATES)
    # 10 USD on 5 January at .9, 20 and 30 EUR, 5 GBP at 1.2; the last row names no currency.
    assert found.customers == {"A": (2, 9 + 20), "B": (1, 30), "C": (1, 6)}
    assert "is read in € by the rates of its days" in found.notes


def test_rates_lead_to_the_currency_that_is_shown(read):
    rates = (("2024-01-01", "EUR", 1.1), ("2024-01-01", "GBP", 1.3))
    rows = ROWS[:4]
    found = read(HEADER, *rows, rates=rates, currency="USD")
    assert found.customers == {"A": (2, 10 + 22), "B": (1, 33), "C": (1, 6.5)}


def test_prices_and_what_was_given_back_are_exchanged_too(read):
    header = "Order ID,Order Date,Customer ID,Quantity,Unit Price,Currency"
    rows = ("1,2024-01-05,A,2,10.00,USD", "2,2024-01-06,B,1,10.00,EUR")
    assert read(header, *rows, rates=RATES).customers == {"A": (1, 18), "B": (1, 10)}
    back = ("1,2024-01-05,A,20.00,USD,5.00", "2,2024-01-06,B,10.00,EUR,")
    found = read(f"{HEADER},Refunded Amount", *back, rates=RATES)
    assert found.customers == {"A": (1, 13.5), "B": (1, 10)}


def test_a_currency_on_an_order_s_first_line_is_that_of_all_its_lines(read):
    rows = ("1,2024-01-05,A,10.00,USD", "1,2024-01-05,A,20.00,", "2,2024-01-06,B,1.00,EUR")
    assert read(HEADER, *rows, currency_only="USD").customers == {"A": (1, 30)}


def test_a_missing_rate_is_told_with_its_row(read):
    says = r"no rate for £ on 2024-02-02 \(row 5\), nor an earlier one"
    with pytest.raises(SourceError, match=says):
        read(HEADER, *ROWS, rates=(("2024-01-01", "USD", 0.9), ("2024-03-01", "GBP", 1.2)))
    many = [f"{n},2024-01-0{n},A,5,GBP" for n in range(1, 7)]
    with pytest.raises(SourceError, match="and 3 more, nor"):
        read(HEADER, *many, ROWS[1], rates=(("2024-03-01", "GBP", 1.2),))


def test_where_rates_lead_is_asked_if_nothing_tells(read):
    rates = (*RATES, ("2024-01-01", "EUR", 1.0))
    with pytest.raises(QuestionError, match="which currency do the rates lead to") as asked:
        read(HEADER, *ROWS[:3], rates=rates)
    assert asked.value.option == "settings.currency"
    assert read(HEADER, *ROWS[:3], rates=rates, currency="EUR").customers["A"] == (2, 29)


def test_a_column_that_contradicts_the_signs_is_asked_about(read):
    rows = ("1,2024-01-05,A,€10.00,USD", "2,2024-01-08,B,€20.00,USD")
    with pytest.raises(QuestionError, match=r"is in € \(row 2\), and 'Currency' says USD") as asked:
        read(HEADER, *rows)
    assert asked.value.option == "columns.currency"
    assert [value for value, _ in asked.value.choices] == ["Currency", ""]
    for column in ("Currency", ""):
        found = read(HEADER, *rows, columns={"currency": column})
        assert found.customers == {"A": (1, 10), "B": (1, 20)}


@pytest.mark.parametrize("code", ["USD", "AUD", "MXN"])
def test_a_dollar_sign_agrees_with_every_dollar(read, code):
    assert read(HEADER, f"1,2024-01-05,A,$10.00,{code}").customers == {"A": (1, 10)}


def test_large_logs_are_read_by_the_same_rules(read, monkeypatch):
    monkeypatch.setattr("rfm.reading.opening.MOST_BYTES_IN_MEMORY", 0)
    assert read(HEADER, *ROWS, currency_only="EUR").customers == {"A": (1, 20), "B": (1, 30)}
    assert read(HEADER, *ROWS, rates=RATES).customers["C"] == (1, 6)


def test_a_file_of_rates_is_read_as_other_files_are(tmp_path):
    path = tmp_path / "rates.csv"
    path.write_text("Date;Currency;Rate\n31.01.2024;USD;0,92\n01.02.2024;GBP;1,17\n")
    rates = read_rates(path)
    assert rates == (("2024-01-31", "USD", 0.92), ("2024-02-01", "GBP", 1.17))
    assert date.fromisoformat(rates[0][0]) == date(2024, 1, 31)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("day,currency,rate\n2024-01-01,USD,1\n", "no column 'date'"),
        ("date,currency,rate\n2024-01-01,USD,1\nsoon,USD,1\n", "in row 3: correct"),
        ("date,currency,rate\n2024-01-01,USD,much\n", "in row 2: correct"),
        ("", "cannot be read: rates.csv is empty"),
    ],
)
def test_a_file_of_rates_that_is_none_is_a_sentence(tmp_path, text, says):
    path = tmp_path / "rates.csv"
    path.write_text(text)
    with pytest.raises(SettingsError, match=says):
        read_rates(path)


@pytest.mark.parametrize(
    ("rates", "says"),
    [
        ((("5 Jan", "USD", 1.0),), "'5 Jan' is not the day of a rate"),
        ((("2024-01-05", "USD", 0.0),), "0.0 is not what one USD is worth"),
        ((("2024-01-05", "USD", 1.0),) * 20_001, "20,001 rates are too many"),
    ],
)
def test_rates_that_are_none_are_refused(rates, says):
    with pytest.raises(SettingsError, match=says):
        Settings(rates=rates)


def test_a_currency_of_lines_is_not_kept(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("\n".join((HEADER, *ROWS)) + "\n")
    with cleaning(str(path), Settings(rates=RATES)) as log:
        assert "currency" not in log.transactions.lines.columns
        assert schema.IS_OTHER_CURRENCY not in log.transactions.lines.columns
