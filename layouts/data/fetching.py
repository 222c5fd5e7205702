"""Data that are fetched: from the server's folder, from a bucket, from a database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import dcc, html

from layouts.ids import Fetching
from layouts.parts.components import aria, button, message
from layouts.parts.controls import field
from rfm import words

FOLDER, BUCKET, DATABASE = "folder", "bucket", "database"
POLL_MS: Final = 1000
KILOBYTE: Final = 1_000
MEGABYTE: Final = 1_000_000
LONGEST: Final = 500
LONGEST_QUERY: Final = 20_000
FETCH: Final = "Fetch"
# A field of an address: its name, its label, a hint, and whether its letters are hidden.
_BUCKET_FIELDS: Final = (
    ("bucket", "Bucket", "my-shop/exports", False),
    ("endpoint", "Endpoint, where it is not Amazon's", "https://minio.example.com", False),
    ("key", "Access key", "empty for a public one", False),
    ("secret", "Secret key", "", True),
)
_READ_ONLY: Final = (
    "PostgreSQL, MySQL, MariaDB, SQLite, or another one that Ibis knows. It is only read; its "
    "address is kept encrypted."
)


@dataclass(frozen=True)
class KeptPlace:
    """A source as it is listed: what was fetched, from what kind of place, since when."""

    id: str
    title: str
    kind: str
    since: str


def fetching() -> html.Div:
    """Return the places that data can be fetched from, hidden until it is known which there are."""
    return html.Div(
        [
            dcc.Store(id=Fetching.WAITED),
            dcc.Interval(id=Fetching.POLL, interval=POLL_MS, disabled=True),
            html.Div(id=Fetching.STATUS, **aria(live="polite")),
            html.Div(button("Stop", id=Fetching.CANCEL), hidden=True, id=f"{Fetching.CANCEL}-row"),
            _folder(),
            _bucket(),
            _database(),
            html.Div(id=Fetching.KEPT),
        ],
        id=Fetching.PLACES,
        className="places",
        hidden=True,
    )


def _folder() -> html.Details:
    select = _files(FOLDER)
    return _place(FOLDER, "From this server's folder", [_field("File", select)], id=Fetching.FOLDER)


def _bucket() -> html.Details:
    fields = [_text(BUCKET, *each) for each in _BUCKET_FIELDS]
    listing = button("List its files", id=Fetching.LIST)
    select = _files(BUCKET)
    parts = [*fields, html.Div(listing, className="data-buttons"), _field("File", select)]
    return _place(BUCKET, "From a bucket (S3)", parts)


def _files(kind: str) -> dbc.Select:
    return dbc.Select(id=Fetching.asked(kind), options=[], value="", placeholder="Choose a file")


def _database() -> html.Details:
    example = "postgresql://user:password@host/name"
    address = _text(DATABASE, "address", "Address", example, True)
    query = dbc.Textarea(
        id=Fetching.asked(DATABASE),
        maxLength=LONGEST_QUERY,
        rows=3,
        placeholder="orders, or SELECT … FROM …",
        value="",
    )
    parts = [address, _field("Table or query", query, class_name="wide")]
    return _place(DATABASE, "From a database", parts, _READ_ONLY)


def _place(kind: str, title: str, parts: list[Any], note: str = "", **names: Any) -> html.Details:
    fetch = button(FETCH, "action primary", id=Fetching.fetch(kind))
    return html.Details(
        [
            html.Summary(title),
            html.Div(parts, className="place-form"),
            html.P(note, className="note") if note else None,
            html.Div(id=Fetching.said(kind), **aria(live="polite")),
            html.Div(fetch, className="data-buttons"),
        ],
        className="panel place",
        **names,
    )


def _text(kind: str, name: str, label: str, hint: str, is_hidden: bool) -> html.Div | html.Label:
    control = dbc.Input(
        id=Fetching.place(kind, name),
        # A password's field belongs into a form, which the Enter key would send.
        class_name="sealed" if is_hidden else "",
        type="text",
        placeholder=hint,
        maxLength=LONGEST,
        autoComplete="off",
        value="",
    )
    return _field(label, control)


def _field(label: str, control: Any, *, class_name: str = "") -> html.Div | html.Label:
    """Return a control of a family below its label, which is around it: it has no plain id."""
    if isinstance(control.id, str):
        return field(label, control, class_name=class_name)
    return html.Label(
        [html.Span(label, className="field-label"), control],
        className=f"field {class_name}".strip(),
    )


def file_options(files: Sequence[tuple[str, int]]) -> list[dict[str, str]]:
    """Return files by name and size as a list to choose from."""
    return [{"value": name, "label": f"{name} ({_size(size)})"} for name, size in files]


def _size(size: int) -> str:
    """Return a file's size as people read it, never as nothing."""
    if size < MEGABYTE:
        return f"{words.count(max(1, round(size / KILOBYTE)))} kB"
    return f"{words.number(size / MEGABYTE)} MB"


def kept_places(places: Sequence[KeptPlace]) -> Any:
    """Return the sources that were used before, to be fetched again; nothing without any."""
    if not places:
        return None
    return html.Details(
        [
            html.Summary("Fetched before"),
            html.Ul([html.Li(_kept(each)) for each in places], className="kept-places"),
        ],
        className="panel place",
        open=True,
    )


def _kept(place: KeptPlace) -> list[Any]:
    return [
        html.Span([place.title, html.Small(f"{_KINDS[place.kind]}, since {place.since}")]),
        html.Span(
            [
                button(
                    "Fetch again",
                    id=Fetching.again(place.id),
                    **aria(label=f"Fetch {place.title} again"),
                ),
                button(
                    "Forget",
                    "quiet",
                    id=Fetching.forget(place.id),
                    **aria(label=f"Forget {place.title}"),
                ),
            ],
            className="data-buttons",
        ),
    ]


_KINDS: Final = {FOLDER: "this server's folder", BUCKET: "a bucket", DATABASE: "a database"}


def working(sentence: str) -> html.Div:
    """Return what is said while something is fetched."""
    return message(sentence)


def refused(sentence: str) -> html.Div:
    """Return what is said of something that could not be fetched."""
    return message(sentence, "bad")
