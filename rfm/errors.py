"""What can go wrong in an analysis, each as a sentence a shop's staff can act on.

Every message says what is wrong, where, and what to do; a caller may show it to a user as it is.
"""


class RfmError(Exception):
    """Any fault that `rfm` explains to its user."""


class SourceError(RfmError):
    """A log cannot be found, read or understood."""


class QuestionError(SourceError):
    """A log does not tell something that only its user knows; the text asks for it in words.

    Parameters
    ----------
    sentence : str
        The question, in words that hold wherever it is asked.
    option : str
        The choice that answers it, as `rfm.choices` names it: "columns.customer_id",
        "settings.date_order", "kind".
    choices : tuple of (str, str)
        Each possible answer as its value and in words, the likeliest first; empty where any text
        is an answer.
    how : str
        How it is answered on the command line, which comes after the question there.
    said : str
        All that the command line says, where that is more.
    """

    def __init__(
        self,
        sentence: str,
        option: str,
        choices: tuple[tuple[str, str], ...] = (),
        how: str = "",
        said: str = "",
    ) -> None:
        super().__init__(said or f"{sentence} {how}".rstrip())
        self.sentence = sentence
        self.option = option
        self.choices = choices


class SettingsError(RfmError):
    """A setting has a value that the analysis cannot use."""


class HistoryError(SettingsError, ValueError):
    """Rows that a model of lifetime is to learn from are no histories; scikit-learn's kind too."""


class TooLittleError(SettingsError):
    """A log says too little of the future for a model of it, or of the past to test one."""


class SchemeError(RfmError):
    """A segment scheme has a hole, an unreachable name or an unknown column."""


class ClustersError(RfmError):
    """The customers are too few, or the algorithm asked for does not suit them."""


class PredictionError(RfmError):
    """The values to be placed are missing, not numbers, or impossible."""


class PlaybookError(RfmError):
    """A play cannot be kept: a text is missing or too long, or nobody may change it here."""


class SnapshotError(RfmError):
    """A snapshot is missing, damaged or of another version."""


class UnknownCustomerError(RfmError):
    """No customer of the snapshot has this number; `nearest` are numbers that look like it."""

    def __init__(self, message: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.nearest = nearest
