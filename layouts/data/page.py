"""The page Data: files are dropped, what was understood is shown, and what was brought is listed.

The address says which of two views it is: without an upload, the place where files are dropped and
the data sets that were brought; with one, what was understood of its files.
"""

from collections.abc import Sequence
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import dcc, html

from layouts.data.by_hand import by_hand
from layouts.data.fetching import fetching
from layouts.ids import Data
from layouts.parts.components import aria, button, loading
from layouts.parts.controls import field, switch
from layouts.parts.sections import section
from rfm import words

POLL_MS: Final = 1500
ADDRESS: Final = "/data"
UPLOADS: Final = "/data/uploads"
NEW, REPLACE, APPEND = "new", "replace", "append"
MODES: Final = ((NEW, "New data set"), (APPEND, "Add to"), (REPLACE, "Replace"))
LONGEST_TITLE: Final = 80
TAKEN: Final = (
    "CSV, TSV, Excel (.xlsx, .xls), .ods, Parquet or JSON lines, also as .zip or .gz. "
    "Several files of one layout become one data set."
)
READING: Final = "Your files are being read"
LEAD: Final = "Bring your shop's export. You see what was understood before anything is kept."


def layout(upload: str = "", **_address: str) -> html.Div:
    """Return the page, empty; the address may name files that were sent."""
    return html.Div(
        [
            # Another view is drawn anew.
            dcc.Location(id=Data.ADDRESS, refresh="callback-nav"),
            html.H1("Add your data", className="visually-hidden"),
            # Both are there: the other one is what a callback may have to do with.
            html.Div(_bringing(), hidden=bool(upload)),
            html.Div(_understanding(upload), hidden=not upload),
        ],
        className="data-page needs-no-data",
    )


def _bringing() -> list[Any]:
    return [
        dcc.Store(id=Data.SENT),
        dcc.Interval(id=Data.POLL, interval=POLL_MS, disabled=True),
        html.P(LEAD, className="lead-sentence"),
        html.Div(id=Data.NOTICE),
        _zone(),
        html.Div([fetching(), by_hand()], className="elsewhere"),
        section(
            "Your data",
            "Each file that was used is a version. You can go back to an earlier one.",
            html.Div(id=Data.SETS_MESSAGE, **aria(live="polite")),
            html.Div(id=Data.SETS, className="data-sets"),
        ),
    ]


def _zone() -> html.Div:
    """Return where files are dropped; assets/63-data.js puts the control into the label."""
    own = {"data-to": UPLOADS, "data-store": Data.SENT, "data-note": Data.ZONE_NOTE}
    return html.Div(
        [
            html.Div(
                [
                    html.P("Drop your files here", className="drop-title"),
                    html.Label(html.Span("Choose files"), className="action primary file-choice"),
                    html.P(TAKEN, id=Data.ZONE_NOTE, className="note"),
                ],
                className="dropping",
            ),
            html.Div(className="sending"),
        ],
        id=Data.ZONE,
        className="panel drop-zone",
        role="group",
        **aria(label="Files to bring") | own,
    )


def taken(most_mb: int) -> str:
    """Return what can be brought, in a sentence."""
    return f"{TAKEN} Up to {words.count(most_mb)} MB at once."


def _understanding(upload: str) -> list[Any]:
    return [
        dcc.Store(id=Data.UPLOAD, data=upload),
        dcc.Store(id=Data.SEEN),
        html.H2(READING, id=Data.SENTENCE, className="lead-sentence", tabIndex=-1),
        loading(html.Div(id=Data.ASKED, className="asked"), height=96),
        _naming(),
        html.Div(id=Data.MESSAGE, **aria(live="polite")),
        loading(html.Div(id=Data.UNDERSTOOD, className="understood"), height=420),
    ]


def _naming() -> html.Div:
    """Return how the data set is called, what becomes of it, and the two buttons."""
    title = dbc.Input(id=Data.TITLE, maxLength=LONGEST_TITLE, autoComplete="off", value="")
    target = dbc.Select(id=Data.TARGET, options=[])
    buttons = html.Div(
        [
            button("Use this data", "action primary", id=Data.USE, disabled=True),
            button("Cancel", id=Data.CANCEL),
        ],
        className="data-buttons",
    )
    return html.Div(
        [
            html.Div(
                switch(Data.MODE, "It becomes", MODES, NEW, class_name="data-mode"),
                id=Data.MODE_FIELD,
                hidden=True,
            ),
            html.Div(field("Name", title), id=Data.TITLE_FIELD),
            html.Div(field("Data set", target), id=Data.TARGET_FIELD, hidden=True),
            buttons,
        ],
        id=Data.FORM,
        className="panel data-form",
        hidden=True,
        role="group",
        **aria(label="Use this data"),
    )


def target_options(titles: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Return data sets by name and title as a list to choose from."""
    return [{"value": name, "label": title} for name, title in titles]


def title_of(file: str) -> str:
    """Return how a data set of a file may be called: its name, without what says its format."""
    stem = file.partition(".")[0].replace("_", " ").replace("-", " ").strip()
    return (stem[:1].upper() + stem[1:])[:LONGEST_TITLE]
