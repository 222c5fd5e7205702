"""What is asked of `python -m rfm` comes back as an answer or a sentence, and leaves nothing."""

import os
import time
from threading import BoundedSemaphore

import psutil
import pytest

from rfm.errors import RfmError
from server.data import asking
from server.data.asking import ENDED, UNKNOWN, ask_rfm
from tests.server.jobs.at_work import until

ANSWERS = (
    "import json, os; print(json.dumps({'folder': os.environ['TMPDIR'], 'x': os.getenv('X')}))"
)
WAITS = (
    "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
)
CRASHES = "import os; os.kill(os.getpid(), 9)"
FAILS = "raise ValueError('customer 13456')"


def command_lines():
    return [each.info["cmdline"] for each in psutil.process_iter(["cmdline"])]


@pytest.fixture
def command(tmp_path, monkeypatch):
    """Return a function that has `python -m rfm` run the code that is given instead."""
    (tmp_path / "rfm").mkdir()
    monkeypatch.setattr(asking, "PROJECT", tmp_path)

    def runs(code):
        (tmp_path / "rfm" / "__main__.py").write_text(code)

    return runs


def test_the_answer_comes_from_a_process_with_a_folder_that_is_gone_afterwards(command):
    command(ANSWERS)
    answer = ask_rfm(["any"], seconds=20, environment={"X": "y"})
    assert answer["x"] == "y"
    assert not os.path.exists(answer["folder"])


def test_a_sentence_names_the_file_and_not_where_it_lies(tmp_path):
    file = tmp_path / "sales.csv"
    with pytest.raises(RfmError) as caught:
        ask_rfm(["analyse", str(file), "--out", str(tmp_path / "out")], seconds=60)
    assert "sales.csv" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_a_page_is_told_what_to_do_there_and_no_option_of_the_command_line(tmp_path):
    file = tmp_path / "sales.csv"
    file.write_text("customer,date,amount\nA,01/02/2024,10\nB,03/04/2024,20\nA,05/06/2024,30\n")
    with pytest.raises(RfmError) as caught:
        ask_rfm(["analyse", str(file), "--out", str(tmp_path / "out")], seconds=60)
    assert str(caught.value) == (
        "sales.csv, column 'date': dates such as '01/02/2024' can be read day first or month first,"
        " and no date of the column decides: which comes first? Bring the file again: this is "
        "asked there, and can be answered."
    )


def test_what_takes_too_long_is_ended_with_all_it_started(command):
    command(WAITS)
    began = time.monotonic()
    with pytest.raises(RfmError, match="longer than 1 seconds"):
        ask_rfm(["any"], seconds=1)
    assert time.monotonic() - began < 5
    until(lambda: not any("time.sleep(60)" in str(line) for line in command_lines()))


@pytest.mark.parametrize(
    ("code", "sentence"), [(CRASHES, ENDED), (FAILS, UNKNOWN), ("print('no JSON')", UNKNOWN)]
)
def test_an_end_that_nobody_explains_is_a_sentence_without_customers(
    command, caplog, code, sentence
):
    command(code)
    with pytest.raises(RfmError) as caught:
        ask_rfm(["any"], seconds=20)
    assert str(caught.value) == sentence
    assert "13456" not in caplog.text


def test_when_many_files_are_read_another_waits_and_is_told_so(command, monkeypatch):
    command(ANSWERS)
    monkeypatch.setattr(asking, "_AT_ONCE", BoundedSemaphore(1))
    with asking._AT_ONCE, pytest.raises(RfmError, match="Many files are being read"):
        ask_rfm(["any"], seconds=0.1)
    assert ask_rfm(["any"], seconds=20)
