"""The queue of jobs: their numbers, in a file of the site's own or on a Redis server.

It says only whose turn it is. What a job is and how it stands is in the database
(server/jobs/book.py), so a number that is lost or comes twice does no harm.
"""

import json
import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from rfm.errors import SettingsError
from server.settings import NO_REDIS, ServerSettings

if TYPE_CHECKING:
    from huey.api import Huey
    from huey.consumer import Consumer

NAME: Final = "customer-segmentation"
# Seconds between two looks at an empty queue: at first, and after a while.
SHORT_WAIT, LONG_WAIT = 0.1, 1.0
SECONDS_TO_STOP: Final = 15


class JsonMessages:
    """Messages as JSON: what somebody else may have put into the queue runs no code."""

    def serialize(self, message: Any) -> bytes:
        """Return a message as bytes."""
        return json.dumps(list(message)).encode()

    def deserialize(self, data: bytes) -> Any:
        """Return the message of some bytes."""
        from huey.registry import Message

        return Message(*json.loads(data))


class JobQueue:
    """Passes the numbers of jobs from the site to whoever works on them.

    Parameters
    ----------
    settings : ServerSettings
        Says where the queue is.
    work : callable, optional
        Works on the job of a number; only whoever takes from the queue needs it.
    """

    def __init__(self, settings: ServerSettings, work: Callable[[int], None] | None = None) -> None:
        self._settings = settings
        self._work = work
        self._lock = threading.Lock()
        self._opened: tuple[int, Any, Callable[[int], Any]] | None = None
        if settings.redis_url != NO_REDIS:
            _ensure_redis(settings.redis_url)

    def put(self, job_id: int) -> None:
        """Put a job at the end of the queue."""
        self._open()[2](job_id)

    def __len__(self) -> int:
        return int(self._open()[1].pending_count())

    def consumer(self, workers: int) -> "Consumer":
        """Return what takes from the queue and works, that many jobs at once, until stopped."""
        return self._open()[1].create_consumer(
            workers=workers,
            periodic=False,
            initial_delay=SHORT_WAIT,
            max_delay=LONG_WAIT,
            graceful_signal="TERM",
            shutdown_timeout=SECONDS_TO_STOP,
        )

    def _open(self) -> tuple[int, Any, Callable[[int], Any]]:
        """Return this process's queue: a connection does not outlive a fork."""
        with self._lock:
            if self._opened is None or self._opened[0] != os.getpid():
                queue = _queue(self._settings)
                self._opened = os.getpid(), queue, queue.task(name="run_job")(self._run)
            return self._opened

    def _run(self, job_id: int) -> None:
        if self._work is not None:
            self._work(int(job_id))


def _queue(settings: ServerSettings) -> "Huey":
    from huey import RedisHuey, SqliteHuey

    common: dict[str, Any] = {"results": False, "serializer": JsonMessages()}
    if settings.redis_url != NO_REDIS:
        return RedisHuey(NAME, url=settings.redis_url, **common)
    settings.var.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(NAME, filename=str(settings.var / "queue.db"), **common)


def _ensure_redis(url: str) -> None:
    try:
        from redis import ConnectionPool
    except ImportError:
        raise SettingsError(
            "REDIS_URL is set, but the program that speaks to Redis is not installed: "
            "pip install redis"
        ) from None
    try:
        ConnectionPool.from_url(url).disconnect()
    except ValueError:
        # The text may hold a password, so it is not repeated.
        raise SettingsError(
            "REDIS_URL cannot be understood: give one such as redis://host:6379/0, "
            "or leave it out for a file below VAR_DIR."
        ) from None
