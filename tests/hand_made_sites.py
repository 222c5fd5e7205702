"""Sites and their data sets as pages, browsers and databases make them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from plotly.utils import PlotlyJSONEncoder
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from rfm.__main__ import main
from rfm.snapshot import Snapshot
from server.data.editing import Editing
from server.data.plays import Plays
from server.database import Database
from server.jobs.book import Jobs
from server.settings import ServerSettings


class Shop:
    """What the pages need of `Datasets`: one snapshot, of which nobody wrote a play."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.var = snapshot.folder.parents[1]
        settings = ServerSettings(var=snapshot.folder / "none")
        self.editing = Editing(settings)
        self.playbook = Plays(self.editing, Database(settings))

    def snapshot(self, _name: str = "") -> Snapshot:
        return self._snapshot


def analysed(folder: Path, rows: str, *options: str) -> Shop:
    """Return a shop of the rows of a file, analysed in a folder."""
    (folder / "rows.csv").write_text(rows, encoding="utf-8")
    out = folder / "snapshots" / "rows"
    assert main(["analyse", str(folder / "rows.csv"), *options, "--out", str(out)]) == 0
    return Shop(Snapshot.open(out))


def as_text(value: Any) -> str:
    """Return what a callback answers as the browser gets it."""
    return json.dumps(value, cls=PlotlyJSONEncoder, ensure_ascii=False)


def post(
    app: Dash, wanted: str, changed: str, values: Mapping[str, Any], match: str = ""
) -> TestResponse:
    """Return what a browser is answered that wants an output since a component has changed.

    The values are those of components by their id, or by the kind of one of many.
    """
    (output,) = [name for name in app.callback_map if wanted in name]
    callback = app.callback_map[output]

    def named(component: str, name: str) -> dict[str, Any]:
        is_one_of_many = component.startswith("{")
        own = component.replace('["MATCH"]', json.dumps(match))
        return {"id": json.loads(own) if is_one_of_many else own, "property": name}

    def sent(asked: Mapping[str, str]) -> Any:
        if '["ALL"]' in asked["id"] and not match:
            # None of many is on the page.
            return []
        one = named(asked["id"], asked["property"])
        key = one["id"]["kind"] if isinstance(one["id"], dict) else one["id"]
        return one | {"value": values.get(key)}

    outputs = callback["output"]
    is_many = isinstance(outputs, list | tuple)
    parts = outputs if is_many else [outputs]
    told = [
        []
        if '["ALL"]' in each.component_id_str()
        else named(each.component_id_str(), each.component_property)
        for each in parts
    ]
    body = {
        "output": output,
        "outputs": told if is_many else told[0],
        "inputs": [sent(each) for each in callback["inputs"]],
        "state": [sent(each) for each in callback["state"]],
        "changedPropIds": [changed],
    }
    return app.server.test_client().post("/_dash-update-component", json=body)


def silence_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every database fail from now on."""

    def fail(*_: object) -> None:
        raise OperationalError("", {}, Exception("secret"))

    for owner, name in ((Jobs, "latest"), (Database, "reading"), (Database, "writing")):
        monkeypatch.setattr(owner, name, fail)
