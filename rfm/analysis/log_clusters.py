"""The clusters of a log: by recency, frequency and money, or with a customer table joined to it."""

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pandas as pd

from rfm import schema
from rfm.analysis import groups as grouping
from rfm.settings import Settings

if TYPE_CHECKING:
    from rfm.analysis.clusters import Study
    from rfm.clusters.identity import KnownClusters
    from rfm.clusters.purchases import ClusterModel
    from rfm.table.attribute import Attribute, Finding, PipelineStep


@dataclass(frozen=True, kw_only=True)
class LogClusters:
    """The clusters of a log.

    Parameters
    ----------
    customers : DataFrame
        With the columns of a joined table, and the cluster of each customer where there are any.
    model : ClusterModel, optional
        Clusters by recency, frequency and money.
    study : Study, optional
        Clusters that another algorithm found, or that use the columns of a joined table.
    slots : tuple of int
        The places of the clusters' colours.
    attributes : tuple of Attribute
        Recency, frequency and money with the columns of a joined table; empty without one.
    findings : tuple of Finding
        What was found in a joined table.
    steps : tuple of PipelineStep
        How attributes became clusters.
    reason : str
        Why there are no clusters; empty when there are.
    """

    customers: pd.DataFrame
    model: "ClusterModel | None" = None
    study: "Study | None" = None
    slots: tuple[int, ...] = ()
    attributes: "tuple[Attribute, ...]" = ()
    findings: "tuple[Finding, ...]" = ()
    steps: "tuple[PipelineStep, ...]" = ()
    reason: str = ""

    @property
    def paragraphs(self) -> dict[str, str]:
        """The paragraph of each cluster by its name, best first."""
        if self.study is not None:
            return {story.name: story.paragraph for story in self.study.stories.clusters}
        if self.model is not None:
            return dict(zip(self.model.names, self.model.descriptions, strict=True))
        return {}


def find_log_clusters(
    customers: pd.DataFrame, settings: Settings, known: "KnownClusters | None"
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
        When the table to be joined cannot be read.
    """
    if settings.join or settings.algorithm:
        return _of_any_shape(customers, settings, known)
    return _of_rfm(customers, settings, known)


def _of_rfm(
    customers: pd.DataFrame, settings: Settings, known: "KnownClusters | None"
) -> LogClusters:
    from rfm.clusters.identity import keep
    from rfm.clusters.purchases import NoClusters, fit_clusters

    found = fit_clusters(customers, settings, currency=settings.currency)
    if isinstance(found, NoClusters):
        return LogClusters(customers=customers, reason=found.reason)
    labels = found.labels(*(customers[column].to_numpy() for column in schema.RFM))
    kept = keep(known, found.names, pd.Series(labels, customers[schema.CUSTOMER_ID]))
    model = replace(found, names=kept.names)
    return LogClusters(
        customers=grouping.with_clusters(customers, model), model=model, slots=kept.slots
    )


def _of_any_shape(
    customers: pd.DataFrame, settings: Settings, known: "KnownClusters | None"
) -> LogClusters:
    from rfm.analysis.clusters import Study, StudySettings, study
    from rfm.analysis.clusters.of_logs import attributes_of_log
    from rfm.analysis.clusters.steps import steps_of

    values = customers[list(schema.RFM)].to_numpy(dtype=float)
    attributes = attributes_of_log(values, settings.count, settings.currency)
    customers, joined, findings = _joined(customers, settings)
    chosen = StudySettings(
        algorithm=settings.algorithm or "auto",
        clusters=settings.clusters,
        currency=settings.currency,
        seed=settings.seed,
    )
    attributes = (*attributes, *joined)
    found = study(customers, attributes, chosen, value=schema.MONETARY, known=known)
    if not isinstance(found, Study):
        return LogClusters(
            customers=customers, attributes=attributes, findings=findings, reason=found.reason
        )
    return LogClusters(
        customers=customers.join(found.members),
        study=found,
        slots=found.slots,
        attributes=attributes,
        findings=findings,
        steps=steps_of(found, findings, chosen),
    )


def _joined(
    customers: pd.DataFrame, settings: Settings
) -> "tuple[pd.DataFrame, tuple[Attribute, ...], tuple[Finding, ...]]":
    """Return the customers with the columns of the table that is joined to the log."""
    if not settings.join:
        return customers, (), ()
    from rfm.table.joining import join_attributes
    from rfm.table.reading import read_customer_table

    with TemporaryDirectory(prefix="rfm-") as folder:
        table = read_customer_table(
            Path(settings.join).expanduser(),
            Path(folder),
            id_column=settings.join_id,
            ignore=settings.join_ignore,
        )
    joined = join_attributes(customers, table)
    return joined.customers, joined.attributes, joined.findings
