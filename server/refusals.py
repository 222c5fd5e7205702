"""Why something that was brought is not kept, in a sentence and as a status of HTTP."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from rfm.errors import RfmError

NOT_ALLOWED: Final = 403
UNKNOWN: Final = 404
CONFLICT: Final = 409
TOO_LARGE: Final = 413
UNUSABLE: Final = 422
NO_ANSWER: Final = 503
FULL: Final = 507

DISK_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
FORBIDDEN: Final = (errno.EROFS, errno.EACCES, errno.EPERM)


class RefusedError(RfmError):
    """What was brought is not kept, or not found; `status` is what a browser is answered with."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


def unwritten(what: str, error: Exception) -> RefusedError:
    """Return what to say when a disk or a bucket did not take something.

    Parameters
    ----------
    what : str
        What was to be kept, to begin a sentence.
    error : Exception
        What the system said.
    """
    code = error.errno if isinstance(error, OSError) else None
    if code in DISK_FULL:
        return RefusedError(
            f"{what} was not kept, since the site's storage is full. "
            "Whoever runs this site can make room.",
            FULL,
        )
    if code in FORBIDDEN:
        return RefusedError(
            f"{what} was not kept, since the site's storage cannot be written to. "
            "Whoever runs this site can change that.",
            NO_ANSWER,
        )
    return RefusedError(
        f"{what} was not kept, since the site's storage does not answer. Try again shortly; if "
        "it stays like this, whoever runs the site finds the reason in its log.",
        NO_ANSWER,
    )


def unread(error: Exception) -> RefusedError:
    """Return what to say when a disk or a bucket did not give something back."""
    if isinstance(error, FileNotFoundError):
        return RefusedError("What was brought is not in the site's storage any more.", UNKNOWN)
    return RefusedError(
        "The site's storage does not answer. Try again shortly; if it stays like this, whoever "
        "runs the site finds the reason in its log.",
        NO_ANSWER,
    )


@contextmanager
def answering(read: Callable[[], Connection], otherwise: str) -> Iterator[Connection]:
    """Yield a connection to read by.

    Parameters
    ----------
    read : callable
        Opens it.
    otherwise : str
        What is said when the database does not answer.

    Raises
    ------
    RefusedError
        When it does not.
    """
    try:
        with read() as connection:
            yield connection
    except SQLAlchemyError:
        raise RefusedError(otherwise, NO_ANSWER) from None
