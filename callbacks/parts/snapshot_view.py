"""A whole snapshot as what a visitor looks at, for the pages that show all of it."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from callbacks.parts.grouped_view import snapshot_of, theme_of
from callbacks.parts.looks import look_of
from layouts.theme import LIGHT
from rfm import schema

if TYPE_CHECKING:
    from layouts.charts.drawing.look import Look
    from rfm.snapshot import Snapshot
    from server.data.datasets import Datasets


@dataclass(frozen=True, kw_only=True)
class SnapshotView:
    """A snapshot in a theme, and the algorithm that is chosen; `files` begins the files' names."""

    snapshot: "Snapshot"
    theme: str
    files: str
    algorithm: str = ""

    @property
    def look(self) -> "Look":
        """How the charts are drawn."""
        return look_of(self.snapshot, self.theme, schema.CLUSTERS)

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What an answer depends on."""
        return self.snapshot.id, self.theme, self.algorithm

    def file_name(self, what: str) -> str:
        """Return the name of a chart's CSV file."""
        return f"{self.files}-{what}.csv"


def snapshot_view(
    datasets: "Datasets", files: str, token: Any, theme: Any = LIGHT, algorithm: Any = ""
) -> SnapshotView:
    """Return what is looked at; nothing is updated while there is no data set to show.

    Raises
    ------
    PreventUpdate
        When the page shows no data set yet.
    """
    return SnapshotView(
        snapshot=snapshot_of(datasets, token),
        theme=theme_of(theme),
        files=files,
        algorithm=str(algorithm),
    )
