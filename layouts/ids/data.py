"""The ids of the page Data."""

from typing import Any, Final


class Data:
    """The page Data.

    SENT (store): the upload that the browser has brought. UPLOAD (store): the one whose preview is
    shown. SEEN (store): what is on the page of
    its preview: the choices that it was made with, and what each control shows.
    Families: `choice`, a control by the name of what it chooses; `column`, what a column holds, by
    its place; `answer`, a button of the question; `undo`, a button that takes a choice back; and
    what can be done with a data set that was brought, or with one of its versions.
    """

    ADDRESS: Final = "data-address"
    SENT: Final = "data-sent"
    ZONE: Final = "data-zone"
    ZONE_NOTE: Final = "data-zone-note"
    NOTICE: Final = "data-notice"

    UPLOAD: Final = "data-upload"
    SENTENCE: Final = "data-sentence"
    ASKED: Final = "data-asked"
    UNDERSTOOD: Final = "data-understood"
    SEEN: Final = "data-seen"
    ALL_COLUMNS: Final = "data-all-columns"
    ZONES: Final = "data-zones"
    READING: Final = "data-reading"
    REPORT: Final = "data-report"
    WARNINGS: Final = "data-warnings"

    FORM: Final = "data-form"
    TITLE: Final = "data-title"
    MODE: Final = "data-mode"
    MODE_FIELD: Final = "data-mode-field"
    TARGET: Final = "data-target"
    TARGET_FIELD: Final = "data-target-field"
    TITLE_FIELD: Final = "data-title-field"
    USE: Final = "data-use"
    CANCEL: Final = "data-cancel"
    MESSAGE: Final = "data-message"

    SETS: Final = "data-sets"
    SETS_MESSAGE: Final = "data-sets-message"
    POLL: Final = "data-poll"

    @staticmethod
    def choice(name: Any) -> dict[str, Any]:
        """Return the id of a control by the name of what it chooses."""
        return {"kind": "data-choice", "name": name}

    @staticmethod
    def column(place: Any) -> dict[str, Any]:
        """Return the id of what a column holds, by its place in the file."""
        return {"kind": "data-column", "place": place}

    @staticmethod
    def answer(place: Any) -> dict[str, Any]:
        """Return the id of a button that answers the question."""
        return {"kind": "data-answer", "place": place}

    @staticmethod
    def undo(name: Any) -> dict[str, Any]:
        """Return the id of a button that takes a choice back, by the choice's name."""
        return {"kind": "data-undo", "name": name}

    @staticmethod
    def roll_back(dataset: Any, number: Any) -> dict[str, Any]:
        """Return the id of a button that shows an earlier version again."""
        return {"kind": "data-roll-back", "dataset": dataset, "number": number}

    @staticmethod
    def part(name: Any, dataset: Any) -> dict[str, Any]:
        """Return the id of what opens below a data set's versions."""
        return {"kind": "data-part", "name": name, "dataset": dataset}

    @staticmethod
    def stop(dataset: Any) -> dict[str, Any]:
        """Return the id of a button that stops the analysis of a data set."""
        return {"kind": "data-stop", "dataset": dataset}

    @staticmethod
    def delete(dataset: Any) -> dict[str, Any]:
        """Return the id of a button that takes a data set away."""
        return {"kind": "data-delete", "dataset": dataset}

    @staticmethod
    def compared(part: Any, dataset: Any) -> dict[str, Any]:
        """Return the id of a part of the comparison of two versions: by what it is."""
        return {"kind": f"data-compared-{part}", "dataset": dataset}
