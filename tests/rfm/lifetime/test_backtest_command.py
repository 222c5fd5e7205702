"""`python -m rfm backtest`, from the log to the printed card."""

import json

import pytest

from rfm.__main__ import main


def test_the_card_of_a_sample_is_printed(capsys):
    assert main(["backtest", "cdnow", "--cut", "1997-09-30", "--horizon", "180"]) == 0
    printed = capsys.readouterr().out
    assert "Learned from 1997-01-01 to 1997-09-30, compared with the 273 days" in printed
    assert "The probability of no order within 180 days" in printed
    assert "pareto-nbd" in printed
    assert "past spend" in printed


def test_a_log_too_short_is_refused_in_a_sentence(tmp_path, capsys):
    log = tmp_path / "log.csv"
    log.write_text("customer_id,date,amount\na,2024-01-01,5\nb,2024-02-01,6\n", encoding="utf-8")
    assert main(["backtest", str(log)]) == 1
    assert capsys.readouterr().err.startswith("rfm: The log covers 32 days.")


def test_the_card_can_be_read_by_programs(tmp_path, capsys):
    rows = [f"c{number},2023-01-{1 + number % 28:02d},5" for number in range(300)]
    rows += [f"c{number},2023-{month:02d}-15,7" for number in range(120) for month in (3, 5)]
    rows += [f"c{number},2023-11-{1 + number % 28:02d},7" for number in range(0, 120, 2)]
    log = tmp_path / "log.csv"
    log.write_text("\n".join(["customer_id,date,amount", *rows]), encoding="utf-8")
    assert main(["backtest", str(log), "--json", "--seed", "3"]) == 0
    card = json.loads(capsys.readouterr().out)
    assert card["customers"] == 300
    assert card["begins"] == "2023-01-01"


def test_a_cut_that_is_no_day_is_not_understood(capsys):
    with pytest.raises(SystemExit):
        main(["backtest", "cdnow", "--cut", "soon"])
    assert "'soon' is not a day or time" in capsys.readouterr().err
