"""Every choice about clusters, in one frozen value with its checks."""

from dataclasses import dataclass, field
from typing import Final, get_args

from rfm.errors import SettingsError
from rfm.features.settings import PipelineSettings
from rfm.settings import Algorithm, ensure_clustering
from rfm.table.attribute import TableChoices
from rfm.words import quoted

AUTO: Final = "auto"


@dataclass(frozen=True, kw_only=True)
class ClusteringSettings:
    """The choices about clusters.

    Parameters
    ----------
    table : TableChoices
        What the user says of the table's columns.
    algorithm : str
        Its name, or "auto": the one that the comparison recommends.
    clusters : int, optional
        How many; chosen from the data when absent.
    currency : str
        The symbol or code that money is shown with.
    seed : int
        The seed of everything random.
    names : tuple of (str, str)
        Other names for clusters: what each would be called, and what it is called instead.
    pipeline : PipelineSettings
        How attributes are made comparable.

    Raises
    ------
    SettingsError
        When a value is not one of the above.
    """

    table: TableChoices = field(default_factory=TableChoices)
    algorithm: Algorithm = "auto"
    clusters: int | None = None
    currency: str = ""
    seed: int = 20
    names: tuple[tuple[str, str], ...] = ()
    pipeline: PipelineSettings = field(default_factory=PipelineSettings)

    def __post_init__(self) -> None:
        if self.algorithm not in get_args(Algorithm):
            known = quoted(get_args(Algorithm))
            raise SettingsError(f"'{self.algorithm}' is not an algorithm: give one of {known}.")
        ensure_clustering(self.clusters, self.seed)
