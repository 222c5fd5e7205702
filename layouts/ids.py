"""Every id of the page: a typo is an AttributeError at import, and one search finds every use.

An id is "<page>-<thing>"; its constant is the same words in capitals. Those of the page Playbook
are in layouts/playbook_ids.py, those of a filter by an attribute in layouts/filter_ids.py.
"""

from dataclasses import dataclass
from typing import Any, Final

from layouts.filter_ids import Filter


@dataclass(frozen=True)
class Chart:
    """The ids of one chart's card, all beginning with `name`.

    `graph` takes the figure, `title` and `caption` words, `table` the rows of the table view,
    `csv` is the button and `download` the `dcc.Download` it feeds.
    """

    name: str

    @property
    def card(self) -> str:
        """The card around everything."""
        return f"{self.name}-card"

    @property
    def graph(self) -> str:
        """The `dcc.Graph`."""
        return f"{self.name}-graph"

    @property
    def title(self) -> str:
        """The heading: the finding or the question."""
        return f"{self.name}-title"

    @property
    def caption(self) -> str:
        """The sentence below the chart."""
        return f"{self.name}-caption"

    @property
    def seen(self) -> str:
        """The store that says whether the card came into view: a chart is drawn only then."""
        return f"{self.name}-seen"

    @property
    def asked(self) -> str:
        """The store of what the chart is to show, filled once the card was seen."""
        return f"{self.name}-asked"

    @property
    def table(self) -> str:
        """The container of the table view."""
        return f"{self.name}-table"

    @property
    def csv(self) -> str:
        """The button that downloads the chart's numbers."""
        return f"{self.name}-csv"

    @property
    def download(self) -> str:
        """The `dcc.Download` of that button."""
        return f"{self.name}-download"


class Shell:
    """The frame around every page.

    SHOWN (store): `{"name": "cdnow", "snapshot": "<id>", "kind": "log"}` of the data set shown, or
    None while there is none to show; the page is hidden then and STATUS says why. DATA is the same
    while a log is shown, TABLE while a customer table is, each None otherwise: what only one kind
    has takes one of these as Input, and stands in an element of the class `for-log` or
    `for-customers`, which is hidden for the other kind. In the same way RFM holds the token while
    customers are placed by recency, frequency and money, and ATTRIBUTES while they are placed by
    the columns of a table; the classes are `for-rfm` and `for-attributes`.
    THEME (store): "light" or "dark", already resolved from THEME_CHOICE (light, dark, system).
    TOASTS: the container that messages are put into (see `components.toast`).
    """

    ADDRESS: Final = "shell-address"
    CANCEL: Final = "shell-cancel"
    CANCEL_ROW: Final = "shell-cancel-row"
    DATA: Final = "shell-data"
    SHOWN: Final = "shell-shown"
    TABLE: Final = "shell-table"
    RFM: Final = "shell-rfm"
    ATTRIBUTES: Final = "shell-attributes"
    DATA_SUMMARY: Final = "shell-data-summary"
    DATA_SWITCH: Final = "shell-data-switch"
    MAIN: Final = "shell-main"
    MENU: Final = "shell-menu"
    MENU_TOGGLE: Final = "shell-menu-toggle"
    NAV_CLUSTERS: Final = "shell-nav-clusters"
    NAV_CUSTOMERS: Final = "shell-nav-customers"
    NAV_GENERAL: Final = "shell-nav-general"
    NAV_MODELS: Final = "shell-nav-models"
    NAV_PLAYBOOK: Final = "shell-nav-playbook"
    NAV_PREDICTION: Final = "shell-nav-prediction"
    POLL: Final = "shell-poll"
    RETRY: Final = "shell-retry"
    RETRY_ROW: Final = "shell-retry-row"
    STATUS: Final = "shell-status"
    THEME: Final = "shell-theme"
    THEME_CHOICE: Final = "shell-theme-choice"
    TOASTS: Final = "shell-toasts"


