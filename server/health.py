"""What keeps the site from its work: a full disk, a folder that is none, a silent database."""

import errno
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from server.database import Database
from server.refusals import DISK_FULL
from server.settings import ServerSettings
from server.tables import DATASETS

# So long a look holds, however many ask.
SECONDS: Final = 5.0
PROBE: Final = b"\0" * 65_536
STILL_SHOWN: Final = "What was published before is still shown."
NO_FOLDER: Final = (
    "The folder of this site's files cannot be used: there is a file in its place. Nothing can be "
    "analysed or kept until whoever runs the site names another one with VAR_DIR."
)
FULL: Final = (
    "The disk of this site is full, so nothing can be analysed or kept until whoever runs it makes "
    f"room. {STILL_SHOWN}"
)
READ_ONLY: Final = (
    "The disk of this site cannot be written to, so nothing can be analysed or kept until whoever "
    f"runs it changes that. {STILL_SHOWN}"
)
NO_DATABASE: Final = (
    "The database of this site does not answer or cannot be written, so nothing can be analysed or "
    f"kept until it does again. {STILL_SHOWN}"
)


class Health:
    """Looks now and then whether the site can do its work.

    Parameters
    ----------
    settings : ServerSettings
        Names the folder of the site's files.
    database : Database
        The database.
    """

    def __init__(
        self,
        settings: ServerSettings,
        database: Database,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._var = settings.var
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._looked: tuple[float, str] | None = None

    def trouble(self) -> str:
        """Return what is wrong, in sentences; empty when all is well."""
        with self._lock:
            now = self._clock()
            if self._looked is None or now - self._looked[0] > SECONDS:
                self._looked = now, _of_folder(self._var) or self._of_database()
            return self._looked[1]

    def _of_database(self) -> str:
        nothing = sa.update(DATASETS).where(sa.false()).values(title="")
        try:
            with self._database.writing() as connection:
                connection.execute(nothing)
        except SQLAlchemyError:
            return NO_DATABASE
        return ""


def _of_folder(var: Path) -> str:
    try:
        var.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=var) as probe:
            probe.write(PROBE)
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        if error.errno in DISK_FULL:
            return FULL
        return NO_FOLDER if error.errno in (errno.EEXIST, errno.ENOTDIR) else READ_ONLY
    return ""
