"""A data set as it is listed, and what is said where there is none."""

from dataclasses import dataclass

from rfm.errors import RfmError
from server.jobs.book import JobState


@dataclass(frozen=True)
class Dataset:
    """A data set as the header lists it."""

    name: str
    title: str
    description: str
    state: JobState


class UnknownDatasetError(RfmError):
    """The site has no data set of this name."""


class NotReadyError(RfmError):
    """A data set has no snapshot yet; `state` tells why."""

    def __init__(self, title: str, state: JobState) -> None:
        super().__init__(f"{title} is still being analysed. The page fills as soon as it is done.")
        self.state = state
