"""The state of a data set, or of a comparison on it: what pages show while there is no result."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from server.jobs.book import CANCELLED, DONE, FAILED, Job

Kind = Literal["ready", "working", "failed", "cancelled", "absent"]


@dataclass(frozen=True)
class JobState:
    """How far a job is, or what came of it.

    `step` of `steps` and `message` say what is being done or went wrong. `absent` means that
    nothing was started yet: start it. `cancelled` means that somebody stopped it: start it only
    when asked to.
    """

    kind: Kind
    step: int = 0
    steps: int = 0
    message: str = ""

    @property
    def share(self) -> float:
        """The share of the steps that are done, from 0 to 1."""
        if self.kind == "ready":
            return 1.0
        return (self.step - 1) / self.steps if self.step else 0.0


def state_of(job: Job) -> JobState:
    """Return the state of a job."""
    kinds: Mapping[str, Kind] = {DONE: "ready", FAILED: "failed", CANCELLED: "cancelled"}
    return JobState(kinds.get(job.state, "working"), job.step, job.steps, job.message)
