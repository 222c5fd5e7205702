"""How the comparison of algorithms stands, which begins by itself, and what can be done then."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from layouts.clusters import page as clusters_page
from rfm import schema
from server.jobs.book import COMPARE

if TYPE_CHECKING:
    from rfm.snapshot import Snapshot
    from server.data.datasets import Datasets
    from server.jobs.book import JobState


@dataclass(frozen=True)
class ComparisonState:
    """What stands instead of a comparison, and which button is offered; both may be empty."""

    status: Any = None
    offer: str = ""
    is_working: bool = False
    # The version of the data set that has what was to be shown; empty while there is none.
    snapshot: str = ""

    def is_new_to(self, shown: str) -> bool:
        """Tell whether a browser that shows a version should look for a newer one."""
        return bool(self.snapshot) and self.snapshot != shown


def stand(datasets: "Datasets", name: str, asked: str = "") -> ComparisonState:
    """Return how the comparison on a data set stands, having started or stopped it if asked."""
    snapshot = datasets.snapshot(name)
    reason = _no_clusters(snapshot)
    if snapshot.is_compared or reason:
        status = clusters_page.no_clusters(snapshot.title, reason) if reason else None
        return ComparisonState(status, snapshot=snapshot.id)
    if asked == "start":
        return _in_words(datasets.start(name, COMPARE, afresh=True), snapshot)
    if asked == "stop":
        return _in_words(datasets.cancel(name, COMPARE), snapshot)
    state = datasets.state(name, COMPARE)
    # The clusters are there with the analysis; how far to trust them follows by itself.
    return _in_words(datasets.start(name, COMPARE) if state.kind == "absent" else state, snapshot)


def _in_words(state: "JobState", snapshot: "Snapshot") -> ComparisonState:
    title = snapshot.title
    if state.kind not in ("failed", "cancelled"):
        sentence = state.message or "It begins. The page fills as soon as it is done."
        step = f"Step {state.step} of {state.steps}: {sentence}" if state.step else sentence
        return ComparisonState(clusters_page.working(title, step, state.share), is_working=True)
    return ComparisonState(clusters_page.given_up(title, state.message), clusters_page.AGAIN)


def _no_clusters(snapshot: "Snapshot") -> str:
    if schema.CLUSTERS in snapshot.groupings:
        return ""
    return snapshot.no_clusters_reason or "Nothing was found that sets customers apart."
