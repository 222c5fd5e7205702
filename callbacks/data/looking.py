"""The view of what was understood: filled when it opens, and again after each choice."""

from typing import Any, Final

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.data.preview import (
    Controls,
    Seen,
    answers_of,
    chosen,
    counted,
    look,
    read_seen,
)
from layouts.data import page as layout
from layouts.data import understood
from layouts.ids import Data
from layouts.parts.components import message
from rfm.errors import RfmError
from rfm.preview.document import Preview
from rfm.records import as_record
from server.data.datasets import Datasets

_FILLED: Final = {
    "sentence": (Data.SENTENCE, "children"),
    "asked": (Data.ASKED, "children"),
    "understood": (Data.UNDERSTOOD, "children"),
    "message": (Data.MESSAGE, "children"),
    "seen": (Data.SEEN, "data"),
    "has_no_form": (Data.FORM, "hidden"),
    "is_not_usable": (Data.USE, "disabled"),
    "title": (Data.TITLE, "value"),
    "targets": (Data.TARGET, "options"),
    "target": (Data.TARGET, "value"),
    "has_no_targets": (Data.MODE_FIELD, "hidden"),
}
_SAME: Final[dict[str, Any]] = dict.fromkeys(_FILLED, no_update)


def register(app: Dash, datasets: Datasets) -> None:
    """Fill the view when it opens, and after each choice."""

    @app.callback(
        output={name: Output(*where) for name, where in _FILLED.items()},
        inputs={
            "upload": Input(Data.UPLOAD, "data"),
            "values": Input(Data.choice(ALL), "value"),
            "fields": Input(Data.column(ALL), "value"),
            "answers": Input(Data.answer(ALL), "n_clicks"),
            "undone": Input(Data.undo(ALL), "n_clicks"),
        },
        state={
            "names": State(Data.choice(ALL), "id"),
            "places": State(Data.column(ALL), "id"),
            "seen": State(Data.SEEN, "data"),
        },
    )
    def refresh(upload: Any, seen: Any, **given: Any) -> dict[str, Any]:
        controls = zip(given["names"], given["values"], strict=True)
        columns = zip(given["places"], given["fields"], strict=True)
        shown = Controls(
            controls={own["name"]: value for own, value in controls},
            columns={own["place"]: value for own, value in columns},
            pressed=_pressed(),
        )
        if not upload:
            raise PreventUpdate
        return show(datasets, str(upload), seen, shown)


def _pressed() -> dict[str, Any] | None:
    """Return the id of the button that was pressed; one that only appeared was not."""
    kinds = (Data.answer(0)["kind"], Data.undo("")["kind"])
    own = ctx.triggered_id
    is_button = isinstance(own, dict) and own.get("kind") in kinds
    return own if is_button and ctx.triggered[0]["value"] else None


def show(datasets: Datasets, upload: str, values: Any, shown: Controls) -> dict[str, Any]:
    """Return what the view shows of an upload; nothing new where nothing was chosen.

    Raises
    ------
    PreventUpdate
        When there is nothing to show, or nothing was changed.
    """
    try:
        before = read_seen(values, upload)
        asked = chosen(before, shown) if before else None
        if before and asked is None:
            raise PreventUpdate
        preview, seen = look(datasets, asked, upload)
        named = _names(datasets, preview, upload) if before is None else {}
    except RfmError as error:
        return _refused(error, is_first=values is None)
    return _of_preview(preview, seen) | named


def _refused(error: RfmError, *, is_first: bool) -> dict[str, Any]:
    """Return what is said instead: of the files themselves, or of a choice."""
    if not is_first:
        return _SAME | {"message": message(str(error), "bad")}
    return _SAME | {
        "sentence": "These files cannot be shown",
        "asked": understood.unusable(str(error)),
        "has_no_form": True,
    }


def _of_preview(preview: Preview, seen: Seen) -> dict[str, Any]:
    is_usable = bool(preview.figures) and not preview.question and not preview.problem
    report = counted(preview.report)
    return _SAME | {
        "sentence": understood.sentence(preview),
        "asked": understood.asked(preview, answers_of(seen)),
        "understood": understood.understood(preview, report),
        "message": None,
        "seen": as_record(seen),
        "has_no_form": bool(preview.problem),
        "is_not_usable": not is_usable,
    }


def _names(datasets: Datasets, preview: Preview, upload: str) -> dict[str, Any]:
    """Return how a new data set may be called, and which it may replace or be added to."""
    titles = list(datasets.versions.titles_for(upload).items())
    return {
        "title": layout.title_of(preview.files[0] if preview.files else ""),
        "targets": layout.target_options(titles),
        "target": titles[0][0] if titles else None,
        "has_no_targets": not titles,
    }
