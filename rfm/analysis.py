"""From a log to everything the pages, the command line and the files show of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from rfm import schema
from rfm.settings import Settings

if TYPE_CHECKING:
    from rfm.clusters import ClusterModel
    from rfm.lifetime import Ahead
    from rfm.lifetime.backtesting import BackTest
    from rfm.lifetime.checks import Checked
    from rfm.lifetime.second_opinion import Agreement
    from rfm.reading import Reading
    from rfm.segments import FittedScheme
    from rfm.sources import Source
    from rfm.transactions import Prepared, Transactions

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
DEFAULTS: Final = Settings()
Progress = Callable[[int], None]
"""Called with the index in `STEPS` of the step that begins."""


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
    cluster_model: "ClusterModel | None"
    no_clusters_reason: str
    ahead: "Ahead | None"
    no_lifetime_reason: str
    back_test: "BackTest | None"
    no_back_test_reason: str
    second_opinion: "tuple[Agreement, ...]"
    segments: pd.DataFrame
    clusters: pd.DataFrame | None
    products: pd.DataFrame | None
    pareto: pd.DataFrame
    key_figures: Mapping[str, Any]

    @property
    def groupings(self) -> tuple[str, ...]:
        """Every way the customers are grouped, the chosen scheme first."""
        schemes = tuple(fitted.scheme.name for fitted in self.schemes)
        return schemes if self.cluster_model is None else (*schemes, schema.CLUSTERS)


def ignore_progress(step: int) -> None:
    """Tell nobody how far an analysis is."""


@contextmanager
def analysing(
    source: str,
    settings: Settings,
    *,
    folders: Sequence[Path] = (),
    columns: Mapping[str, str] | None = None,
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
        yield _analyse(cleaned, progress)


@dataclass(frozen=True)
class CleanedLog:
    """A log that was read and cleaned, with the facts that its source adds to the settings."""

    source: "Source"
    settings: Settings
    reading: "Reading"
    transactions: "Transactions"
    workspace: Path


@contextmanager
def cleaning(
    source: str,
    settings: Settings,
    *,
    folders: Sequence[Path] = (),
    columns: Mapping[str, str] | None = None,
    progress: Progress = ignore_progress,
) -> Iterator[CleanedLog]:
    """Read and clean a log as `analysing` does, and no more."""
    from rfm.reading import read_log
    from rfm.sources import open_source
    from rfm.transactions import clean, connect

    with TemporaryDirectory(prefix="rfm-") as folder:
        workspace = Path(folder)
        progress(0)
        opened = open_source(source, workspace, folders)
        settings = _with_facts_of(opened, settings)
        progress(1)
        reading = read_log(opened.path, settings, workspace, mapping=columns)
        settings = replace(settings, currency=settings.currency or reading.currency)
        progress(2)
        connection = connect(workspace)
        try:
            cleaned = clean(reading, settings, connection)
            yield CleanedLog(opened, settings, reading, cleaned, workspace)
        finally:
            connection.disconnect()


def _analyse(log: CleanedLog, progress: Progress) -> Analysis:
    from rfm import grouping
    from rfm.customers import customer_table
    from rfm.profiles import key_figures, pareto
    from rfm.transactions import default_as_of, preparing

    settings, transactions = log.settings, log.transactions
    progress(3)
    as_of = settings.as_of or default_as_of(transactions)
    customers = customer_table(transactions, settings, as_of).to_pyarrow().to_pandas()
    progress(4)
    schemes = grouping.fit_schemes(settings.scheme, customers)
    customers = grouping.with_segments(customers, schemes)
    progress(5)
    # The database has nothing else to do while clusters are sought.
    with preparing(transactions, log.workspace) as prepared:
        model, reason = _fit_clusters(customers, settings)
    if model is not None:
        customers = grouping.with_clusters(customers, model)
    progress(6)
    looked = _look_ahead(log, customers, as_of)
    ahead = looked.ahead
    progress(7)
    groupings = [*(fitted.scheme.name for fitted in schemes), *([schema.CLUSTERS] if model else [])]
    products = grouping.products_of_groups(
        prepared.baskets, transactions.products, customers, groupings
    )
    segments = grouping.describe_segments(customers, schemes, products, settings)
    clusters = None if model is None else grouping.describe_clusters(customers, model, products)
    return Analysis(
        source=log.source,
        settings=settings,
        rows=log.reading.rows,
        notes=log.reading.notes,
        as_of=as_of,
        transactions=transactions,
        prepared=prepared,
        customers=customers if ahead is None else customers.join(ahead.outlook.table),
        schemes=schemes,
        cluster_model=model,
        no_clusters_reason=reason,
        ahead=ahead,
        no_lifetime_reason=looked.no_lifetime_reason,
        back_test=looked.back_test,
        no_back_test_reason=looked.no_back_test_reason,
        second_opinion=looked.second_opinion,
        segments=grouping.with_outlook(segments, customers, ahead),
        clusters=None if clusters is None else grouping.with_outlook(clusters, customers, ahead),
        products=products,
        pareto=pareto(customers),
        key_figures=key_figures(customers),
    )


def _fit_clusters(customers: pd.DataFrame, settings: Settings) -> "tuple[ClusterModel | None, str]":
    """Return the clusters, or None and why there are none."""
    from rfm.clusters import NoClusters, fit_clusters

    found = fit_clusters(customers, settings, currency=settings.currency)
    return (None, found.reason) if isinstance(found, NoClusters) else (found, "")


def _look_ahead(log: CleanedLog, customers: pd.DataFrame, as_of: datetime) -> "Checked":
    """Return what the models of lifetime expect, with what there is to trust them by."""
    from rfm.lifetime import purchase_days
    from rfm.lifetime.checks import Checked, look_ahead_checked
    from rfm.transactions.cleaning import shop_time

    if log.settings.lifetime == "off":
        return Checked(None, SWITCHED_OFF, None, SWITCHED_OFF, ())
    moment = shop_time(as_of, log.settings)
    days = purchase_days(log.transactions.orders, moment)
    return look_ahead_checked(customers, days, log.settings, moment)


def _with_facts_of(source: "Source", settings: Settings) -> Settings:
    """Fill in what the source knows of itself and the user did not say."""
    facts: dict[str, Any] = {
        name: value
        for name, value in source.facts.items()
        if getattr(settings, name) == getattr(DEFAULTS, name)
    }
    return replace(settings, **facts)
