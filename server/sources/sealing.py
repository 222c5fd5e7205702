"""Texts that hold passwords, as they are kept: sealed with the site's own key (Fernet)."""

import base64
import hashlib
import os
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

from rfm.errors import RfmError
from server.settings import ServerSettings

KEY_FILE: Final = "secret.key"
_KEY_BYTES: Final = 32
CANNOT_OPEN: Final = (
    "What was kept of this source cannot be opened: the site's secret key is another one now. "
    "Give its address again."
)


class Seal:
    """Seals texts, and opens them again.

    Parameters
    ----------
    settings : ServerSettings
        Its `secret_key` is the key; without one, the site makes its own in VAR_DIR, for the
        eyes of its user alone.
    """

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings

    def seal(self, text: str) -> str:
        """Return a text that nobody without the key can read."""
        return self._fernet().encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return a text that was sealed.

        Raises
        ------
        RfmError
            When it was sealed with another key, or changed.
        """
        try:
            return self._fernet().decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise RfmError(CANNOT_OPEN) from None

    def _fernet(self) -> Fernet:
        given = self._settings.secret_key
        secret = given.encode() if given else self._own()
        return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret).digest()))

    def _own(self) -> bytes:
        """Return the key of the site's own, made by whoever needs it first."""
        path = self._settings.var / KEY_FILE
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".{KEY_FILE}.{os.getpid()}")
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(base64.b64encode(os.urandom(_KEY_BYTES)))
                file.flush()
                os.fsync(file.fileno())
            try:
                # Of several processes that make one at once, the first one's stays.
                os.link(part, path)
            except FileExistsError:
                pass
            finally:
                part.unlink()
        return path.read_bytes()
