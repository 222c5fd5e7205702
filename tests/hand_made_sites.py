"""A data set as the pages find it, without a site around it."""

import json
from pathlib import Path
from typing import Any

from plotly.utils import PlotlyJSONEncoder

from rfm.__main__ import main
from rfm.snapshot import Snapshot
from server.data.plays import Plays
from server.database import Database
from server.settings import ServerSettings


class Shop:
    """What the pages need of `Datasets`: one snapshot, of which nobody wrote a play."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        settings = ServerSettings(var=snapshot.folder / "none")
        self.playbook = Plays(settings, Database(settings))

    def snapshot(self, _name: str = "") -> Snapshot:
        return self._snapshot


def analysed(folder: Path, rows: str, *options: str) -> Shop:
    """Return a shop of the rows of a file, analysed in a folder."""
    (folder / "rows.csv").write_text(rows, encoding="utf-8")
    command = ["analyse", str(folder / "rows.csv"), *options, "--out", str(folder / "out")]
    assert main(command) == 0
    return Shop(Snapshot.open(folder / "out"))


def as_text(value: Any) -> str:
    """Return what a callback answers as the browser gets it."""
    return json.dumps(value, cls=PlotlyJSONEncoder, ensure_ascii=False)
