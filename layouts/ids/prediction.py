"""The ids of the page Cluster Prediction."""

from typing import Any, Final

from layouts.ids.parts import Chart


class Prediction:
    """The page Cluster Prediction.

    The form has a field and a note for everything that may be given: `field` and `note`, by the
    key under which the address holds it.
    TYPICAL (store): by key, what stands in a field that nothing was given for. GIVEN (store): what
    was given, by key. SENT (store): name and contents of a file to place.
    """

    ADDRESS: Final = "prediction-address"
    FORM: Final = "prediction-form"
    FIELDS: Final = "prediction-fields"
    PLACE: Final = "prediction-place"
    TYPICAL: Final = "prediction-typical"
    GIVEN: Final = "prediction-given"
    MESSAGE: Final = "prediction-message"
    RESULT: Final = "prediction-result"
    CHARTS: Final = "prediction-charts"

    FILE: Final = "prediction-file"
    FILE_ASKS: Final = "prediction-file-asks"
    FILE_LIMITS: Final = "prediction-file-limits"
    SENT: Final = "prediction-sent"
    FILE_MESSAGE: Final = "prediction-file-message"
    FILE_DOWNLOAD: Final = "prediction-file-download"

    MAP: Final = Chart("prediction-map")
    RECENCY_MONETARY: Final = Chart("prediction-recency-monetary")
    FREQUENCY_MONETARY: Final = Chart("prediction-frequency-monetary")

    @staticmethod
    def field(key: Any) -> dict[str, Any]:
        """Return the id of a field of the form; ALL stands for every one."""
        return {"type": "prediction-field", "key": key}

    @staticmethod
    def note(key: Any) -> dict[str, Any]:
        """Return the id of what stands beside a field."""
        return {"type": "prediction-note", "key": key}
