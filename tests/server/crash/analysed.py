"""What stands for an analysis where only what becomes of it counts: a snapshot made before."""

import secrets
import shutil
import sys
import time
from pathlib import Path

from rfm.snapshot.publishing import publishing

STEPS = ("Reading", "Counting", "Publishing")


def main(made: str, kept: str, address: str) -> None:
    """Publish what was made before at an address, and keep what was kept of it."""
    for step, name in enumerate(STEPS, start=1):
        sys.stdout.write(f"{step}/{len(STEPS)} {name}\n")
        sys.stdout.flush()
        time.sleep(0.1)
    shutil.copytree(Path(made, "kept"), kept, dirs_exist_ok=True)
    with publishing(Path(address), secrets.token_hex(8)) as folder:
        shutil.copytree(Path(made, "out"), folder, dirs_exist_ok=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
