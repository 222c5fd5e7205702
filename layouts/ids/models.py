"""The ids of the page Models."""

from typing import Final

from layouts.ids.parts import Chart, Opening


class Models:
    """The page Models.

    MESSAGE takes the place of CONTENT while the log says too little about the future, and
    UNTESTED that of TESTED while it is too short for a back-test. FITTED is hidden where the
    snapshot is older than its chart. OPENED (store): the names of the sections that are open.
    """

    ADDRESS: Final = "models-address"
    OPENED: Final = "models-opened"
    WHY: Final = Opening("models-why")
    WHOLE_TEST: Final = Opening("models-test")
    OPINION: Final = Opening("models-opinion")
    PLACING_TEST: Final = Opening("models-placing-test")

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
    INTERVALS: Final = "models-intervals"
    QUARTERS: Final = "models-quarters"
    LIST_ORDER: Final = "models-list-order"
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
