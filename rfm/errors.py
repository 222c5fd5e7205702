"""What can go wrong in an analysis, each as a sentence a shop's staff can act on.

Every message says what is wrong, where, and what to do; a caller may show it to a user as it is.
What only the command line has, its options and commands, stands apart: a page has nothing of the
kind.
"""

from typing import Final

# In the environment of a process whose messages a page shows: TOLD_ON=PAGE.
TOLD_ON: Final = "RFM_TOLD_ON"
PAGE: Final = "page"
ASKED_AGAIN: Final = "Bring the file again: this is asked there, and can be answered."


class RfmError(Exception):
    """Any fault that `rfm` explains to its user.

    Parameters
    ----------
    sentence : str
        What is wrong, in words that hold wherever it is read.
    how : str
        What to do on the command line, which comes after the sentence there.
    """

    def __init__(self, sentence: str = "", *, how: str = "") -> None:
        super().__init__(sentence)
        self.how = how

    @property
    def on_command_line(self) -> str:
        """All that the command line says."""
        return f"{self} {self.how}".rstrip()

    @property
    def on_page(self) -> str:
        """What a page says of work that it had done, where nothing is answered any more."""
        return str(self)


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
        super().__init__(sentence, how=how)
        self._said = said
        self.sentence = sentence
        self.option = option
        self.choices = choices

    @property
    def on_command_line(self) -> str:
        """The question, and how it is answered there."""
        return self._said or super().on_command_line

    @property
    def on_page(self) -> str:
        """The question, and where it can be answered."""
        return f"{self} {ASKED_AGAIN}"


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
