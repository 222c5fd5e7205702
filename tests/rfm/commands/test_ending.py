"""A command that is left or told to end does so at once and leaves nothing behind."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]


def test_a_reader_of_the_output_may_leave_early():
    with subprocess.Popen(
        [sys.executable, "-m", "rfm", "samples"],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as listing:
        listing.stdout.close()
        assert listing.stderr.read() == b""
        assert listing.wait() in {0, 141}


def test_an_analysis_that_is_told_to_end_leaves_nothing_behind(tmp_path):
    working = tmp_path / "working"
    working.mkdir()
    with subprocess.Popen(
        [sys.executable, "-m", "rfm", "analyse", "cdnow", "--out", str(tmp_path / "out")],
        cwd=PROJECT,
        env=os.environ | {"TMPDIR": str(working)},
        stderr=subprocess.PIPE,
        text=True,
    ) as analysis:
        while "Cleaning" not in analysis.stderr.readline():
            pass
        assert list(working.iterdir())
        analysis.terminate()
        try:
            assert analysis.wait(60) == 143
        finally:
            analysis.kill()
    assert not list(working.iterdir())
    assert [path.name for path in tmp_path.iterdir()] == ["working"]
