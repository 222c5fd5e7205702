"""A version of a data set: what was brought, how far its analysis is, and what that found."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sqlalchemy import Connection, Row, Select, select

from server.jobs.book import JobState, shown_as
from server.refusals import CONFLICT, RefusedError
from server.tables import JOBS, VERSIONS

Mode = Literal["new", "replace", "append"]
NEW: Final = "new"
REPLACE: Final = "replace"
APPEND: Final = "append"
OTHER_BODY: Final = "This was sent before with other content, so it was not done again."
# Of a version's facts: the fingerprint of the header that its files have.
LAYOUT: Final = "layout"
_OF_JOB: Final = ("state", "step", "steps", "message")


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of a data set.

    Attributes
    ----------
    dataset, number : str, int
        Whose version it is, and which: 1 is the first.
    state : JobState
        How far its analysis is; `ready` when it can be shown at once or made again.
    mode : {"new", "replace", "append"}
        How it came about.
    base : int, optional
        The version that it was added to.
    source : tuple of str
        The names of the files it was made of.
    content_hash : str
        The SHA-256 of its content.
    choices : mapping
        How its files were read, as `rfm.choices` has it.
    report, notes, figures : list, list, mapping
        What became of its rows, how they were read, and its key figures; empty before it is done.
    snapshot : str
        The id of its snapshot, empty before it is done.
    created_at, created_by : float, str
        When (seconds since 1970) and by whom it was brought.
    is_current : bool
        Whether it is the one that is shown.
    merged : mapping
        How many rows it appended, recognised and corrected, where it was added to another.
    kept : tuple of str
        The files that it can be made again from.
    """

    dataset: str
    number: int
    state: JobState
    mode: Mode
    base: int | None
    source: tuple[str, ...]
    content_hash: str
    choices: Mapping[str, Any]
    report: Sequence[Mapping[str, Any]]
    notes: Sequence[str]
    figures: Mapping[str, Any]
    snapshot: str
    created_at: float
    created_by: str
    is_current: bool
    merged: Mapping[str, int] = field(default_factory=dict)
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NewVersion:
    """A version as it is asked for; the other fields are those of `Version`.

    `key` is the same whenever the same request is repeated; empty where it is not.
    """

    dataset: str
    title: str
    mode: Mode
    upload: str
    files: Sequence[tuple[str, str]]
    choices: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""
    created_by: str = ""

    @property
    def key_hash(self) -> str | None:
        """What is kept of the key."""
        return hashlib.sha256(self.key.encode()).hexdigest() if self.key else None

    @property
    def body_hash(self) -> str:
        """The fingerprint of all that is asked."""
        asked = [self.dataset, self.title, self.mode, [list(file) for file in self.files]]
        text = json.dumps([*asked, self.choices], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def content_hash(self, base: str) -> str:
        """Return the fingerprint of the content, which is added to that of another."""
        hashes = [*([base] if base else []), *(sha256 for _, sha256 in self.files)]
        one_file = hashes[0]
        return one_file if len(hashes) == 1 else hashlib.sha256(repr(hashes).encode()).hexdigest()


def rows_of(*conditions: Any) -> Select[Any]:
    """Return the query of versions, each with its newest job."""
    joined = VERSIONS.outerjoin(JOBS, JOBS.c.id == VERSIONS.c.job)
    job = [JOBS.c[name].label(f"job_{name}") for name in _OF_JOB]
    return select(*VERSIONS.c, *job).select_from(joined).where(*conditions)


def one_row(connection: Connection, dataset: str, number: int | None) -> Row[Any] | None:
    """Return the row of one version; None where there is none."""
    asked = rows_of(VERSIONS.c.dataset == dataset, VERSIONS.c.number == number)
    return connection.execute(asked).one_or_none()


def state_of(row: Row[Any]) -> JobState:
    """Return how far the analysis of a version is; ready where its job is long forgotten."""
    if row.job_state is None:
        return JobState("ready")
    return shown_as(row.job_state, row.job_step, row.job_steps, row.job_message)


def as_version(row: Row[Any], shown: int | None) -> Version:
    """Return a row of versions as a value."""
    facts = row.facts
    return Version(
        dataset=row.dataset,
        number=row.number,
        state=state_of(row),
        mode=row.mode,
        base=row.base,
        source=tuple(json.loads(row.source)),
        content_hash=row.content_hash,
        choices=row.choices,
        report=facts.get("report", []),
        notes=facts.get("notes", []),
        figures=facts.get("figures", {}),
        snapshot=row.snapshot,
        created_at=row.created_at,
        created_by=row.created_by,
        is_current=row.number == shown,
        merged=facts.get("merged") or {},
        kept=tuple(facts.get("kept", ())),
    )


def kept_under(dataset: str, number: int) -> str:
    """Return the key below which the storage keeps what a version is made again from."""
    return f"versions/{dataset}/{number}"


def made_before(connection: Connection, asked: NewVersion) -> tuple[str, int] | None:
    """Return the version that the same request made before."""
    if asked.key_hash is None:
        return None
    found = select(VERSIONS).where(VERSIONS.c.key_hash == asked.key_hash)
    row = connection.execute(found).one_or_none()
    if row is not None and row.body_hash != asked.body_hash:
        raise RefusedError(OTHER_BODY, CONFLICT)
    return None if row is None else (row.dataset, row.number)
