"""What people asked and what they were answered, kept in a shape that a model can learn from."""

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.exc import SQLAlchemyError

from server.data.file_names import stored_name
from server.database import Database
from server.refusals import RefusedError
from server.storage.storing import Storage
from server.tables import REQUESTS

PREDICTION: Final = "prediction"
PREDICTIONS_FILE: Final = "predictions"
REQUESTED: Final = "requests"

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class KeptRequest:
    """A request with its answer.

    Attributes
    ----------
    kind : str
        "prediction" of one customer, "predictions" of a file, "upload" or "import".
    dataset, snapshot : str
        The data set, and the id of the snapshot that answered; empty where there is none.
    asked, answer : mapping
        Of a prediction: `values` by column, and `cluster`, `probabilities`, `segments`; of a file
        the keys of both tables in the storage.
    created_at : float
        When: seconds since 1970.
    """

    kind: str
    dataset: str
    snapshot: str
    asked: Mapping[str, Any]
    answer: Mapping[str, Any]
    created_at: float


class Requests:
    """Keeps requests with their answers.

    Parameters
    ----------
    database, storage : Database, Storage
        Where rows, and files that are larger than one, are kept.
    """

    def __init__(
        self, database: Database, storage: Storage, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._storage = storage
        self._clock = clock

    def keep(
        self,
        kind: str,
        dataset: str,
        snapshot: str,
        asked: Mapping[str, Any],
        answer: Mapping[str, Any],
    ) -> None:
        """Keep a request with its answer; where that fails, the answer is given all the same."""
        row = row_of(kind, dataset, asked, answer, now=self._clock(), snapshot=snapshot)
        try:
            with self._database.writing() as connection:
                connection.execute(insert(REQUESTS).values(row))
        except SQLAlchemyError as error:
            # Its text would quote what was asked.
            log.error("A request was not kept: %s.", type(error).__name__)

    def keep_file(
        self, dataset: str, snapshot: str, name: str, content: bytes, placed: str
    ) -> None:
        """Keep a file of customers who were placed, and what was answered."""
        folder = f"{REQUESTED}/{secrets.token_hex(16)}"
        asked, answer = f"{folder}/asked/{stored_name(name)}", f"{folder}/answer/placed.csv"
        try:
            stored = self._storage.put(asked, [content], what="The file")
            self._storage.put(answer, [placed.encode()], what="The answer")
        except RefusedError as error:
            log.error("A request was not kept: %s.", type(error.__cause__).__name__)
            return
        file = {"name": name, "sha256": stored.sha256, "stored_as": asked}
        self.keep(PREDICTIONS_FILE, dataset, snapshot, {"file": file}, {"stored_as": answer})

    def kept(self, dataset: str, kind: str = PREDICTION) -> list[KeptRequest]:
        """Return the requests of a kind that a data set was asked, the oldest first."""
        with self._database.reading() as connection:
            of_both = (REQUESTS.c.dataset == dataset, REQUESTS.c.kind == kind)
            rows = connection.execute(select(REQUESTS).where(*of_both).order_by(REQUESTS.c.id))
            names = KeptRequest.__dataclass_fields__
            return [KeptRequest(**{name: row._mapping[name] for name in names}) for row in rows]


def files_of(asked: Mapping[str, Any], answer: Mapping[str, Any]) -> set[str]:
    """Return the folders in the storage that hold the files of a request and of its answer."""
    keys = (asked.get("file", {}).get("stored_as", ""), answer.get("stored_as", ""))
    return {"/".join(key.split("/")[:2]) for key in keys if key.startswith(f"{REQUESTED}/")}


def row_of(
    kind: str,
    dataset: str,
    asked: Mapping[str, Any],
    answer: Mapping[str, Any],
    *,
    now: float,
    snapshot: str = "",
) -> dict[str, Any]:
    """Return the row of a request, for the transaction in which it is answered."""
    return {
        "kind": kind,
        "dataset": dataset,
        "snapshot": snapshot,
        "asked": dict(asked),
        "answer": dict(answer),
        "created_at": now,
    }
