"""From a log to everything the pages, the command line and the files show of it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from rfm import schema
from rfm.log.cleaned import CleanedLog, Progress, cleaning, ignore_progress
from rfm.settings import Settings

if TYPE_CHECKING:
    from rfm.analysis.classifying import Classified
    from rfm.analysis.log_clusters import LogClusters
    from rfm.clusters.identity import KnownClusters
    from rfm.lifetime import Checked
    from rfm.log.transactions import Prepared, RowCount, Transactions
    from rfm.samples.sources import Source
    from rfm.segments import FittedScheme

STEPS: Final = (
    "Opening the log",
    "Reading its rows",
    "Cleaning",
    "Counting each customer",
    "Scoring and naming segments",
    "Finding clusters",
    "Looking ahead",
    "Describing groups",
    "Publishing",
)

SWITCHED_OFF: Final = "This analysis was made without looking ahead (lifetime: off)."


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """One log, analysed: all tables, models and figures.

    `customers` has one row per customer, by customer number. `segments`, `clusters` and `products`
    have one row per group (and product), best group first. `transactions` holds orders and lines
    in a database, and `prepared` has them as files; both live as long as the `analysing` context.
    """

    source: "Source"
    settings: Settings
    rows: int
    notes: tuple[str, ...]
    as_of: datetime
    transactions: "Transactions"
    prepared: "Prepared"
    customers: pd.DataFrame
    schemes: "tuple[FittedScheme, ...]"
    found_clusters: "LogClusters"
    classified: "Classified"
    looked_ahead: "Checked"
    segments: pd.DataFrame
    clusters: pd.DataFrame | None
    products: pd.DataFrame | None
    pareto: pd.DataFrame
    key_figures: Mapping[str, Any]

    @property
    def groupings(self) -> tuple[str, ...]:
        """Every way the customers are grouped, the chosen scheme first."""
        schemes = tuple(fitted.scheme.name for fitted in self.schemes)
        return schemes if self.found_clusters.reason else (*schemes, schema.CLUSTERS)

    @property
    def report(self) -> "tuple[RowCount, ...]":
        """How many rows of the log have each reason to count or not to."""
        return self.transactions.report

    @property
    def no_clusters_reason(self) -> str:
        """Why there are no clusters; empty when there are."""
        return self.found_clusters.reason


@contextmanager
def analysing(
    source: str,
    settings: Settings,
    *,
    folders: Sequence[Path] = (),
    columns: Mapping[str, str] | None = None,
    known: "KnownClusters | None" = None,
    progress: Progress = ignore_progress,
) -> Iterator[Analysis]:
    """Analyse a log; its orders and lines can be read until the context ends.

    Parameters
    ----------
    source : str
        A file's path or a sample's name.
    settings : Settings
        Every choice that changes a number.
    folders : sequence of Path
        Where the files of samples are looked for.
    columns : mapping of str to str, optional
        Which column of the file holds which field, where the names do not tell.
    known : KnownClusters, optional
        The clusters of the last analysis, whose names and colours go on.
    progress : callable
        Told the index in `STEPS` of each step that begins.

    Yields
    ------
    Analysis
        All tables, models and figures.

    Raises
    ------
    RfmError
        When the log cannot be found, read or analysed with these settings.
    """
    with cleaning(source, settings, folders=folders, columns=columns, progress=progress) as cleaned:
        yield _analyse(cleaned, known, progress)


def _analyse(log: CleanedLog, known: "KnownClusters | None", progress: Progress) -> Analysis:
    from rfm.analysis import groups as grouping
    from rfm.analysis.log_clusters import classify_joined, find_log_clusters
    from rfm.log.customers import customers_of
    from rfm.log.transactions import default_as_of, preparing
    from rfm.segments.profiles import key_figures, pareto

    settings, transactions = log.settings, log.transactions
    with preparing(transactions, log.workspace) as prepared:
        progress(3)
        as_of = settings.as_of or default_as_of(transactions)
        customers = customers_of(transactions, settings, as_of)
        progress(4)
        schemes = grouping.fit_schemes(settings.scheme, customers)
        customers = grouping.with_segments(customers, schemes)
        progress(5)
        fingerprint = prepared.then(log.fingerprint)
        clusters = find_log_clusters(customers, settings, known)
    customers = clusters.customers
    progress(6)
    looked_ahead = _look_ahead(log, customers, as_of)
    ahead = looked_ahead.ahead
    progress(7)
    names = [fitted.scheme.name for fitted in schemes]
    groupings = names if clusters.reason else [*names, schema.CLUSTERS]
    products = grouping.products_of_groups(transactions, prepared.baskets, customers, groupings)
    segments = grouping.describe_segments(customers, schemes, products, settings)
    profiles = grouping.describe_clusters(clusters.customers, clusters.clustering, products)
    return Analysis(
        source=replace(log.source, sha256=fingerprint.result()),
        settings=settings,
        rows=log.rows,
        notes=log.notes,
        as_of=as_of,
        transactions=transactions,
        prepared=prepared,
        customers=customers if ahead is None else customers.join(ahead.outlook.table),
        schemes=schemes,
        found_clusters=clusters,
        classified=classify_joined(clusters, settings),
        looked_ahead=looked_ahead,
        segments=grouping.with_outlook(segments, customers, ahead),
        clusters=None if profiles is None else grouping.with_outlook(profiles, customers, ahead),
        products=products,
        pareto=pareto(customers),
        key_figures=key_figures(customers),
    )


def _look_ahead(log: CleanedLog, customers: pd.DataFrame, as_of: datetime) -> "Checked":
    """Return what the models of lifetime expect, with what there is to trust them by."""
    from rfm.lifetime import Checked, look_ahead_checked, purchase_days
    from rfm.log.transactions.cleaning import shop_time

    if log.settings.lifetime == "off":
        return Checked(None, SWITCHED_OFF, None, SWITCHED_OFF, ())
    moment = shop_time(as_of, log.settings)
    orders = log.transactions.named(log.transactions.orders, schema.CUSTOMER_ID)
    days = purchase_days(orders, moment)
    return look_ahead_checked(customers, days, log.settings, moment)
