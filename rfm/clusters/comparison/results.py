"""What a comparison of algorithms found, as it is kept with a snapshot and shown on a page."""

from dataclasses import dataclass

from rfm import schema


@dataclass(frozen=True)
class Scanned:
    """One number of clusters that was tried with one algorithm.

    Parameters
    ----------
    k : int
        Number of clusters.
    fit : float
        What `fit` of the candidate says: inertia, BIC, ...
    silhouette : float
        Mean silhouette, on a sample where there are many customers.
    gap : float, optional
        The gap statistic, for k-means.
    gap_error : float, optional
        Its simulation error.
    """

    k: int
    fit: float
    silhouette: float
    gap: float | None = None
    gap_error: float | None = None


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One algorithm on these customers, with its own best number of clusters.

    Parameters
    ----------
    algorithm : str
        Its name, such as "kmeans", "mixture", "hdbscan", "agglomerative", "prototypes", "birch".
    title : str
        Its name in words.
    why_k : str
        Why it has this many clusters, in a sentence.
    k : int
        Number of clusters, noise not counted.
    scan : tuple of Scanned
        Every number tried; empty for algorithms that find their own.
    fit : str
        What `Scanned.fit` is: one of `schema.FITS`.
    fit_measure : str
        The same in words, such as "inertia (lower is tighter)".
    knee : int, optional
        The k at the elbow of `scan`.
    silhouette, davies_bouldin, calinski_harabasz : float, optional
        Measures of the partition (noise left out); None when there are fewer than two clusters.
    jaccards : tuple of float
        Of each cluster, largest first: mean bootstrap Jaccard, 0 to 1.
    rescaled : tuple of float
        The same where samples are also scaled otherwise; empty when not measured.
    agreement : float, optional
        Lowest adjusted Rand index over ten seeds; None when not measured.
    sizes : tuple of int
        Customers in each cluster, largest first.
    noise : int
        Customers in no cluster.
    seconds : float
        How long its final fit took.
    objections : tuple of str
        Why it is not to be trusted, a sentence each; empty when it is.
    skipped : str
        Why it was not run at all (does not suit the data); empty when it was.
    """

    algorithm: str
    title: str
    why_k: str = ""
    k: int = 0
    scan: tuple[Scanned, ...] = ()
    fit: str = schema.INERTIA
    fit_measure: str = ""
    knee: int | None = None
    silhouette: float | None = None
    davies_bouldin: float | None = None
    calinski_harabasz: float | None = None
    jaccards: tuple[float, ...] = ()
    rescaled: tuple[float, ...] = ()
    agreement: float | None = None
    sizes: tuple[int, ...] = ()
    noise: int = 0
    seconds: float = 0.0
    objections: tuple[str, ...] = ()
    skipped: str = ""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Algorithms side by side.

    Parameters
    ----------
    candidates : tuple of Candidate
        The recommended one first, then in order of preference, then those not run.
    recommended : str
        The algorithm to use.
    reason : str
        Why, in a sentence or two.
    in_use : str
        The algorithm whose clusters the snapshot has.
    has_clear_groups : bool
        Whether a candidate is to be trusted and has thinner ground between its clusters; when not,
        they are a useful cut through one cloud, and `reason` says that the data have no
        clear groups.
    outliers : int
        Customers far from everybody, who did not decide the clusters.
    outliers_sentence : str
        How they were found and what was done with them.
    customers : int
        Customers compared; `sampled` of them where there are many.
    sampled : int
        Customers whose measures were taken.
    bootstraps : int
        Samples drawn for the stability; 0 when the algorithms were not compared yet.
    """

    candidates: tuple[Candidate, ...]
    recommended: str
    reason: str
    in_use: str
    has_clear_groups: bool
    outliers: int = 0
    outliers_sentence: str = ""
    customers: int
    sampled: int
    bootstraps: int = 0

    @property
    def run(self) -> tuple[Candidate, ...]:
        """The algorithms that were run."""
        return tuple(each for each in self.candidates if not each.skipped)

    @property
    def is_whole(self) -> bool:
        """Whether all algorithms were compared, not only the one in use looked at."""
        return self.bootstraps > 0

    def candidate(self, algorithm: str) -> Candidate:
        """Return what was found with one algorithm."""
        return next(each for each in self.candidates if each.algorithm == algorithm)
