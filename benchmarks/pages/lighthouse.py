"""Lighthouse on our first page, as a desktop; installed with npm, and gone afterwards."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

# The last line of versions that Node 20 runs.
PACKAGE: Final = "lighthouse@12.8.2"
FLAGS: Final = "--headless=new --no-sandbox --disable-dev-shm-usage"


def performance_of(address: str, workspace: Path, runs: int) -> list[float]:
    """Return the score of each run, from 0 to 100."""
    folder = workspace / "lighthouse"
    folder.mkdir()
    npm = shutil.which("npm") or "npm"
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
    subprocess.run([npm, "install", *quiet, PACKAGE], cwd=folder, check=True)
    return [_score(address, folder) for _ in range(runs)]


def _score(address: str, folder: Path) -> float:
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or ""
    report = folder / "report.json"
    command = [
        *("node", "node_modules/lighthouse/cli/index.js", address, "--preset=desktop"),
        *("--only-categories=performance", "--output=json", f"--output-path={report}"),
        *("--quiet", f"--chrome-flags={FLAGS}"),
    ]
    own = os.environ | {"CHROME_PATH": chromium}
    subprocess.run(command, cwd=folder, env=own, check=True)
    found = json.loads(report.read_text(encoding="utf-8"))
    return 100 * float(found["categories"]["performance"]["score"])
