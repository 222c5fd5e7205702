"""A log that was read and cleaned: what every look at a log begins with."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from rfm.limits import reading_is_over
from rfm.log.keeping import Keeping, kept_facts, open_kept, source_of
from rfm.log.meaning.contacts import contacts_of, with_contacts
from rfm.log.reading import Reading, read_log
from rfm.log.transactions import reasons
from rfm.log.transactions.tables import Transactions
from rfm.reading.tables import Table
from rfm.samples.sources import Source, fingerprinting, open_source
from rfm.settings import Settings
from rfm.threads import aside

if TYPE_CHECKING:
    import pandas as pd
    from ibis.backends.duckdb import Backend

DEFAULTS: Final = Settings()
_GIVEN_BACK: Final = (reasons.GIVEN_BACK, reasons.GAVE_ALL_BACK)
_NO_ORDERS: Final = (
    "An order that was given back whole is no order, and who gave everything back no customer."
)
Progress = Callable[[int, str], None]
"""Called with the index of the step that begins or goes on, and a detail in words."""


def ignore_progress(step: int, detail: str) -> None:
    """Tell nobody how far an analysis is.

    Parameters
    ----------
    step : int
        The index of the step that runs.
    detail : str
        What it does, in words.
    """


@dataclass(frozen=True)
class CleanedLog:
    """A log that was read and cleaned, with the facts that its source adds to the settings.

    Parameters
    ----------
    source : Source
        Where the log came from.
    fingerprint : callable
        Returns the SHA-256 of the file as it was read.
    settings : Settings
        Those asked for, with the source's currency and time zone.
    reading : Reading
        How the file was read, without its lines.
    transactions : Transactions
        The lines and orders that count.
    contacts : DataFrame
        What the log calls its customers beside their numbers, as `contacts_of` gives it.
    workspace : Path
        A folder that lasts as long as the cleaned log.
    """

    source: Source
    fingerprint: Callable[[], str]
    settings: Settings
    reading: Reading
    transactions: Transactions
    contacts: pl.DataFrame
    workspace: Path

    @property
    def rows(self) -> int:
        """Rows of data in the file."""
        return self.reading.rows

    def with_contacts(self, customers: "pd.DataFrame") -> "pd.DataFrame":
        """Return customers with what the log calls them beside their numbers."""
        return with_contacts(customers, self.contacts)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What to check in the log, in sentences; looked for as long as the database is there."""
        from rfm.log.transactions.quality import warnings_of

        return warnings_of(self.transactions, self.settings.currency)

    @property
    def notes(self) -> tuple[str, ...]:
        """How the file was read, what was given back, and what to check in it, in sentences."""
        given_back = any(row.rows for row in self.transactions.report if row.reason in _GIVEN_BACK)
        return (*self.reading.notes, *((_NO_ORDERS,) * given_back), *self.warnings)


@contextmanager
def cleaning(
    source: str,
    settings: Settings,
    *,
    folders: Sequence[Path] = (),
    columns: Mapping[str, str] | None = None,
    more: Sequence[str] = (),
    progress: Progress = ignore_progress,
    table: Table | None = None,
    keeping: Keeping | None = None,
) -> Iterator[CleanedLog]:
    """Read and clean a log as `analysing` does, and no more.

    Parameters
    ----------
    source : str
        A sample's name or a file's path.
    settings : Settings
        How rows are read and which count.
    folders : sequence of Path
        Where the files of samples are looked for.
    columns : mapping of str to str, optional
        The file's column of a field, where its name does not tell.
    more : sequence of str
        Paths of further files of the same layout.
    progress : callable
        Is told each step as it begins.
    table : Table, optional
        The files, where they are opened already.
    keeping : Keeping, optional
        Where what is read is kept, and what it is added to.

    Yields
    ------
    CleanedLog
        For the time of the `with` block.

    Examples
    --------
    >>> with cleaning("cdnow", Settings()) as log:
    ...     {row.label: row.rows for row in log.transactions.report if row.rows}
    {'Purchase': 69579, 'Zero price': 80}
    """
    with TemporaryDirectory(prefix="rfm-") as folder:
        workspace = Path(folder)
        progress(0, "")
        opened = open_source(source, workspace, folders, more)
        settings = _with_facts_of(opened, settings)
        # It takes a second to import, and that there is no such file is told before.
        from rfm.log.transactions.cleaning import clean, connect

        # Reading leaves this thread with little to do.
        connecting = aside(partial(connect, workspace))
        with fingerprinting(opened) as own_fingerprint, _ending(connecting):
            progress(1, "")
            fingerprint, facts = own_fingerprint, kept_facts(opened.path)
            if facts is not None:
                opened, fingerprint = source_of(facts, opened)
                reading, _ = open_kept(opened.path)
            else:
                reading = read_log(opened.paths, settings, workspace, mapping=columns, table=table)
            if keeping is not None:
                sha256 = fingerprint()
                reading, fingerprint = keeping.keep(reading, opened, sha256), lambda: sha256
            settings = replace(settings, currency=settings.currency or reading.currency)
            progress(2, "")
            contacts = contacts_of(reading)
            cleaned = clean(reading, settings, connecting.result())
            # The database has its lines now; a log in memory is no longer needed there.
            reading = replace(reading, lines=pl.DataFrame())
            reading_is_over()
            yield CleanedLog(opened, fingerprint, settings, reading, cleaned, contacts, workspace)


@contextmanager
def _ending(connecting: "Future[Backend]") -> Iterator[None]:
    """Disconnect in the end from a database that is being connected to."""
    try:
        yield
    finally:
        connecting.result().disconnect()


def _with_facts_of(source: Source, settings: Settings) -> Settings:
    """Fill in what the source knows of itself and the user did not say."""
    facts: dict[str, Any] = {
        name: value
        for name, value in source.facts.items()
        if getattr(settings, name) == getattr(DEFAULTS, name)
    }
    return replace(settings, **facts)
