"""A log of twelve customers joined with a table of who they are: small enough to add up by hand.

C01 to C05 live in the North, C06 to C11 in the South, of C12 it is not known. C01 is 21 years old
and C12 is 32, of C03 it is not known. Customer n ordered once for 10 n; C01 came back for 40.
"""

from pathlib import Path

from rfm.__main__ import main
from rfm.snapshot import Snapshot

NAMES = [f"C{number:02}" for number in range(1, 13)]


def publish_joined(folder: Path) -> Snapshot:
    """Publish the log and its table as the data set "shop" of a site's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    log, table = folder / "shop.csv", folder / "people.csv"
    log.write_text(_log(), encoding="utf-8")
    table.write_text(_table(), encoding="utf-8")
    out = folder / "snapshots" / "shop"
    assert main(["analyse", str(log), "--join", str(table), "--out", str(out)]) == 0
    return Snapshot.open(out)


def _log() -> str:
    lines = ["order,date,amount,customer"]
    for place, name in enumerate(NAMES, start=1):
        lines.append(f"{place},2024-01-{place:02},{10 * place},{name}")
    return "\n".join([*lines, "13,2024-02-01,40,C01"]) + "\n"


def _table() -> str:
    lines = ["customer,region,age,newsletter"]
    for place, name in enumerate(NAMES, start=1):
        region = "North" if place <= 5 else "South" if place <= 11 else ""
        age = "" if place == 3 else str(20 + place)
        lines.append(f"{name},{region},{age},{'yes' if place % 3 == 0 else 'no'}")
    return "\n".join(lines) + "\n"
