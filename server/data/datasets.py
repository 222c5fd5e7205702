"""The data sets the site can show: the samples, and every snapshot published beside them."""

import logging
import threading
from functools import partial
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from rfm.errors import SnapshotError
from rfm.samples.catalogue import SAMPLES, available, default_sample
from rfm.snapshot import Snapshot
from rfm.snapshot.files import MANIFEST
from server.data.editing import Editing
from server.data.imports import Imports
from server.data.listed import Dataset, NotReadyError, UnknownDatasetError, is_made_of
from server.data.plays import Plays
from server.data.requests import Requests
from server.database import Database
from server.health import Health
from server.jobs.book import ANALYSE, COMPARE, DONE, Jobs, JobState
from server.jobs.keeper import Keeper
from server.refusals import RefusedError
from server.settings import ServerSettings
from server.sources.kept import Sources
from server.storage.storing import Storage
from server.versions.making import Versions
from server.versions.naming import is_name

NO_ANSWER: Final = "The database does not answer, so it is not known how this stands."

log = logging.getLogger(__name__)


class Datasets:
    """Lists the data sets, starts their analyses and opens what they published.

    `imports` takes what people bring, `sources` fetches it, `versions` keeps what became of it.
    `playbook` says what to do with their groups, `editing` whether visitors may change anything,
    `requests` keeps what was asked.
    """

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        self._keeper = Keeper(settings)
        database = self._database = Database(settings)
        self.health = Health(settings, database)
        self._jobs = Jobs(database)
        storage = Storage(settings)
        self.versions = Versions(settings, database, storage)
        self.imports = Imports(
            settings, database, storage, self.versions, names=lambda: [*SAMPLES, *self._known()]
        )
        self.requests = Requests(database, storage)
        self.editing = Editing(settings)
        self.sources = Sources(settings, database, self._jobs, self.imports, editing=self.editing)
        self.playbook = Plays(self.editing, database)
        self._opened: dict[str, tuple[str, Snapshot]] = {}
        self._lock = threading.Lock()
        self._has_begun = False

    @property
    def most_upload_mb(self) -> int:
        """How many megabytes people may bring at once."""
        return self._settings.most_upload_mb

    def begin(self) -> None:
        """Have somebody run the jobs, and start the first analysis; once in each process."""
        self._has_begun = True
        self._keeper.begin()
        try:
            name = self.default()
            if self._settings.source:
                newest = partial(is_made_of, lambda: self._open(name), self._settings.source)
                self._jobs.start(ANALYSE, name, done=newest, afresh=True)
            else:
                self.start(name)
        except SQLAlchemyError as error:
            # What is published is shown without it.
            log.warning("The database did not answer: %s.", type(error).__name__)

    def names(self) -> list[Dataset]:
        """Return every data set with its state: what was asked for, samples, then by name."""
        return [self._describe(name) for name in self._known()]

    def default(self) -> str:
        """Return the name of the data set that is shown when the address names none."""
        brought = (name for name in reversed(self._brought()) if self._open(name) is not None)
        asked = self._settings.snapshot_name or next(brought, "")
        return asked or default_sample([self._settings.samples]).name

    def state(self, name: str, kind: str = ANALYSE) -> JobState:
        """Return how a data set stands at this moment, or a comparison on its newest snapshot."""
        self._ensure_known(name)
        return self._standing(name, kind)

    def start(self, name: str, kind: str = ANALYSE, *, afresh: bool = False) -> JobState:
        """Start what a data set has no result of yet, unless it runs; return its state.

        Parameters
        ----------
        name : str
            The data set.
        kind : str
            Its analysis, or, of one that is ready, a comparison of algorithms.
        afresh : bool
            Whether to try again although it failed, or was stopped, before.

        Raises
        ------
        NotReadyError
            When there is no snapshot yet to compare on.
        """
        self._ensure_known(name)
        if self._has_begun:
            # It may not have been possible before.
            self._keeper.begin()
        try:
            self._start(name, kind, afresh=afresh)
        except SQLAlchemyError as error:
            log.warning("The database did not answer: %s.", type(error).__name__)
            return self._unmoving()
        return self._standing(name, kind)

    def cancel(self, name: str, kind: str = ANALYSE) -> JobState:
        """Stop an analysis or a comparison; return its state, which follows within seconds."""
        self._ensure_known(name)
        self._jobs.cancel(kind, name)
        return self._standing(name, kind)

    def snapshot(self, name: str) -> Snapshot:
        """Return the newest snapshot of a data set.

        Raises
        ------
        UnknownDatasetError
            When there is no data set of this name.
        NotReadyError
            When it has no snapshot yet.
        """
        snapshot = self._open(name) if is_name(name) else None
        if snapshot is None:
            self._ensure_known(name)
            raise NotReadyError(self._describe(name).title, self.state(name))
        return snapshot

    def stop(self) -> None:
        """Leave; with the last process of the site its jobs end, and wait for the next start."""
        self._keeper.end()
        self._database.close()

    def _start(self, name: str, kind: str, *, afresh: bool) -> None:
        if kind == ANALYSE and name in self._brought():
            if self._open(name) is None:
                self.versions.start(name, afresh=afresh)
            return
        self._jobs.start(
            kind,
            name,
            done=lambda: self._state(name, kind).kind == "ready",
            # What was compared before is over with the snapshot it compared.
            afresh=afresh or self._state(name, kind).kind == "absent",
            arguments={"snapshot": self.snapshot(name).id} if kind == COMPARE else None,
        )

    def _open(self, name: str) -> Snapshot | None:
        """Return the snapshot at the data set's address, opened once a version."""
        address = self._settings.address(name)
        with self._lock:
            try:
                # The manifest, too: a folder may be emptied while it is shown.
                version = str((address.resolve(strict=True) / MANIFEST).resolve(strict=True))
                kept = self._opened.get(name)
                if kept is None or kept[0] != version:
                    kept = self._opened[name] = version, Snapshot.open(address, name)
            except (OSError, SnapshotError):
                # Nothing there, or damaged, or of another version: it has to be made again.
                self._opened.pop(name, None)
                return None
            return kept[1]

    def _known(self) -> list[str]:
        folders = [self._settings.samples]
        samples = [sample.name for sample in SAMPLES.values() if available(sample, folders)]
        published = sorted(
            path.name
            for path in self._settings.snapshots.glob("[!.]*")
            if path.is_symlink() and is_name(path.name)
        )
        opened = self._settings.snapshot_name
        first = [opened] if opened else []
        return list(dict.fromkeys([*first, *self._brought(), *samples, *published]))

    def _brought(self) -> dict[str, str]:
        """Return the titles of the data sets that people brought; none without an answer."""
        try:
            return self.versions.titles()
        except RefusedError:
            return {}

    def _ensure_known(self, name: object) -> None:
        known_names = self._known()
        if name not in known_names:
            listed = ", ".join(self._describe(known).title for known in known_names)
            raise UnknownDatasetError(
                f"There is no data set '{str(name)[:40]}' here. Choose one of: {listed}."
            )

    def _describe(self, name: str) -> Dataset:
        state = self._standing(name)
        if name in SAMPLES:
            sample = SAMPLES[name]
            return Dataset(name, sample.title, sample.description, state)
        title = self._brought().get(name)
        snapshot = self._open(name)
        return Dataset(name, title or (snapshot.title if snapshot else name), "", state)

    def _standing(self, name: str, kind: str = ANALYSE) -> JobState:
        """Return how a data set stands, or, where nothing can move, why that is so."""
        try:
            state = self._state(name, kind)
        except SQLAlchemyError:
            return self._unmoving()
        is_stuck = state.kind == "working" and self.health.trouble()
        return self._unmoving() if is_stuck else state

    def _unmoving(self) -> JobState:
        return JobState("failed", message=self.health.trouble() or NO_ANSWER)

    def _state(self, name: str, kind: str = ANALYSE) -> JobState:
        if self._has_result(name, kind):
            return JobState("ready")
        job = self._jobs.latest(kind, name)
        if job is None or job.state == DONE:
            # It may have been published between the two looks.
            return JobState("ready" if self._has_result(name, kind) else "absent")
        snapshot = self._open(name)
        of_newest = snapshot is not None and job.arguments.get("snapshot") == snapshot.id
        return (
            JobState("absent") if kind == COMPARE and job.is_over and not of_newest else job.shown
        )

    def _has_result(self, name: str, kind: str) -> bool:
        snapshot = self._open(name)
        return snapshot is not None and (kind == ANALYSE or snapshot.is_compared)
