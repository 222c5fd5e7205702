"""From a log to everything the pages, the command line and the files show of it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from rfm import schema
from rfm.log.cleaned import CleanedLog, Progress, cleaning, ignore_progress
from rfm.settings import Settings
from rfm.threads import aside

if TYPE_CHECKING:
    from rfm.analysis.clusters import FoundClusters
    from rfm.analysis.naming import Named
    from rfm.classifier.model import Classified
    from rfm.clusters.identity import KnownClusters
    from rfm.lifetime import Checked, LookAhead
    from rfm.log.keeping import Keeping
    from rfm.log.transactions.tables import RowCount, Transactions
    from rfm.log.transactions.writing import Prepared
    from rfm.movement.changes import Moved
    from rfm.samples.sources import Source
    from rfm.segments import FittedScheme
    from rfm.segments.known import KnownSchemes

STEPS: Final = (
    "Opening the log",
    "Reading its rows",
    "Cleaning",
    "Counting each customer",
    "Finding clusters",
    "Looking ahead",
    "Scoring and naming segments",
    "Describing groups",
    "Publishing",
)


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """One log, analysed: all tables, models and figures.

    Parameters
    ----------
    source : Source
        Where the log came from.
    settings : Settings
        Every choice that changes a number, with the source's currency and time zone.
    rows, report : int, tuple of RowCount
        Rows of the file, and what became of them.
    notes : tuple of str
        How the file was read, in sentences.
    as_of : datetime
        The day that the analysis looks back from.
    transactions, prepared : Transactions, Prepared
        Orders and lines, in a database and as files, as long as the `analysing` context lives.
    customers : DataFrame
        One row per customer, by customer number.
    schemes, groupings : tuple of FittedScheme, tuple of str
        The schemes of segments; the names of all ways to group customers.
    scheme_reason : str
        Why the first scheme is another one than usual; empty where it is the usual or chosen one.
    found_clusters : FoundClusters
        The clusters, or why there are none.
    classified : Classified
        The model that tells them from all attributes.
    looked_ahead : Checked
        What is expected of customers, and how it did on the past.
    moved : Moved
        What changed since one period earlier.
    segments, clusters, products : DataFrame
        One row per group (and product), best group first; None without clusters or products.
    pareto : DataFrame
        What share of the money the best customers bring.
    key_figures : mapping
        The figures of all customers by name.
    """

    source: "Source"
    settings: Settings
    rows: int
    report: "tuple[RowCount, ...]"
    notes: tuple[str, ...]
    as_of: datetime
    transactions: "Transactions"
    prepared: "Prepared"
    customers: pd.DataFrame
    schemes: "tuple[FittedScheme, ...]"
    scheme_reason: str
    groupings: tuple[str, ...]
    found_clusters: "FoundClusters"
    classified: "Classified"
    looked_ahead: "Checked"
    moved: "Moved"
    segments: pd.DataFrame
    clusters: pd.DataFrame | None
    products: pd.DataFrame | None
    pareto: pd.DataFrame
    key_figures: Mapping[str, Any]


@contextmanager
def analysing(
    source: str,
    settings: Settings,
    *,
    folders: Sequence[Path] = (),
    columns: Mapping[str, str] | None = None,
    more: Sequence[str] = (),
    known: "KnownClusters | None" = None,
    before: "KnownSchemes | None" = None,
    progress: Progress = ignore_progress,
    keeping: "Keeping | None" = None,
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
    more : sequence of str
        Paths of further files of the same layout.
    known : KnownClusters, optional
        The clusters of the last analysis, whose names and colours go on.
    before : KnownSchemes, optional
        The schemes of the last analysis, whose points go on where they are learned once.
    progress : callable
        Told the index in `STEPS` of each step that begins, and a detail in words.
    keeping : Keeping, optional
        Where what is read is kept, and what it is added to.

    Yields
    ------
    Analysis
        All tables, models and figures.

    Raises
    ------
    RfmError
        When the log cannot be found, read or analysed with these settings.
    """
    # It takes a second, while the database works on the log.
    learning = aside(partial(import_module, "sklearn.cluster"))
    with cleaning(
        source,
        settings,
        folders=folders,
        columns=columns,
        more=more,
        progress=progress,
        keeping=keeping,
    ) as cleaned:
        # Two threads that import parts of one package see each other's half-made modules.
        learning.result()
        yield _analyse(cleaned, known, before, progress)


def _analyse(
    log: CleanedLog,
    known: "KnownClusters | None",
    before: "KnownSchemes | None",
    progress: Progress,
) -> Analysis:
    from rfm.analysis.ahead import look_ahead_of
    from rfm.analysis.asking import ask_of_log
    from rfm.analysis.before import rescore_earlier, with_changes
    from rfm.analysis.clusters import find_log_clusters
    from rfm.analysis.comparing import classify
    from rfm.analysis.naming import name_customers, score_customers
    from rfm.log.customers import customers_of
    from rfm.log.transactions.tables import default_as_of
    from rfm.log.transactions.writing import preparing

    settings, transactions = log.settings, log.transactions
    progress(3, "")
    as_of = settings.as_of or default_as_of(transactions)
    customers = log.with_contacts(customers_of(transactions, settings, as_of))
    scored = score_customers(customers, settings, before)
    with preparing(transactions, log.workspace) as prepared:
        # Nobody else uses this connection of the database while clusters are found.
        rescoring = partial(rescore_earlier, log, customers, as_of, before)
        asked = aside(partial(ask_of_log, log, prepared, customers, scored, rescoring))
        progress(4, "")
        fingerprint = aside(log.fingerprint)
        found = find_log_clusters(customers, settings, known)
        earlier, products = asked.result()
    progress(5, "")
    looked_ahead = look_ahead_of(log, found.table.customers, as_of)
    progress(6, "")
    named = name_customers(found.table.customers, scored, settings, looked_ahead.ahead)
    named, moved = with_changes(named, earlier)
    progress(7, "")
    return Analysis(
        source=replace(log.source, sha256=fingerprint.result()),
        settings=settings,
        rows=log.rows,
        report=transactions.report,
        notes=log.notes,
        as_of=as_of,
        transactions=transactions,
        prepared=prepared,
        schemes=named.schemes,
        scheme_reason=named.reason,
        found_clusters=found,
        classified=classify(found, settings.seed),
        looked_ahead=looked_ahead,
        moved=moved,
        **_groups(log, (prepared, products), named, found, looked_ahead.ahead),
    )


def _groups(
    log: CleanedLog,
    bought: "tuple[Prepared, pd.DataFrame | None]",
    named: "Named",
    found: "FoundClusters",
    ahead: "LookAhead | None",
) -> dict[str, Any]:
    """Return the customers, and every table of their groups."""
    from rfm.analysis import groups as grouping
    from rfm.segments.profiles import key_figures, pareto

    customers, schemes = named.customers, named.schemes
    names = tuple(fitted.scheme.name for fitted in schemes)
    groupings = names if found.reason else (*names, schema.CLUSTERS)
    products = grouping.products_of_all(log, bought, named, has_clusters=not found.reason)
    segments = grouping.describe_segments(customers, schemes, named.untrue, products, log.settings)
    clusters = grouping.describe_clusters(customers, found.clustering, products)
    return {
        "customers": customers,
        "groupings": groupings,
        "segments": grouping.with_outlook(segments, customers, ahead),
        "clusters": None if clusters is None else grouping.with_outlook(clusters, customers, ahead),
        "products": products,
        "pareto": pareto(customers),
        "key_figures": key_figures(customers),
    }
