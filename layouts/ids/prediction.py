"""The ids of the page Cluster Prediction."""

from typing import Any, Final

from layouts.ids.chart import Chart


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
