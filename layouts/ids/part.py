"""An id that begins with the name of what it belongs to: it is written once, as an attribute."""

from typing import Protocol


class Named(Protocol):
    """What has parts: all their ids begin with its name."""

    @property
    def name(self) -> str:
        """The name of the whole."""


class Part:
    """The id of a part: the name of the whole, and that of the attribute."""

    def __init__(self, what: str) -> None:
        self.__doc__ = what

    def __set_name__(self, owner: type, name: str) -> None:
        self._end = name.replace("_", "-")

    def __get__(self, whole: Named, owner: type | None = None) -> str:
        return f"{whole.name}-{self._end}"
