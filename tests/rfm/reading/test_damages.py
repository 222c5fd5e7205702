"""Whatever of a good file is changed, cut, doubled or zeroed, the answer is a log or a sentence.

What goes wrong in a library may end the process, so the files are read in one of their own.
"""

import io
import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import polars as pl
import pytest

from tests.hand_made_workbooks import packed, workbook

PROJECT = Path(__file__).resolve().parents[3]
DAMAGES = 300
MOST_MEMORY = 1_000_000_000
READ = """
import json, sys
from pathlib import Path
from rfm.errors import RfmError
from rfm.log.reading import read_log
from rfm.settings import Settings
folder, work = Path(sys.argv[1]), Path(sys.argv[2])
told = {}
for file in sorted(folder.iterdir()):
    try:
        told[file.name] = read_log(file, Settings(), work / file.stem).rows
    except RfmError as error:
        told[file.name] = error.on_command_line
# Not ru_maxrss, which begins with what the process had that started this one.
facts = Path("/proc/self/status").read_text().split("VmHWM:")
memory = int(facts[1].split()[0]) * 1024
print(json.dumps({"told": told, "memory": memory}))
"""


def rows():
    days = [f"2024-{1 + place % 12:02}-{1 + place % 28:02}" for place in range(200)]
    return pl.DataFrame(
        {
            "customer": [f"c{place % 37}" for place in range(200)],
            "date": days,
            "amount": [round(1.5 + place * 7 % 90, 2) for place in range(200)],
            "product": [f'Mug, "{place % 11}" {"é" * (place % 3)}' for place in range(200)],
        }
    )


def csv_file(folder):
    rows().write_csv(folder / "good")


def parquet_file(folder):
    rows().write_parquet(folder / "good", compression="zstd")


def xlsx_file(folder):
    plain = [rows().columns, *rows().rows()]
    cells = [
        [str(one).replace('"', "") if isinstance(one, str) else one for one in row] for row in plain
    ]
    (folder / "good").write_bytes(workbook(cells))


FILES = {"csv": csv_file, "parquet": parquet_file, "xlsx": xlsx_file}


def is_sentence(text, name, folder):
    """Tell whether a text names the file, is whole, and shows nothing of the machine."""
    inner = ("Traceback", "panicked", "polars", "arrow", "calamine", str(folder))
    return name in text and text.endswith((".", ")")) and not any(one in text for one in inner)


def damaged(content, chance):
    """Return bytes with one to four damages: a bit turned, a piece gone, doubled or zeroed."""
    damage = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(damage))
        end = min(len(damage), start + chance.choice([1, 1, 2, 8, 64, 512]))
        match chance.randrange(7):
            case 0:
                damage[start] ^= 1 << chance.randrange(8)
            case 1:
                damage[start:end] = chance.randbytes(end - start)
            case 2:
                del damage[start:end]
            case 3:
                damage[start:start] = damage[start:end] * chance.choice([1, 3, 200])
            case 4:
                damage[start:end] = bytes(end - start)
            case 5:
                damage[start:start] = chance.choice(
                    [b'"', b"\r", b"\n", b"\x00", b",", b"\xff", b"<"]
                )
            case _:
                del damage[start:]
                damage += b"\n" if not damage else b""
    return bytes(damage)


def damaged_inside(content, chance):
    """Return an archive of which one part is damaged, and packed as if nothing had happened."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([*parts, *[name for name in parts if "sheet1" in name] * 9])
    return packed(parts | {name: damaged(parts[name], chance)})


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_every_damage_ends_in_rows_or_a_sentence(tmp_path, kind):
    good, folder, work = (tmp_path / name for name in ("good", "damaged", "work"))
    FILES[kind](tmp_path)
    folder.mkdir()
    work.mkdir()
    chance = random.Random(7)
    for number in range(DAMAGES):
        damage = damaged_inside if kind == "xlsx" and number % 2 else damaged
        (folder / f"log{number:03}.{kind}").write_bytes(damage(good.read_bytes(), chance))
    done = subprocess.run(
        [sys.executable, "-c", READ, str(folder), str(work)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"POLARS_MAX_THREADS": "2"},
        timeout=60,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    result = json.loads(done.stdout)
    assert len(result["told"]) == DAMAGES
    sentences = {name: text for name, text in result["told"].items() if isinstance(text, str)}
    wrong = [text for name, text in sentences.items() if not is_sentence(text, name, tmp_path)]
    assert wrong == []
    assert result["memory"] < MOST_MEMORY
