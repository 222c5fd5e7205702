"""The clusters of a log: by recency, frequency and money, or with a customer table joined to it."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from rfm import schema
from rfm.analysis.classifying import Classified, classify
from rfm.analysis.steps import steps_of
from rfm.clusters.clustering import Clustering
from rfm.clusters.identity import KnownClusters
from rfm.clusters.making import by_purchases, compare_all, find_clustering, too_little
from rfm.clusters.settings import AUTO, ClusteringSettings
from rfm.errors import ClustersError
from rfm.features.purchases import attributes_of_log
from rfm.settings import Settings
from rfm.table.attribute import Attribute, Finding, PipelineStep


@dataclass(frozen=True, kw_only=True)
class LogClusters:
    """The clusters of a log.

    Parameters
    ----------
    customers : DataFrame
        With the columns of a joined table, and the cluster of each customer where there are any.
    attributes : tuple of Attribute
        Recency, frequency and money with the columns of a joined table.
    clustering : Clustering, optional
        The clusters.
    findings : tuple of Finding
        What was found in a joined table.
    steps : tuple of PipelineStep
        How attributes became clusters; empty where that is always the same.
    reason : str
        Why there are no clusters; empty when there are.
    """

    customers: pd.DataFrame
    attributes: tuple[Attribute, ...]
    clustering: Clustering | None = None
    findings: tuple[Finding, ...] = ()
    steps: tuple[PipelineStep, ...] = ()
    reason: str = ""


def find_log_clusters(
    customers: pd.DataFrame, settings: Settings, known: KnownClusters | None
) -> LogClusters:
    """Return the clusters of a log's customers.

    Parameters
    ----------
    customers : DataFrame
        One row per customer with `customer_id`, `recency_days`, `frequency`, `monetary`.
    settings : Settings
        Of it: `clusters`, `algorithm`, `join`, `seed`, `count`, `currency`.
    known : KnownClusters, optional
        The clusters of the last analysis, whose names and colours go on.

    Raises
    ------
    RfmError
        When the table to be joined cannot be read, or the algorithm that was chosen does not suit.
    """
    values = customers[list(schema.RFM)].to_numpy(dtype=float)
    own = attributes_of_log(values, settings.count, settings.currency)
    customers, joined, findings = _joined(customers, settings)
    chosen = ClusteringSettings(
        algorithm=settings.algorithm or AUTO,
        clusters=settings.clusters,
        currency=settings.currency,
        seed=settings.seed,
    )
    is_plain = not (settings.join or settings.algorithm)
    recipe = (
        by_purchases(settings.count, chosen) if is_plain else compare_all(chosen, schema.MONETARY)
    )
    found = partial(LogClusters, attributes=(*own, *joined), findings=findings)
    reason = "" if is_plain else too_little(customers, (*own, *joined))
    if reason:
        return found(customers=customers, reason=reason)
    try:
        made = find_clustering(customers, (*own, *joined), recipe, known=known)
    except ClustersError as error:
        if chosen.algorithm != AUTO:
            raise
        return found(customers=customers, reason=str(error))
    steps = () if is_plain else steps_of(made, findings, chosen)
    return found(customers=customers.join(made.members), clustering=made, steps=steps)


def classify_joined(found: LogClusters, settings: Settings) -> Classified:
    """Return the classifier of a log's clusters; that of its own waits for the comparison."""
    if found.clustering is None or not (settings.join or settings.algorithm):
        return Classified(None)
    return classify(
        found.customers,
        found.attributes,
        found.customers[schema.CLUSTER_NAME],
        seed=settings.seed,
        progress=lambda _message: None,
    )


def _joined(
    customers: pd.DataFrame, settings: Settings
) -> tuple[pd.DataFrame, tuple[Attribute, ...], tuple[Finding, ...]]:
    """Return the customers with the columns of the table that is joined to the log."""
    if not settings.join:
        return customers, (), ()
    from rfm.table.choices import TableChoices
    from rfm.table.joining import join_attributes
    from rfm.table.reading import read_customer_table

    with TemporaryDirectory(prefix="rfm-") as folder:
        table = read_customer_table(
            Path(settings.join).expanduser(),
            Path(folder),
            TableChoices(id_column=settings.join_id, ignore=settings.join_ignore),
        )
    joined = join_attributes(customers, table)
    return joined.customers, joined.attributes, joined.findings
