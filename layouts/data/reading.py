"""How a file was read, in a line, and each part of it to be chosen otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import dash_bootstrap_components as dbc
from dash import html

from layouts.ids import Data
from layouts.parts.attributes import NOT_CHOSEN
from rfm import schema

if TYPE_CHECKING:
    from rfm.preview.document import Preview

FORMATS: Final = {
    "csv": "Text (CSV)",
    "json": "JSON lines",
    "parquet": "Parquet",
    "xlsx": "Excel",
    "xls": "Excel 97 (.xls)",
    "ods": "OpenDocument",
}
KINDS: Final = ((schema.LOG, "Orders (a log)"), (schema.CUSTOMER_TABLE, "One row per customer"))
ENCODINGS: Final = (
    ("utf-8", "UTF-8"),
    ("cp1252", "Windows, Western (cp1252)"),
    ("latin-1", "ISO 8859-1, Western"),
    ("cp1250", "Windows, Central European (cp1250)"),
    ("cp1251", "Windows, Cyrillic (cp1251)"),
    ("cp1254", "Windows, Turkish (cp1254)"),
    ("mac-roman", "Mac, Western"),
    ("utf-16", "UTF-16"),
    ("shift_jis", "Japanese (Shift JIS)"),
    ("gb18030", "Chinese (GB 18030)"),
)
SEPARATORS: Final = (
    (",", "commas between cells"),
    (";", "semicolons between cells"),
    ("\t", "tabs between cells"),
    ("|", "bars between cells"),
)
DECIMALS: Final = (
    (NOT_CHOSEN, "as found in each column"),
    ("point", "decimal point (1.50)"),
    ("comma", "decimal comma (1,50)"),
)
AUTO: Final = "auto"
DATE_ORDERS: Final = (
    (AUTO, "as written"),
    ("day-first", "day first"),
    ("month-first", "month first"),
)
ZONES: Final = (
    *("UTC", "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Istanbul", "Africa/Cairo"),
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    *("America/Sao_Paulo", "Asia/Dubai", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo"),
    *("Australia/Sydney", "Pacific/Auckland"),
)
_LONGEST: Final = 40


@dataclass(frozen=True)
class Control:
    """A part of the reading: the choice that it is, its label, its value, and what there is."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...] = ()

    @property
    def worded(self) -> str:
        """The value in words; empty where nothing is known."""
        return dict(self.options).get(self.value, self.value)


def controls_of(preview: "Preview") -> list[Control]:
    """Return what can be chosen of a file, as it holds now; nothing of one that is none."""
    own = preview.reading
    if own is None:
        return []
    is_log = preview.kind == schema.LOG
    sheets = tuple((sheet, sheet) for sheet in own.sheets)
    found = [
        Control("kind", "The file has", preview.kind, KINDS),
        Control("reading.encoding", "Encoding", own.encoding, _with(own.encoding, ENCODINGS)),
        Control("reading.separator", "Separator", own.separator, SEPARATORS),
        Control("reading.sheet", "Sheet", own.sheet, sheets),
        Control("reading.header_row", "Names in row", str(own.header_row or "")),
    ]
    shown = [each for each in found if each.value]
    if own.separator:
        shown.append(
            Control("reading.decimal", "Decimal mark", own.decimal or NOT_CHOSEN, DECIMALS)
        )
    if is_log:
        shown += [
            Control("settings.date_order", "01/02/2026 is", own.date_order or AUTO, DATE_ORDERS),
            Control("settings.time_zone", "Time zone", own.time_zone),
            Control("settings.currency", "Currency", own.currency),
        ]
    return shown


def _with(value: str, options: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return options with one that holds although it is not among them."""
    return tuple(options) if value in dict(options) else ((value, value), *options)


def reading_card(preview: "Preview") -> html.Details | None:
    """Return the line, and below it what can be chosen; nothing of a file that is none."""
    own = preview.reading
    if own is None:
        return None
    controls = controls_of(preview)
    summary = html.Summary(
        [
            html.Span("How it was read", className="card-heading"),
            html.Span(line(own.format, controls), className="reading-line"),
        ]
    )
    zones = html.Datalist([html.Option(value=zone) for zone in ZONES], id=Data.ZONES)
    fields = html.Div([_field(control) for control in controls], className="reading-fields")
    return html.Details([summary, fields, zones], id=Data.READING, className="panel reading-card")


def line(file_format: str, controls: Sequence[Control]) -> str:
    """Return how a file was read in one line."""
    told = [control for control in controls if control.value not in (NOT_CHOSEN, AUTO)]
    said = {control.name: control.worded for control in told}
    header = said.get("reading.header_row")
    parts = [
        FORMATS.get(file_format, file_format),
        said.get("reading.encoding"),
        said.get("reading.separator"),
        said.get("reading.decimal"),
        said.get("reading.sheet"),
        f"names in row {header}" if header else "",
        said.get("settings.date_order"),
        said.get("settings.time_zone"),
        said.get("settings.currency"),
    ]
    return " · ".join(part for part in parts if part)


def _field(control: Control) -> html.Label:
    own: dict[str, Any] = {"id": Data.choice(control.name), "value": control.value}
    if control.options:
        options = [{"value": value, "label": label} for value, label in control.options]
        return _labelled(control.label, dbc.Select(options=options, **own))
    listed = {"list": Data.ZONES} if control.name == "settings.time_zone" else {}
    typed = dbc.Input(
        type="text", debounce=True, maxLength=_LONGEST, autoComplete="off", **own, **listed
    )
    return _labelled(control.label, typed)


def _labelled(label: str, control: Any) -> html.Label:
    """Return a control in its label: one of a family has no id that a label could name."""
    return html.Label([html.Span(label), control], className="field")
