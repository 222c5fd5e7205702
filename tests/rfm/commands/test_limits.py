"""`python -m rfm` ends with a sentence on every file, within a minute and a gigabyte."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from tests.hand_made_bombs import HEADER, NAMED, again, cell, in_sheets, row, table_of

PROJECT = Path(__file__).resolve().parents[3]
MOST_SECONDS = 60
MOST_MEMORY = 1_000_000_000
# The memory of the largest process of all that the command started.
MEASURED = """
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "rfm", *sys.argv[1:]], capture_output=True, text=True)
memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
print(json.dumps({"code": done.returncode, "said": done.stderr, "memory": memory}))
"""
TEXT = "customer,date,amount\n" + "".join(
    f"c{place % 30},2024-0{1 + place % 6}-11,{place % 9 + 1}\n" for place in range(90)
)
BOMBS = {
    "corner.xlsx": (
        lambda: in_sheets(HEADER + row(1_048_576, cell("XFD1048576"))),
        "corner.xlsx, sheet 'S1': its last cell is XFD1048576",
    ),
    "texts.xlsx": (
        lambda: in_sheets(HEADER + NAMED, texts=["x" * 32_000]),
        "texts.xlsx holds 256,",
    ),
    "alike.parquet": (
        lambda: table_of({"customer": again(["a" * 30_000], 10_000).cast(pa.string())}),
        "alike.parquet holds 300,000,000 bytes of text",
    ),
    "quote.csv": (
        f'{TEXT}"{TEXT * 20_000}'.encode,
        'quote.csv: the quotation mark (") in line 92 opens a field and is not closed',
    ),
    "zeros.csv": (lambda: bytes(30_000_000), "zeros.csv is not a text file (byte 1 is zero)"),
    "wide.csv": (
        lambda: b"x," * 1_000_000 + b"x\n" + b"1," * 1_000_000 + b"1\n",
        "columns; at most 256 are read",
    ),
    "digits.csv": (f"{TEXT}a,2024-01-05,{'1' * 1_000_000}\n".encode, ""),
}


@pytest.mark.parametrize("name", BOMBS)
def test_every_bomb_ends_in_a_sentence_within_a_minute_and_a_gigabyte(tmp_path, name):
    content, words = BOMBS[name]
    file = tmp_path / name
    file.write_bytes(content())
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "analyse", str(file), "--out", str(tmp_path / "out")],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
        timeout=MOST_SECONDS,
    )
    result = json.loads(done.stdout)
    last = result["said"].splitlines()[-1]
    assert words in last
    assert last.startswith("rfm: ") if words else result["code"] == 0
    assert "Traceback" not in result["said"]
    assert result["memory"] < MOST_MEMORY
