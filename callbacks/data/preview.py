"""What was understood of files that were sent, and what somebody chose otherwise.

The page keeps what its controls show (`Data.SEEN`); a control that differs from that was changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from callbacks.data.rates import rates_of, rates_text
from layouts.data.columns import held_by
from layouts.data.reading import controls_of
from layouts.data.report import ReasonRows
from layouts.data.understood import RATES, SaidAnswer
from layouts.ids import Data
from layouts.parts.attributes import NOT_CHOSEN
from rfm.choices import Choices, answered, read_choices, with_column
from rfm.errors import SettingsError
from rfm.preview.document import Preview
from rfm.records import as_record, from_record
from server.data.datasets import Datasets

# A path such as "settings.statuses.On hold": the last part may hold points itself.
_MOST_PARTS: Final = 3
# The name of all choices that were made for the last file of the same layout.
REMEMBERED: Final = "*"
_HEADER_ROW: Final = "reading.header_row"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the page shows of an upload: the choices made, and what each control stands at."""

    upload: str
    kind: str = ""
    choices: dict[str, Any] = field(default_factory=dict)
    controls: dict[str, str] = field(default_factory=dict)
    columns: list[Mapping[str, str]] = field(default_factory=list)
    answers: list[dict[str, str]] = field(default_factory=list)
    option: str = ""
    offered: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Controls:
    """What the controls of the page hold, and the button that was pressed: its id, or None."""

    controls: Mapping[str, Any]
    columns: Mapping[int, Any]
    pressed: Mapping[str, Any] | None = None


def read_seen(values: Any, upload: str) -> Seen | None:
    """Return what the page shows of an upload; None where it shows nothing of it yet."""
    if not isinstance(values, Mapping) or values.get("upload") != upload:
        return None
    return from_record(Seen, values)


def chosen(seen: Seen, shown: Controls) -> Seen | None:
    """Return what was seen with the choices that were made since; None where none was made."""
    choices = before = read_choices(seen.choices)
    answers = list(seen.answers)
    choices = _changed(choices, seen, shown)
    question = shown.controls.get(seen.option)
    if isinstance(question, str) and question.strip() and seen.option not in seen.controls:
        choices = _with(choices, seen.option, question.strip())
        answers.append(_said(seen, question.strip()))
    rates = shown.controls.get(RATES)
    if rates:
        choices = _with(choices, RATES, str(rates))
        answers.append({"name": RATES, "label": rates_text(choices.settings["rates"])})
    if shown.pressed:
        choices, answers = _pressed(seen, shown.pressed, choices, answers)
    if choices == before:
        return None
    return replace(seen, choices=as_record(choices), answers=answers)


def _changed(choices: Choices, seen: Seen, shown: Controls) -> Choices:
    """Return choices with those that controls and columns hold otherwise than they did."""
    for name, held in seen.controls.items():
        value = shown.controls.get(name)
        if isinstance(value, str) and value.strip() != held:
            choices = _with(choices, name, value.strip())
    for place, column in enumerate(seen.columns):
        value = shown.columns.get(place)
        if isinstance(value, str) and value != column["field"]:
            held = column["field"]
            choices = with_column(choices, seen.kind, column["name"], _held(value), _held(held))
    return choices


def _held(shown: str) -> str:
    """Return what a choice stands for: empty where nothing is chosen."""
    return "" if shown == NOT_CHOSEN else shown


def _with(choices: Choices, name: str, value: str) -> Choices:
    """Return choices with one more, as somebody typed or chose it.

    Raises
    ------
    SettingsError
        When it is none that can be made.
    """
    if name == RATES:
        return replace(choices, settings={**choices.settings, "rates": rates_of(value)})
    if name == _HEADER_ROW and not (value.isascii() and value.isdigit()):
        raise SettingsError(f"'{value[:20]}' is no row: the first row of a file is 1.")
    return answered(choices, name, _held(value))


def _pressed(
    seen: Seen, pressed: Mapping[str, Any], choices: Choices, answers: list[dict[str, str]]
) -> tuple[Choices, list[dict[str, str]]]:
    """Return choices with the answer of a button, or without the choice that it takes back."""
    if pressed.get("kind") == Data.answer(0)["kind"]:
        place = pressed.get("place")
        if not isinstance(place, int) or not 0 <= place < len(seen.offered):
            return choices, answers
        value = seen.offered[place]["value"]
        return _with(choices, seen.option, value), [*answers, _said(seen, value)]
    name = str(pressed.get("name"))
    return without(choices, name), [each for each in answers if each["name"] != name]


def _said(seen: Seen, value: str) -> dict[str, str]:
    """Return an answer as it is shown: the choice, and the words that were chosen."""
    labels = {choice["value"]: choice["label"] for choice in seen.offered}
    return {"name": seen.option, "label": labels.get(value, value)}


def without(choices: Choices, name: str) -> Choices:
    """Return choices without one of them, or without all: the file tells it again."""
    if name == REMEMBERED:
        return Choices()
    record = as_record(choices)
    *folders, last = name.split(".", _MOST_PARTS - 1)
    held = record
    for each in folders:
        held = held.get(each, {}) if isinstance(held, dict) else {}
    if isinstance(held, dict):
        held.pop(last, None)
    return read_choices(record)


def look(datasets: Datasets, seen: Seen | None, upload: str) -> tuple[Preview, Seen]:
    """Return what is understood of an upload with the choices made, and what the page then shows.

    Raises
    ------
    RfmError
        When the files are not there any more, or a choice cannot be used.
    """
    record = datasets.imports.preview(upload, seen.choices if seen else None)
    preview = from_record(Preview, record)
    question = preview.question
    choices = record["choices"]
    return preview, Seen(
        upload=upload,
        kind=preview.kind,
        choices=choices,
        controls={control.name: control.value for control in controls_of(preview)},
        columns=held_by(preview),
        answers=seen.answers if seen else remembered(choices),
        option=question.option if question else "",
        offered=[as_record(choice) for choice in question.choices] if question else [],
    )


def remembered(choices: Any) -> list[dict[str, str]]:
    """Return that choices were made for another file, where there are any."""
    if read_choices(choices) == Choices():
        return []
    return [{"name": REMEMBERED, "label": "As for the last file of this layout"}]


def answers_of(seen: Seen) -> list[SaidAnswer]:
    """Return what the user said, as it is shown."""
    return [SaidAnswer(each["name"], each["label"]) for each in seen.answers]


def counted(report: Sequence[Any]) -> list[ReasonRows]:
    """Return the rows of a report as they are drawn, from values or from records of them."""
    rows = [each if isinstance(each, Mapping) else as_record(each) for each in report]
    return [
        ReasonRows(
            label=row["label"],
            rows=row["rows"],
            is_kept=row["kept"],
            # A preview's reason is a sentence, a stored report's is a name.
            reason=row.get("explanation", row["reason"]),
            examples=tuple(map(str, row.get("examples", ()))),
        )
        for row in rows
    ]
