"""Whether visitors may change what a site keeps: without accounts, on this machine alone."""

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Final

from server.refusals import NOT_ALLOWED, RefusedError
from server.settings import ServerSettings

READ_ONLY: Final = (
    "This site has no accounts yet and others can reach it, so nobody may bring data or take it "
    "away here. Whoever runs it can allow it for everybody with ALLOW_EDITING=yes."
)


class Editing:
    """Says whether visitors may write: change plays, bring data, take it away.

    Parameters
    ----------
    settings : ServerSettings
        Says whether everybody may, and whether proxies stand in front.
    """

    def __init__(self, settings: ServerSettings) -> None:
        self._is_allowed = settings.allow_editing == "yes"
        self._has_proxies = settings.proxies > 0
        self._is_local = False

    @property
    def is_allowed(self) -> bool:
        """Whether visitors may write."""
        return self._is_allowed

    def ensure_allowed(self) -> None:
        """Refuse where visitors may not write.

        Raises
        ------
        RefusedError
            With what the operator can set.
        """
        if not self._is_allowed:
            raise RefusedError(READ_ONLY, NOT_ALLOWED)

    @property
    def is_local(self) -> bool:
        """Whether nobody but this machine's own users reaches the site."""
        return self._is_local

    def serve_at(self, hosts: Sequence[str]) -> None:
        """Let visitors write when the site listens for this machine alone.

        Whoever runs the server says so once it knows; until then nobody may. Behind a proxy
        others reach a site that listens for this machine alone.
        """
        if hosts and not self._has_proxies and all(map(_is_this_machine, hosts)):
            self._is_allowed = self._is_local = True


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
