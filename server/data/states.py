"""How a data set, or a comparison on it, stands: what the pages show while there is no result."""

from dataclasses import dataclass
from typing import Literal

from server.jobs.book import CANCELLED, FAILED, Job


@dataclass(frozen=True)
class State:
    """How a data set stands; `step` of `steps` and `message` say what is being done or went wrong.

    `absent` means that nothing was started yet: start it. `cancelled` means that somebody stopped
    it: start it only when asked to.
    """

    kind: Literal["ready", "working", "failed", "cancelled", "absent"]
    step: int = 0
    steps: int = 0
    message: str = ""

    @property
    def share(self) -> float:
        """The share of the steps that are done, from 0 to 1."""
        if self.kind == "ready":
            return 1.0
        return (self.step - 1) / self.steps if self.step else 0.0


def standing_of(job: Job) -> State:
    """Return how a job stands that did not end well, or not yet."""
    kind: Literal["working", "failed", "cancelled"] = "working"
    if job.state == FAILED:
        kind = "failed"
    elif job.state == CANCELLED:
        kind = "cancelled"
    return State(kind, job.step, job.steps, job.message)
