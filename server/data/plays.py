"""The plays of a site: the shipped ones, and what somebody wrote instead, kept in the database."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from rfm.clusters.profiles.results import ClusterProfiles
from rfm.errors import PlaybookError
from rfm.playbook import TEXTS, Play, plays_for, read_play
from server.data.editing import Editing
from server.database import Database
from server.tables import PLAYS

# What the table's columns take.
MOST_LETTERS: Final = {"grouping": 64, "group_name": 120}
READ_ONLY: Final = (
    "This site has no accounts yet and others can reach it, so the plays cannot be changed here. "
    "Whoever runs it can allow it for everybody with ALLOW_EDITING=yes."
)
NO_ANSWER: Final = "The database does not answer, so the playbook is not known. Try again shortly."


@dataclass(frozen=True)
class KeptPlay:
    """A group's play, and when somebody wrote it (seconds since 1970); None for a shipped one."""

    play: Play
    updated_at: float | None = None

    @property
    def is_own(self) -> bool:
        """Whether somebody wrote it here."""
        return self.updated_at is not None


@dataclass(frozen=True)
class Of:
    """Whose play it is."""

    dataset: str
    grouping: str
    group_name: str


class Plays:
    """Reads and changes the plays of all data sets.

    Parameters
    ----------
    editing : Editing
        Says whether visitors may change them.
    database : Database
        Where the changed ones are kept.
    """

    def __init__(
        self,
        editing: Editing,
        database: Database,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._editing = editing
        self._database = database
        self._clock = clock

    def plays(
        self,
        dataset: str,
        grouping: str,
        groups: Sequence[str],
        profiles: ClusterProfiles | None = None,
        untrue: Mapping[str, str] | None = None,
    ) -> dict[str, KeptPlay]:
        """Return the play of each group of a data set, what was written here first.

        `untrue` are the groups whose names are false, with what each claims.

        Raises
        ------
        PlaybookError
            When the database does not answer.
        """
        written = self._written(dataset, grouping)
        shipped = plays_for(grouping, groups, profiles, untrue)
        return {
            group: written.get(group, KeptPlay(play))
            for group, play in zip(groups, shipped, strict=True)
        }

    def save(self, of: Of, texts: Mapping[str, object]) -> KeptPlay:
        """Keep what somebody wrote as a group's play.

        Raises
        ------
        PlaybookError
            When nobody may change plays here, a text cannot be kept, or the database fails.
        """
        self._ensure_may_edit(of)
        play = read_play(texts)
        values = asdict(play) | {"updated_at": self._clock()}

        def write(connection: Any) -> None:
            if not connection.execute(update(PLAYS).where(*_row(of)).values(values)).rowcount:
                connection.execute(insert(PLAYS).values(asdict(of) | values))

        self._write(write)
        return KeptPlay(play, values["updated_at"])

    def reset(self, of: Of) -> None:
        """Forget what somebody wrote, so that the shipped play holds again.

        Raises
        ------
        PlaybookError
            When nobody may change plays here, or the database fails.
        """
        self._ensure_may_edit(of)
        self._write(lambda connection: connection.execute(delete(PLAYS).where(*_row(of))))

    def _written(self, dataset: str, grouping: str) -> dict[str, KeptPlay]:
        if not self._database.exists:
            return {}
        of_grouping = (PLAYS.c.dataset == dataset, PLAYS.c.grouping == grouping)
        try:
            with self._database.reading() as connection:
                rows = connection.execute(select(PLAYS).where(*of_grouping)).mappings().all()
        except SQLAlchemyError:
            raise PlaybookError(NO_ANSWER) from None
        return {
            row["group_name"]: KeptPlay(
                Play(**{name: row[name] for name in TEXTS}), row["updated_at"]
            )
            for row in rows
        }

    def _write(self, write: Callable[[Any], object]) -> None:
        try:
            with self._database.writing() as connection:
                write(connection)
        except SQLAlchemyError:
            raise PlaybookError(
                "The database does not answer, so nothing was saved. Try again shortly."
            ) from None

    def _ensure_may_edit(self, of: Of) -> None:
        if not self._editing.is_allowed:
            raise PlaybookError(READ_ONLY)
        if any(len(getattr(of, name)) > most for name, most in MOST_LETTERS.items()):
            raise PlaybookError("This group's name is too long to keep a play of one's own for it.")


def _row(of: Of) -> list[Any]:
    return [PLAYS.c[name] == value for name, value in asdict(of).items()]