class General:
    """The page General Segmentation.

    GROUPING (store): a scheme's name, or "clusters". GROUP (store): the chosen group's name or "".
    NAMES (store): the grouping's groups, best first; a mark's code is a place in it.
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
    PICKED: Final = "general-picked"
    CHIP: Final = "general-chip"
    CHIP_FIELD: Final = "general-chip-field"
    CHIP_REMOVE: Final = "general-chip-remove"
    NOTICE: Final = "general-notice"
    PLAY: Final = "general-play"
    SENTENCE: Final = "general-sentence"
    KEY_FIGURES: Final = "general-key-figures"
    SEGMENTS: Final = "general-segments"
    SEGMENTS_CSV: Final = "general-segments-csv"
    SEGMENTS_DOWNLOAD: Final = "general-segments-download"
    LISTED: Final = "general-listed"
    LISTED_SECTION: Final = "general-listed-section"
    LISTED_TITLE: Final = "general-listed-title"
    LISTED_NOTE: Final = "general-listed-note"
    LISTED_CSV: Final = "general-listed-csv"
    LISTED_DOWNLOAD: Final = "general-listed-download"
    CLUSTER_SECTION: Final = "general-cluster-section"
    CLUSTER_CARDS: Final = "general-cluster-cards"

    TREEMAP: Final = Chart("general-treemap")
    RECENCY_FREQUENCY: Final = Chart("general-recency-frequency")
    RECENCY_MONETARY: Final = Chart("general-recency-monetary")
    FREQUENCY_MONETARY: Final = Chart("general-frequency-monetary")
    SPACE: Final = Chart("general-space")
    SCORE_GRID: Final = Chart("general-score-grid")
    SIZES: Final = Chart("general-sizes")
    CUSTOMER_TYPES: Final = Chart("general-customer-types")
    PRODUCTS: Final = Chart("general-products")
    PARETO: Final = Chart("general-pareto")
    ELBOW: Final = Chart("general-elbow")
    SILHOUETTES: Final = Chart("general-silhouettes")
    PROFILE: Final = Chart("general-profile")

    # What is ahead: MESSAGE takes the place of the rest where the log says too little.
    AHEAD_MESSAGE: Final = "general-ahead-message"
    AHEAD_CONTENT: Final = "general-ahead-content"
    AHEAD_FIGURES: Final = "general-ahead-figures"
    NEXT_REVENUE: Final = Chart("general-next-revenue")
    VALUE_AND_RISK: Final = Chart("general-value-and-risk")
    RISK_MAP: Final = Chart("general-risk-map")
    CONCENTRATION: Final = Chart("general-concentration")


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


class TableCustomer:
    """What Customer Details shows of a customer of a customer table.

    MESSAGE takes the place of CARD and CHARTS while no customer is shown.
    """

    HEADING: Final = "tablecustomer-heading"
    MESSAGE: Final = "tablecustomer-message"
    CARD: Final = "tablecustomer-card"
    CHARTS: Final = "tablecustomer-charts"

    ATTRIBUTES: Final = "tablecustomer-attributes"
    ATTRIBUTES_CSV: Final = "tablecustomer-attributes-csv"
    ATTRIBUTES_DOWNLOAD: Final = "tablecustomer-attributes-download"

    STANDING: Final = Chart("tablecustomer-standing")
    MAP: Final = Chart("tablecustomer-map")


class Clusters:
    """The page Clusters.

    STATUS says what there is instead of CONTENT: nothing yet, what runs, or what went wrong;
    START_ROW and STOP_ROW are the buttons below it. ALGORITHM is the algorithm whose numbers the
    first charts show.
    """

    SENTENCE: Final = "clusters-sentence"
    VERDICT: Final = "clusters-verdict"
    STATUS: Final = "clusters-status"
    START: Final = "clusters-start"
    START_ROW: Final = "clusters-start-row"
    STOP: Final = "clusters-stop"
    STOP_ROW: Final = "clusters-stop-row"
    POLL: Final = "clusters-poll"
    CONTENT: Final = "clusters-content"
    COMPARED: Final = "clusters-compared"
    ALGORITHM: Final = "clusters-algorithm"
    TREE: Final = "clusters-tree"
    STORIES: Final = "clusters-stories"
    PIPELINE_SECTION: Final = "clusters-pipeline-section"
    PIPELINE: Final = "clusters-pipeline"

    FIT: Final = Chart("clusters-fit")
    SEPARATION: Final = Chart("clusters-separation")
    STABILITY: Final = Chart("clusters-stability")
    SIZES: Final = Chart("clusters-sizes")


class Customers:
    """The page Customer Details.

    MESSAGE takes the place of CARD and CHARTS while no customer is shown. FOCUS has no content: it
    moves the focus to the heading of a customer who was just opened.
    """

    ADDRESS: Final = "customers-address"
    SEARCH: Final = "customers-search"
    FOUND: Final = "customers-found"
    FOCUS: Final = "customers-focus"
    HEADING: Final = "customers-heading"
    MESSAGE: Final = "customers-message"
    CARD: Final = "customers-card"
    CHARTS: Final = "customers-charts"
    PLAY: Final = "customers-play"
    ORDERS: Final = "customers-orders"
    ORDERS_TITLE: Final = "customers-orders-title"
    ORDERS_CAPTION: Final = "customers-orders-caption"
    ORDERS_CSV: Final = "customers-orders-csv"
    ORDERS_DOWNLOAD: Final = "customers-orders-download"

    PURCHASES: Final = Chart("customers-purchases")
    STANDING: Final = Chart("customers-standing")
    TOP_PRODUCTS: Final = Chart("customers-top-products")
    BUYING_TIMES: Final = Chart("customers-buying-times")
    ORDER_VALUES: Final = Chart("customers-order-values")

    FUTURE: Final = "customers-future"
    FUTURE_CHARTS: Final = "customers-future-charts"
    ALIVE: Final = Chart("customers-alive")
    WORTH: Final = Chart("customers-worth")


class Prediction:
    """The page Cluster Prediction.

    TYPICAL (store): the base's medians as texts. ASKED (store): the three texts to place, and
    whether they are the medians.

    The form of a table has a field and a note a column (`attribute_field`, `attribute_note`).
    GIVEN (store): what was typed, by column. SENT (store): name and contents of a file to place.
    """

    ADDRESS: Final = "prediction-address"
    RECENCY: Final = "prediction-recency"
    RECENCY_NOTE: Final = "prediction-recency-note"
    FREQUENCY: Final = "prediction-frequency"
    FREQUENCY_UNIT: Final = "prediction-frequency-unit"
    FREQUENCY_NOTE: Final = "prediction-frequency-note"
    MONETARY: Final = "prediction-monetary"
    MONETARY_UNIT: Final = "prediction-monetary-unit"
    MONETARY_NOTE: Final = "prediction-monetary-note"
    PLACE: Final = "prediction-place"
    TYPICAL: Final = "prediction-typical"
    ASKED: Final = "prediction-asked"
    MESSAGE: Final = "prediction-message"
    RESULT: Final = "prediction-result"
    CHARTS: Final = "prediction-charts"

    COLUMNS_ADDRESS: Final = "prediction-columns-address"
    COLUMNS: Final = "prediction-columns"
    COLUMNS_PLACE: Final = "prediction-columns-place"
    GIVEN: Final = "prediction-given"
    COLUMNS_MESSAGE: Final = "prediction-columns-message"
    COLUMNS_RESULT: Final = "prediction-columns-result"
    COLUMNS_CHARTS: Final = "prediction-columns-charts"
    FILE: Final = "prediction-file"
    FILE_ASKS: Final = "prediction-file-asks"
    FILE_LIMITS: Final = "prediction-file-limits"
    SENT: Final = "prediction-sent"
    FILE_MESSAGE: Final = "prediction-file-message"
    FILE_DOWNLOAD: Final = "prediction-file-download"

    MAP: Final = Chart("prediction-map")
    RECENCY_MONETARY: Final = Chart("prediction-recency-monetary")
    FREQUENCY_MONETARY: Final = Chart("prediction-frequency-monetary")


def attribute_field(name: Any) -> dict[str, Any]:
    """Return the id of a column's field in the form of a table; ALL stands for every field."""
    return {"type": "prediction-attribute", "name": name}


