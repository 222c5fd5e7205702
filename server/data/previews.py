"""What would be understood of files that were brought, and what was chosen for others like them."""

import hashlib
import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from rfm.errors import RfmError
from server.data.asking import ask_rfm
from server.data.uploads import Upload
from server.database import Database
from server.settings import ServerSettings
from server.storage.storing import Storage
from server.tables import REMEMBERED_CHOICES, UPLOADS

SECONDS: Final = 60.0
MOST_KEPT: Final = 32

log = logging.getLogger(__name__)


class Previews:
    """Makes previews, each once, and remembers choices by the header of the files.

    Parameters
    ----------
    settings : ServerSettings
        Says where the samples are.
    database, storage : Database, Storage
        Where choices, and files, are kept.
    """

    def __init__(
        self,
        settings: ServerSettings,
        database: Database,
        storage: Storage,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._environment = {"RFM_SAMPLES": str(settings.samples)}
        self._database = database
        self._storage = storage
        self._clock = clock
        self._made: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()

    def preview(self, upload: Upload, choices: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return what would be understood with some choices; None for those that are remembered."""
        if choices is not None:
            return self._once(upload, choices)
        plain = self._once(upload, {})
        remembered = self._remembered(upload, layout_of(plain))
        if not remembered:
            return plain
        try:
            return self._once(upload, remembered)
        except RfmError:
            # What was right for the last file is not for this one.
            return plain

    def remember(self, upload: Upload, choices: Mapping[str, Any]) -> None:
        """Keep what was chosen for the next files of the same layout."""
        if not choices:
            return
        row = {"choices": dict(choices), "updated_at": self._clock()}
        try:
            with self._database.writing() as connection:
                found = select(UPLOADS.c.layout).where(UPLOADS.c.id == upload.id)
                layout = connection.scalar(found)
                if not layout:
                    return
                one = REMEMBERED_CHOICES.c.layout == layout
                if not connection.execute(
                    update(REMEMBERED_CHOICES).where(one).values(row)
                ).rowcount:
                    connection.execute(insert(REMEMBERED_CHOICES).values(layout=layout, **row))
        except SQLAlchemyError as error:
            # The version is kept, which is what was asked for.
            log.warning("Choices were not remembered: %s.", type(error).__name__)

    def _remembered(self, upload: Upload, layout: str) -> Mapping[str, Any]:
        """Return what was chosen for the last files of a layout, which the upload is given."""
        if not layout:
            return {}
        try:
            with self._database.writing() as connection:
                one = update(UPLOADS).where(UPLOADS.c.id == upload.id)
                connection.execute(one.values(layout=layout))
                of_layout = REMEMBERED_CHOICES.c.layout == layout
                found = select(REMEMBERED_CHOICES.c.choices).where(of_layout)
                return connection.scalar(found) or {}
        except SQLAlchemyError as error:
            log.warning("Choices were not found: %s.", type(error).__name__)
            return {}

    def _once(self, upload: Upload, choices: Mapping[str, Any]) -> dict[str, Any]:
        """Return a preview, made at the first time that content and choices are seen."""
        asked = [[file.name, file.sha256] for file in upload.files]
        key = hashlib.sha256(json.dumps([asked, choices], sort_keys=True).encode()).hexdigest()
        with self._lock:
            made = self._made.get(key)
        if made is None:
            made = {**self._ask(upload, choices), "choices": dict(choices)}
            with self._lock:
                self._made[key] = made
                for oldest in list(self._made)[:-MOST_KEPT]:
                    del self._made[oldest]
        return made

    def _ask(self, upload: Upload, choices: Mapping[str, Any]) -> dict[str, Any]:
        with TemporaryDirectory(prefix="preview-") as name:
            folder = Path(name)
            chosen = folder / "choices.json"
            chosen.write_text(json.dumps(choices), encoding="utf-8")
            files = [str(self._storage.local(file.stored_as, folder)) for file in upload.files]
            found: dict[str, Any] = ask_rfm(
                ["preview", *files, "--choices", str(chosen), "--json"],
                seconds=SECONDS,
                environment=self._environment,
            )
        return found


def layout_of(preview: Mapping[str, Any]) -> str:
    """Return the fingerprint of a file's header; empty where none was found."""
    names = [column["name"] for column in preview.get("columns", [])]
    return hashlib.sha256(json.dumps(names).encode()).hexdigest() if names else ""
