"""The site as it is hosted: two gunicorn workers, one analysis, a clean end."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import psutil

SECONDS_TO_END = 30


def answer_of(address: str) -> str:
    with urlopen(address, timeout=10) as answer:  # noqa: S310  our own site
        return str(answer.read().decode())


def analyses_in(var: Path) -> list[psutil.Process]:
    return [
        each
        for each in psutil.process_iter(["cmdline"])
        if any(part.startswith(f"{var}/snapshots") for part in each.info["cmdline"] or [])
    ]


def test_two_workers_answer_start_one_analysis_and_end_cleanly(serve, tmp_path):
    command = [sys.executable, "-m", "gunicorn", "app:server"]
    with serve(command, tmp_path, stderr=subprocess.PIPE) as (address, process):
        assert answer_of(f"{address}/livez") == "OK"
        assert '<html lang="en">' in answer_of(address)
        children = psutil.Process(process.pid).children()
        assert len([each for each in children if "gunicorn" in " ".join(each.cmdline())]) == 2
        started = analyses_in(tmp_path)
        assert len(started) == 1
        process.terminate()
        _, errors = process.communicate(timeout=SECONDS_TO_END)
        started[0].kill()
    assert process.returncode == 0
    assert not re.search(r"Traceback|\bERROR\b|Warning", errors), errors
    assert errors.count("Analysing cdnow") == 1
    assert (tmp_path / "jobs" / "cdnow.log").read_text().startswith("attempt 1\n")


def test_the_address_in_use_is_a_sentence(serve, tmp_path):
    command = [sys.executable, "app.py"]
    with serve(command, tmp_path) as (address, _):
        port = address.rpartition(":")[2]
        second = subprocess.run(
            command,
            env=os.environ | {"PORT": port, "VAR_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS_TO_END,
        )
    assert second.returncode == 1
    assert second.stderr.strip().splitlines()[-1].startswith(f"127.0.0.1:{port} cannot be")
    assert "Traceback" not in second.stderr


def test_ending_the_site_ends_its_analysis(serve, tmp_path):
    with serve([sys.executable, "app.py"], tmp_path) as (_, process):
        assert len(analyses_in(tmp_path)) == 1
        process.terminate()
        assert process.wait(SECONDS_TO_END) == 0
    assert analyses_in(tmp_path) == []
