"""The ids of the list of customers."""

from typing import Any, Final


class Listing:
    """The list of customers.

    Stores: FILTERS is what of the address filters, as it stands there; SORT and COLUMNS are the
    other parts of it that no control holds. DEFAULTS are the columns of who chose none, and
    IS_NARROW says that there is room for few. BY chooses the column whose filter the fields below
    hold: LEVEL, LOW and HIGH, or PART.
    """

    ADDRESS: Final = "listing-address"
    SENTENCE: Final = "listing-sentence"
    SEARCH: Final = "listing-search"
    FILTERS: Final = "listing-filters"
    SORT: Final = "listing-sort"
    COLUMNS: Final = "listing-columns"
    DEFAULTS: Final = "listing-defaults"
    IS_NARROW: Final = "listing-is-narrow"
    BY: Final = "listing-by"
    LEVEL: Final = "listing-level"
    LEVEL_FIELD: Final = "listing-level-field"
    LOW: Final = "listing-low"
    HIGH: Final = "listing-high"
    RANGE_FIELD: Final = "listing-range-field"
    PART: Final = "listing-part"
    PART_FIELD: Final = "listing-part-field"
    CHIPS: Final = "listing-chips"
    CLEAR: Final = "listing-clear"
    NOTICE: Final = "listing-notice"
    CHOOSER: Final = "listing-chooser"
    GRID: Final = "listing-grid"
    GRID_SECTION: Final = "listing-grid-section"
    NOBODY: Final = "listing-nobody"
    FILE: Final = "listing-file"
    FILE_NOTE: Final = "listing-file-note"

    @staticmethod
    def remove(key: Any) -> dict[str, Any]:
        """Return the id of the button that takes a filter back."""
        return {"type": "listing-remove", "key": key}
