"""Cluster Prediction for files: what was sent is placed, comes back, and is kept."""

import base64
import binascii
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from callbacks.prediction.view import placing_in
from layouts.ids import Prediction, Shell
from layouts.parts.components import message
from layouts.prediction.page import MOST_MEGABYTES, asks, placed
from rfm.errors import PredictionError, RfmError
from rfm.snapshot import Snapshot
from server.data.asking import ask_rfm
from server.data.datasets import Datasets

MOST_BYTES: Final = MOST_MEGABYTES * 1_000_000
MOST_NAMED: Final = 8
SECONDS: Final = 120.0
LONGEST_NAME: Final = 60
TOO_LARGE: Final = f"The file is larger than {MOST_MEGABYTES} MB: split it, and place each part."
Keep = Callable[[str, bytes, str], None]
NO_FILE: Final = "No file arrived. Choose one again."


def register(app: Dash, datasets: Datasets) -> None:
    """Connect the section with the data sets."""
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("prediction", "sent"),
        Output(Prediction.SENT, "data"),
        Output(Prediction.FILE, "contents"),
        Input(Prediction.FILE, "contents"),
        State(Prediction.FILE, "filename"),
    )

    @app.callback(Output(Prediction.FILE_ASKS, "children"), Input(Shell.SHOWN, "data"))
    def ask(shown: Any) -> Any:
        return asks_of(datasets.snapshot(shown["name"])) if shown else no_update

    @app.callback(
        Output(Prediction.FILE_MESSAGE, "children"),
        Output(Prediction.FILE_DOWNLOAD, "data"),
        Input(Prediction.SENT, "data"),
        State(Shell.SHOWN, "data"),
        prevent_initial_call=True,
    )
    def place(sent: Any, shown: Any) -> Any:
        if not sent or not shown:
            return no_update, no_update
        snapshot = datasets.snapshot(shown["name"])
        keep = partial(datasets.requests.keep_file, shown["name"], snapshot.id)
        return answer(snapshot, sent, keep)


def asks_of(snapshot: Snapshot) -> str:
    """Return which columns a file may have, or why no file can be placed."""
    placing = placing_in(snapshot)
    if placing.probabilities is None:
        return placing.no_clusters
    names = [one.name for one in placing.attributes[:MOST_NAMED]]
    more = len(placing.attributes) - MOST_NAMED
    return asks(["customer_id", *names, *([f"{more} more"] if more > 0 else [])])


def answer(snapshot: Snapshot, sent: Any, keep: Keep) -> tuple[Any, Any]:
    """Return what is said of a file that was sent, and the file that comes back.

    `keep` is given the name, the content and the answer.
    """
    try:
        name, content = read_sent(sent)
        with TemporaryDirectory(prefix="rfm-") as folder:
            path = Path(folder, "sent", _file_name(name))
            path.parent.mkdir()
            path.write_bytes(content)
            out = Path(folder, "placed.csv")
            # Whatever the file does, it does to a process of its own.
            where = ("--snapshot", str(snapshot.folder), "--file", str(path), "--out", str(out))
            found = ask_rfm(["predict", *where, "--json"], seconds=SECONDS)
            text = out.read_text(encoding="utf-8")
    except RfmError as error:
        return message(str(error), "bad"), no_update
    keep(name, content, text)
    file = {
        "content": text,
        "filename": f"{Path(_file_name(name)).stem}-placed.csv",
        "type": "text/csv",
    }
    return placed(name, found["customers"], found["notes"]), file


def read_sent(sent: Any) -> tuple[str, bytes]:
    """Return name and content of a file as the browser sends it.

    Raises
    ------
    PredictionError
        When it is too large, or none.
    """
    if not isinstance(sent, Mapping):
        raise PredictionError(NO_FILE)
    if sent.get("is_too_large"):
        raise PredictionError(TOO_LARGE)
    _, _, encoded = str(sent.get("contents", "")).partition("base64,")
    try:
        content = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise PredictionError(NO_FILE) from None
    if len(content) > MOST_BYTES:
        raise PredictionError(TOO_LARGE)
    if not content:
        raise PredictionError("The file is empty (0 bytes): export it again.")
    return str(sent.get("name", "file"))[:LONGEST_NAME], content


def _file_name(name: str) -> str:
    """Return a name that is safe to write to, and says the same in messages."""
    kept = "".join(letter if letter.isalnum() or letter in "._- " else "_" for letter in name)
    return kept.strip(". ") or "file"
