"""The ids of the page General Segmentation."""

from typing import Any, Final

from layouts.ids.parts import Chart, Filter, Opening


class General:
    """The page General Segmentation, of a log or of a customer table.

    GROUPING (store): a scheme's name, or "clusters". GROUP (store): the chosen group's name or "".
    OPENED (store): which sections are open, as their names in the address with commas between.
    NAMES (store): the grouping's groups, best first; a mark's code is a place in it. X and Y: names
    of a table's attributes, "*" for the most telling ones; FIGURE: of the first key figure.
    CLUSTERED holds what needs clusters of a table, MESSAGE says why there are none.
    """

    ADDRESS: Final = "general-address"
    VIEW: Final = "general-view"
    SCHEME: Final = "general-scheme"
    SCHEME_FIELD: Final = "general-scheme-field"
    MEASURE: Final = "general-measure"
    AXES: Final = "general-axes"
    FILTER: Final = Filter("general-filter")
    GROUPING: Final = "general-grouping"
    GROUP: Final = "general-group"
    NAMES: Final = "general-names"
    CHIP: Final = "general-chip"
    CHIP_FIELD: Final = "general-chip-field"
    CHIP_REMOVE: Final = "general-chip-remove"
    NOTICE: Final = "general-notice"
    PLAY: Final = "general-play"
    SENTENCE: Final = "general-sentence"
    KEY_FIGURES: Final = "general-key-figures"
    MESSAGE: Final = "general-message"
    PERIOD: Final = "general-period"
    ACTIONS: Final = "general-actions"
    ACTIONS_SECTION: Final = "general-actions-section"
    TABLE: Final = "general-table"
    TABLE_SECTION: Final = "general-table-section"
    SEGMENTS: Final = "general-segments"
    NUMBERS: Final = Opening("general-numbers")
    SEGMENTS_CSV: Final = "general-segments-csv"
    SEGMENTS_DOWNLOAD: Final = "general-segments-download"
    LIST_LINK: Final = "general-list-link"
    OPENED: Final = "general-opened"
    CLUSTER_SECTION: Final = Opening("general-why")
    CLUSTER_CARDS: Final = "general-cluster-cards"

    CLUSTERED: Final = "general-clustered"
    TABLE_PARTS: Final = Opening("general-table")
    PAIR_PARTS: Final = Opening("general-couple")
    PROFILES: Final = "general-profiles"
    X: Final = "general-x"
    Y: Final = "general-y"
    FIGURE: Final = "general-figure"
    PAIR_AXES: Final = "general-pair-axes"

    CLOUDS: Final = Opening("general-clouds")
    BRINGING: Final = Opening("general-bringing")
    AHEAD: Final = Opening("general-ahead")

    TREEMAP: Final = Chart("general-treemap")
    RECENCY_FREQUENCY: Final = Chart("general-recency-frequency")
    RECENCY_MONETARY: Final = Chart("general-recency-monetary")
    FREQUENCY_MONETARY: Final = Chart("general-frequency-monetary")
    SPACE: Final = Chart("general-space")
    SCORE_GRID: Final = Chart("general-score-grid")
    CUSTOMER_TYPES: Final = Chart("general-customer-types")
    PRODUCTS: Final = Chart("general-products")
    PARETO: Final = Chart("general-pareto")
    ELBOW: Final = Chart("general-elbow")
    SILHOUETTES: Final = Chart("general-silhouettes")
    PROFILE: Final = Chart("general-profile")

    MAP: Final = Chart("general-map")
    CLUSTER_SIZES: Final = Chart("general-cluster-sizes")
    EFFECTS: Final = Chart("general-effects")
    PAIR: Final = Chart("general-pair")

    # What is ahead: MESSAGE takes the place of the rest where the log says too little.
    AHEAD_MESSAGE: Final = "general-ahead-message"
    AHEAD_CONTENT: Final = "general-ahead-content"
    AHEAD_FIGURES: Final = "general-ahead-figures"
    NEXT_REVENUE: Final = Chart("general-next-revenue")
    VALUE_AND_RISK: Final = Chart("general-value-and-risk")
    RISK_MAP: Final = Chart("general-risk-map")
    CONCENTRATION: Final = Chart("general-concentration")

    @staticmethod
    def row(group: Any) -> dict[str, Any]:
        """Return the id of the button that chooses a group in the table of groups."""
        return {"kind": "general-row", "group": group}
