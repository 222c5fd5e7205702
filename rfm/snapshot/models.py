"""The models of a published analysis, each read when it is asked for."""

from functools import cached_property
from typing import TYPE_CHECKING, Final

import pandas as pd

from rfm import schema
from rfm.records import from_record
from rfm.segments import FittedScheme
from rfm.snapshot import files
from rfm.snapshot.clusterings import StoredClustering

if TYPE_CHECKING:
    from rfm.clusters.comparison.results import Candidate
    from rfm.lifetime import Lifetime
    from rfm.lifetime.backtesting import BackTest
    from rfm.lifetime.second_opinion import Agreement
    from rfm.movement.movement import Movement

BEFORE_LIFETIME: Final = (
    "This snapshot was made before the program looked ahead. Make it again to see what it expects."
)
BEFORE_MOVEMENT: Final = (
    "This snapshot was made before the program compared two moments. Make it again to see what "
    "changed."
)


class StoredModels(StoredClustering):
    """The models in the folder of one published analysis."""

    @property
    def groupings(self) -> tuple[str, ...]:
        """Every way the customers are grouped: the schemes, and clusters where there are any."""
        return tuple(self.manifest["groupings"])

    @property
    def scheme_reason(self) -> str:
        """Why the first scheme is another one than usual; empty where it is the usual one."""
        return str(self.manifest.get("scheme_reason", ""))

    @cached_property
    def schemes(self) -> tuple[FittedScheme, ...]:
        """The schemes as fitted to this base, the chosen one first."""
        stored = self._json(files.SCHEME_MODELS)
        return tuple(from_record(FittedScheme, each) for each in stored)

    @property
    def cluster_scan(self) -> pd.DataFrame:
        """The numbers of clusters that were tried: k, one of `schema.FITS`, mean silhouette."""
        in_use = self.clusters_in_use
        tried = in_use.scan if in_use else ()
        return pd.DataFrame(
            {
                schema.K: [one.k for one in tried],
                in_use.fit if in_use else schema.INERTIA: [one.fit for one in tried],
                schema.SILHOUETTE: [one.silhouette for one in tried],
            }
        )

    @property
    def clusters_reason(self) -> str:
        """Why there are as many clusters as there are, in a sentence; empty without clusters."""
        return self.clusters_in_use.why_k if self.clusters_in_use else ""

    @cached_property
    def clusters_in_use(self) -> "Candidate | None":
        """What was found of the algorithm in use; None without clusters."""
        return self.comparison.candidate(self.comparison.in_use) if self.comparison else None

    @property
    def no_clusters_reason(self) -> str:
        """Why there are no clusters; empty when there are."""
        return str(self.manifest["no_clusters_reason"])

    @cached_property
    def lifetime(self) -> "Lifetime | None":
        """The models of what customers will do; None when the log says too little about it."""
        from rfm.lifetime import Lifetime

        return self._record(Lifetime, files.LIFETIME_MODEL)

    @property
    def no_lifetime_reason(self) -> str:
        """Why there are no models of lifetime; empty when there are."""
        return str(self.manifest.get("no_lifetime_reason", BEFORE_LIFETIME))

    @cached_property
    def movement(self) -> "Movement | None":
        """What changed since one period earlier; None when the log is too short to tell."""
        from rfm.movement.movement import Movement

        return self._record(Movement, files.MOVEMENT)

    @property
    def no_movement_reason(self) -> str:
        """Why it is not known what changed; empty when it is."""
        return str(self.manifest.get("no_movement_reason", BEFORE_MOVEMENT))

    @cached_property
    def back_test(self) -> "BackTest | None":
        """How the models would have done on the log's own past; None where it cannot tell."""
        from rfm.lifetime.backtesting import BackTest

        return self._record(BackTest, files.BACK_TEST)

    @property
    def no_back_test_reason(self) -> str:
        """Why there is no back-test; empty when there is."""
        return str(self.manifest.get("no_back_test_reason", BEFORE_LIFETIME))

    @cached_property
    def second_opinion(self) -> "tuple[Agreement, ...]":
        """What the lifetimes package says of the same fits; empty without models."""
        from rfm.lifetime.second_opinion import Agreement

        if files.SECOND_OPINION not in self.manifest["files"]:
            return ()
        stored = self._json(files.SECOND_OPINION)
        return tuple(from_record(Agreement, each) for each in stored)
