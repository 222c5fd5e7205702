"""Texts that would fill the machine are refused with a sentence before they do."""

import subprocess
import sys

import polars as pl
import pytest

from rfm.errors import SourceError
from rfm.reading.bounds import texts
from rfm.reading.bounds.texts import MOST_BLANK_LINES
from rfm.reading.opening import open_table

TEXT = "customer,date,amount\na,2011-01-02,5\n"
# Runs a command, and tells how many kilobytes its processes filled at most.
MEASURED = (
    "import resource, subprocess, sys; "
    "subprocess.run([sys.executable, '-m', 'rfm', *sys.argv[1:]]); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)"
)


def opened(tmp_path, text):
    file = tmp_path / "log.csv"
    file.write_text(text, encoding="utf-8")
    return open_table(file, tmp_path, {})


def test_a_long_cell_is_cut_and_its_line_is_told(tmp_path):
    table = opened(tmp_path, f"{TEXT}b,2011-01-03,{'1' * 600_000}\n{TEXT}")
    cells = table.rows.collect()["amount"]
    assert cells.str.len_chars().to_list() == [1, 32_767, 6, 1]
    assert any(
        note.startswith("Row 3: the cell in 'amount' has more than 32,767") for note in table.notes
    )


def test_a_wide_row_of_short_cells_is_not_cut(tmp_path):
    names = ",".join(f"c{n}" for n in range(200))
    cells = ",".join(["x" * 900] * 200)
    table = opened(tmp_path, f"{names}\n{cells}\n")
    assert table.rows.collect()["c199"].to_list() == ["x" * 900]
    assert not any("characters" in note for note in table.notes)


@pytest.mark.parametrize("before", ["", "b,", "b;", "\n"])
def test_a_quotation_mark_that_is_never_closed_is_found_at_once(tmp_path, before):
    text = f'{TEXT}{before}"' + TEXT * 20_000
    line = 3 + before.count("\n")
    with pytest.raises(SourceError, match=rf"the quotation mark \(\"\) in line {line} opens"):
        opened(tmp_path, text)


def test_marks_inside_of_words_and_closed_ones_open_nothing(tmp_path):
    text = f'{TEXT}5" or 7" disc,2011-01-03,7\n"b, c",2011-01-03,7\n{TEXT * 20_000}'
    assert opened(tmp_path, text).rows.select(pl.len()).collect().item() == 40_003


@pytest.mark.parametrize("blank", ["\n", ",,\n", '"" ; ""\n', " \r\n"])
def test_more_blank_lines_than_a_sheet_has_are_refused(tmp_path, blank):
    text = TEXT + blank * (MOST_BLANK_LINES + 400_000)
    with pytest.raises(SourceError, match=r"more than 1,100,000 lines before line [0-9,]+ hold"):
        opened(tmp_path, text)


def test_the_rows_of_a_sheet_that_are_only_formatted_are_passed_over(tmp_path):
    rows = opened(tmp_path, TEXT + ",,\n" * 1_048_000 + TEXT).rows
    filled = rows.filter(pl.col("amount").is_not_null()).select("amount").collect()
    assert filled["amount"].to_list() == ["5", "amount", "5"]


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("1," * 500_000, 3),
        ("1\t" * 500_000, 3),
        ("x" * 1_000_000, 3),
        # Marks that are doubled, or stand in pairs, close no field.
        ('"' + 'x""\n' * 250_000, 3),
        ('"' + 'a "b" c\n' * 100_000, 3),
    ],
)
@pytest.mark.parametrize("before", ["", "a,2011-01-02,5\n" * 100_000])
def test_a_row_that_does_not_end_is_refused_with_its_line(tmp_path, monkeypatch, row, line, before):
    monkeypatch.setattr(texts, "LONGEST_LINE", 600_000)
    named = f"{line + before.count(chr(10)):,}"
    with pytest.raises(SourceError, match=f"line {named}: the row that begins there has more than"):
        opened(tmp_path, TEXT + before + row)


def test_rows_whose_cells_have_lines_of_their_own_end(tmp_path, monkeypatch):
    monkeypatch.setattr(texts, "LONGEST_LINE", 600_000)
    text = 'a,2011-01-02,"first ""line""\nand a second, longer than the first\n"\n' * 30_000
    assert opened(tmp_path, TEXT + text).rows.select(pl.len()).collect().item() == 30_001


def test_200_megabytes_in_one_line_take_no_more_than_a_gigabyte(tmp_path):
    file = tmp_path / "log.csv"
    with file.open("wb") as text:
        text.write(TEXT.encode())
        for _ in range(100):
            text.write(b"1," * 1_000_000)
    command = [sys.executable, "-c", MEASURED, "preview", str(file)]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "log.csv, line 3: the row that begins there has more than" in ended.stdout
    assert int(ended.stderr) < 1_000_000
