"""A data set as it is listed, and what is said where there is none."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rfm.errors import RfmError
from rfm.snapshot import Snapshot
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


def is_made_of(newest: Callable[[], Snapshot | None], source: str) -> bool:
    """Tell whether the newest snapshot, if any, was made from a file as it is now."""
    snapshot = newest()
    if snapshot is None:
        return False
    with Path(source).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == snapshot.fingerprint