def attribute_note(name: Any) -> dict[str, Any]:
    """Return the id of what is said beside a column's field."""
    return {"type": "prediction-attribute-note", "name": name}


class Models:
    """The page Models.

    MESSAGE takes the place of CONTENT while the log says too little about the future, and
    UNTESTED that of TESTED while it is too short for a back-test. FITTED is hidden where the
    snapshot is older than its chart.
    """

    SENTENCE: Final = "models-sentence"
    MESSAGE: Final = "models-message"
    CONTENT: Final = "models-content"
    KEY_FIGURES: Final = "models-key-figures"
    WARNINGS: Final = "models-warnings"
    IN_USE: Final = "models-in-use"
    CANDIDATES: Final = "models-candidates"
    UNTESTED: Final = "models-untested"
    TESTED: Final = "models-tested"
    TEST_NOTE: Final = "models-test-note"
    VERDICTS: Final = "models-verdicts"
    METRICS: Final = "models-metrics"
    CHURN: Final = "models-churn"
    FITTED: Final = "models-fitted"
    METRICS_CSV: Final = "models-metrics-csv"
    METRICS_DOWNLOAD: Final = "models-metrics-download"
    AGREEMENT: Final = "models-agreement"

    # The model that places new customers: NO_PLACING takes the place of PLACING.
    PLACING_SENTENCE: Final = "models-placing-sentence"
    NO_PLACING: Final = "models-no-placing"
    PLACING: Final = "models-placing"
    PLACING_WARNINGS: Final = "models-placing-warnings"
    PLACING_FIGURES: Final = "models-placing-figures"
    PLACING_CANDIDATES: Final = "models-placing-candidates"
    PLACING_SCORES: Final = "models-placing-scores"

    CONFUSION: Final = Chart("models-confusion")
    IMPORTANCES: Final = Chart("models-importances")
    PLACING_CALIBRATION: Final = Chart("models-placing-calibration")
    REPEATS: Final = Chart("models-repeats")
    ORDER_TENTHS: Final = Chart("models-order-tenths")
    REVENUE_TENTHS: Final = Chart("models-revenue-tenths")
    OVER_TIME: Final = Chart("models-over-time")
    CALIBRATION: Final = Chart("models-calibration")
    RANKING: Final = Chart("models-ranking")
