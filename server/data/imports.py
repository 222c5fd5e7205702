"""What people bring becomes versions of data sets: looked at first, then kept."""

import time
from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from server.data.previews import Previews
from server.data.uploads import SILENT, Uploads
from server.database import Database
from server.refusals import NO_ANSWER, RefusedError
from server.settings import ServerSettings
from server.storage.storing import Storage
from server.versions.making import Versions
from server.versions.version import NEW, Mode, NewVersion, Version


class Imports(Uploads):
    """Receives files, says what would be understood of them, and makes versions of them.

    Parameters
    ----------
    settings : ServerSettings
        Says how much is taken at once.
    database : Database
        Where it is written which files there are.
    storage : Storage
        Where their content is kept.
    versions : Versions
        What they become.
    names : callable
        Returns the names that a new data set cannot have.
    """

    def __init__(
        self,
        settings: ServerSettings,
        database: Database,
        storage: Storage,
        versions: Versions,
        *,
        names: Callable[[], Collection[str]],
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(settings, database, storage, clock=clock)
        self._previews = Previews(settings, database, storage, clock=clock)
        self._versions = versions
        self._names = names

    def preview(self, upload: str, choices: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return what would be understood of what was received.

        Parameters
        ----------
        upload : str
            Its id.
        choices : mapping, optional
            How its files are to be read; None to begin with what was chosen for the last files
            of the same layout.

        Returns
        -------
        dict
            The preview as `python -m rfm preview --json` prints it, and `choices`: those that it
            was made with.

        Raises
        ------
        RfmError
            When it is not there any more, or took too long to look at.
        """
        return self._previews.preview(self.upload(upload), choices)

    def add(
        self,
        upload: str,
        choices: Mapping[str, Any],
        *,
        dataset: str = "",
        title: str = "",
        mode: Mode = NEW,
        key: str = "",
        created_by: str = "",
    ) -> Version:
        """Make a version of what was received, and have it analysed.

        Parameters
        ----------
        upload : str
            The id of what was received.
        choices : mapping
            How its files are to be read.
        dataset : str
            The data set that it replaces or is added to; of a new one it may be left out.
        title : str
            What a new data set is called; by default like its first file.
        mode : {"new", "replace", "append"}
            What becomes of the data set.
        key : str
            The same whenever the same request is repeated: it is done once.
        created_by : str
            Who asks.

        Raises
        ------
        RefusedError
            When the upload or the data set is not there, the name is taken, the data set is being
            imported, or the key came before with something else.
        """
        received = self.upload(upload)
        asked = NewVersion(
            dataset=dataset,
            title=title.strip() or received.files[0].name.split(".")[0],
            mode=mode,
            upload=upload,
            files=[(file.name, file.sha256) for file in received.files],
            choices=choices,
            key=key,
            created_by=created_by,
        )
        try:
            version = self._versions.add(asked, taken=self._names() if mode == NEW else ())
        except SQLAlchemyError:
            raise RefusedError(SILENT, NO_ANSWER) from None
        self._previews.remember(received, choices)
        return version
