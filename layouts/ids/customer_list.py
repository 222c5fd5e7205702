"""The ids of the list of customers."""

from typing import Any, Final


class CustomerList:
    """The list of customers.

    Stores: FILTERS is what of the address filters, as it stands there; SORT and COLUMNS are the
    other parts of it that no control holds. DEFAULTS are the columns of who chose none, and
    IS_NARROW says that there is room for few. BY chooses the column whose filter the fields below
    hold: LEVEL, LOW and HIGH, or PART.
    """

    ADDRESS: Final = "list-address"
    SENTENCE: Final = "list-sentence"
    SEARCH: Final = "list-search"
    FILTERS: Final = "list-filters"
    SORT: Final = "list-sort"
    COLUMNS: Final = "list-columns"
    DEFAULTS: Final = "list-defaults"
    IS_NARROW: Final = "list-is-narrow"
    BY: Final = "list-by"
    LEVEL: Final = "list-level"
    LEVEL_FIELD: Final = "list-level-field"
    LOW: Final = "list-low"
    HIGH: Final = "list-high"
    RANGE_FIELD: Final = "list-range-field"
    PART: Final = "list-part"
    PART_FIELD: Final = "list-part-field"
    CHIPS: Final = "list-chips"
    CLEAR: Final = "list-clear"
    NOTICE: Final = "list-notice"
    CHOOSER: Final = "list-chooser"
    GRID: Final = "list-grid"
    GRID_SECTION: Final = "list-grid-section"
    NOBODY: Final = "list-nobody"
    FILE: Final = "list-file"
    FILE_NOTE: Final = "list-file-note"

    @staticmethod
    def remove(key: Any) -> dict[str, Any]:
        """Return the id of the button that takes a filter back."""
        return {"type": "list-remove", "key": key}
