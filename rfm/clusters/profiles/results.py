"""What is told of each cluster, as it is kept with a snapshot and shown on a page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

TRUE_OF: Final = 0.9
"""The share of a cluster's members of whom is true what its name states as a fact."""
_CHANGED: Final = "It was called '{}' before, which is no longer true of it."


@dataclass(frozen=True, kw_only=True)
class Effect:
    """How one attribute sets a cluster apart from all other customers.

    Parameters
    ----------
    attribute : str
        The attribute's name.
    level : str
        The level of a category that is meant; empty for numbers.
    size : float
        Cliff's delta of a number (-1 to 1), the difference of shares of a level (-1 to 1).
    strength : str
        "large", "medium", "small" or "negligible".
    inside, outside : float
        Median of a number, share of a level: in the cluster and among all others.
    sentence : str
        The same in words.
    """

    attribute: str
    level: str
    size: float
    strength: str
    inside: float
    outside: float
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A short rule that nearly says who belongs, read off a shallow surrogate tree.

    Parameters
    ----------
    text : str
        The rule in words, such as "Balance above £2,000 and Purchases at most £50".
    precision : float
        Share of those who meet it that belong to the cluster.
    recall : float
        Share of the cluster that meets it.
    """

    text: str
    precision: float
    recall: float


@dataclass(frozen=True, kw_only=True)
class ClusterProfile:
    """All that is told of one cluster.

    Parameters
    ----------
    cluster : int
        Its number, 0 the best; noise is the last one.
    name : str
        Unique, at most 40 characters.
    summary : str
        A few sentences with its own numbers.
    rule_sentence, caveat : str
        The best rule with how often it is right, and why the cluster is not to be trusted; either
        may be empty.
    change : str
        Which name it had, where that is no longer true.
    customers : int
        How many belong to it.
    share : float
        Of all customers.
    jaccard : float, optional
        Its bootstrap stability; below .75 it is not to be trusted.
    is_noise : bool
        Whether it is the group of those in no cluster.
    effects : tuple of Effect
        What sets it apart, the largest first.
    rules : tuple of Rule
        One or more, the one with the largest recall first.
    typical : tuple of str
        Customer numbers nearest to its middle.
    """

    cluster: int
    name: str
    summary: str
    customers: int
    share: float
    jaccard: float | None = None
    is_noise: bool = False
    effects: tuple[Effect, ...] = ()
    rules: tuple[Rule, ...] = ()
    typical: tuple[str, ...] = ()
    rule_sentence: str = ""
    caveat: str = ""
    change: str = ""

    @property
    def paragraph(self) -> str:
        """All that is to be said of it."""
        said = (self.summary, self.change, self.rule_sentence, self.caveat)
        return " ".join(filter(None, said))


@dataclass(frozen=True, kw_only=True)
class ClusterProfiles:
    """What is told of all clusters.

    Parameters
    ----------
    clusters : tuple of ClusterProfile
        By number.
    tree_accuracy : float
        Share of customers that the surrogate tree puts into their cluster.
    tree_depth : int
        How deep it is.
    tree_sentence : str
        The two as a sentence.
    """

    clusters: tuple[ClusterProfile, ...]
    tree_accuracy: float
    tree_depth: int
    tree_sentence: str

    def renamed(self, names: Sequence[str], dropped: Sequence[str] = ()) -> "ClusterProfiles":
        """Return the same profiles of clusters with other names, by number.

        Parameters
        ----------
        names : sequence of str
            What they are called.
        dropped : sequence of str
            What they were called, where that is no longer true; else empty.

        Returns
        -------
        ClusterProfiles
            Each dropped name is told in the profile's `change`.
        """
        old = dropped or [""] * len(names)
        return replace(
            self,
            clusters=tuple(
                replace(each, name=name, change=_CHANGED.format(before) if before else "")
                for each, name, before in zip(self.clusters, names, old, strict=True)
            ),
        )

    def with_stability(self, jaccards: Sequence[float]) -> "ClusterProfiles":
        """Return the same profiles with the bootstrap stability of each cluster, by number."""
        both = zip(self.clusters, jaccards, strict=True)
        return replace(self, clusters=tuple(replace(each, jaccard=one) for each, one in both))
