"""The ids of what is brought otherwise than by dropping a file: fetched, or typed."""

from typing import Any, Final


class Fetching:
    """Data that are fetched: from the server's folder, a bucket, a database.

    WAITED (store): the upload that a source is being fetched into.
    Families: `fetch`, the button of a kind of source; `place`, a field of its address; `asked`,
    what is asked of it; `said`, what went wrong with it; `again` and `forget`, buttons of a kept
    source.
    """

    PLACES: Final = "fetching-places"
    FOLDER: Final = "fetching-folder"
    LIST: Final = "fetching-list"
    KEPT: Final = "fetching-kept"
    WAITED: Final = "fetching-waited"
    POLL: Final = "fetching-poll"
    STATUS: Final = "fetching-status"
    CANCEL: Final = "fetching-cancel"

    @staticmethod
    def fetch(source: Any) -> dict[str, Any]:
        """Return the id of the button that fetches from a kind of source."""
        return {"kind": "fetching-fetch", "source": source}

    @staticmethod
    def place(source: Any, name: Any) -> dict[str, Any]:
        """Return the id of a field of the address of a kind of source."""
        return {"kind": "fetching-place", "source": source, "name": name}

    @staticmethod
    def asked(source: Any) -> dict[str, Any]:
        """Return the id of the control that says what is fetched."""
        return {"kind": "fetching-asked", "source": source}

    @staticmethod
    def said(source: Any) -> dict[str, Any]:
        """Return the id of the place for what went wrong."""
        return {"kind": "fetching-said", "source": source}

    @staticmethod
    def again(source: Any) -> dict[str, Any]:
        """Return the id of the button that fetches a kept source again."""
        return {"kind": "fetching-again", "source": source}

    @staticmethod
    def forget(source: Any) -> dict[str, Any]:
        """Return the id of the button that removes a kept source."""
        return {"kind": "fetching-forget", "source": source}


class ByHand:
    """Data that are typed: a grid to edit, and a form that adds one customer to it.

    Families: `value`, a field of the form by the column that it fills.
    """

    SECTION: Final = "byhand-section"
    WHAT: Final = "byhand-what"
    GRID: Final = "byhand-grid"
    FORM: Final = "byhand-form"
    ADD: Final = "byhand-add"
    MORE: Final = "byhand-more"
    REMOVE: Final = "byhand-remove"
    USE: Final = "byhand-use"
    MESSAGE: Final = "byhand-message"

    @staticmethod
    def value(column: Any) -> dict[str, Any]:
        """Return the id of a field of the form, by the column that it fills."""
        return {"kind": "byhand-value", "column": column}
