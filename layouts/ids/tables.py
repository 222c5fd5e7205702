"""The ids of what pages show of a customer table alone."""

from typing import Final

from layouts.ids.chart import Chart
from layouts.ids.filters import Filter


class TableGeneral:
    """What General Segmentation shows of a customer table.

    CLUSTER (store): the chosen cluster's name or "". NAMES (store): the clusters, best first; a
    mark's code is a place in it. X and Y: names of attributes, "*" for the most telling ones.
    CLUSTERED holds what needs clusters, MESSAGE says why there are none.
    """

    ADDRESS: Final = "tablegeneral-address"
    CLUSTER: Final = "tablegeneral-cluster"
    FILTER: Final = Filter("tablegeneral-filter")
    NAMES: Final = "tablegeneral-names"
    PICKED: Final = "tablegeneral-picked"
    CHIP: Final = "tablegeneral-chip"
    CHIP_FIELD: Final = "tablegeneral-chip-field"
    CHIP_REMOVE: Final = "tablegeneral-chip-remove"
    NOTICE: Final = "tablegeneral-notice"
    SENTENCE: Final = "tablegeneral-sentence"
    KEY_FIGURES: Final = "tablegeneral-key-figures"
    MESSAGE: Final = "tablegeneral-message"
    CLUSTERED: Final = "tablegeneral-clustered"
    PLAY: Final = "tablegeneral-play"
    CARDS: Final = "tablegeneral-cards"
    CLUSTERS: Final = "tablegeneral-clusters"
    CLUSTERS_CSV: Final = "tablegeneral-clusters-csv"
    CLUSTERS_DOWNLOAD: Final = "tablegeneral-clusters-download"
    X: Final = "tablegeneral-x"
    Y: Final = "tablegeneral-y"
    AXES: Final = "tablegeneral-axes"
    LISTED: Final = "tablegeneral-listed"
    LISTED_SECTION: Final = "tablegeneral-listed-section"
    LISTED_TITLE: Final = "tablegeneral-listed-title"
    LISTED_NOTE: Final = "tablegeneral-listed-note"
    LISTED_CSV: Final = "tablegeneral-listed-csv"
    LISTED_DOWNLOAD: Final = "tablegeneral-listed-download"

    MAP: Final = Chart("tablegeneral-map")
    SIZES: Final = Chart("tablegeneral-sizes")
    PROFILE: Final = Chart("tablegeneral-profile")
    PAIR: Final = Chart("tablegeneral-pair")
