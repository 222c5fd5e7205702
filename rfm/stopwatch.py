"""How long fitting took: measured once, and the same again where an analysis is made again."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

# An analysis has a process of its own, in which one model is fitted after the other.
_known: Final[dict[str, float]] = {}
_measured: Final[dict[str, float]] = {}


@contextmanager
def measuring(known: Mapping[str, float]) -> Iterator[Mapping[str, float]]:
    """Take what was measured before for what is measured now.

    Parameters
    ----------
    known : mapping of str to float
        Seconds by the name of what took them.

    Yields
    ------
    mapping of str to float
        All that was measured meanwhile.
    """
    _known.update(known)
    try:
        yield _measured
    finally:
        _known.clear()
        _measured.clear()


def seconds_since(begun: float, name: str) -> float:
    """Return how long something took, by a clock or as it is known.

    Parameters
    ----------
    begun : float
        When it began, by `time.perf_counter`.
    name : str
        What it is.

    Returns
    -------
    float
        Seconds.
    """
    _measured[name] = _known.get(name, time.perf_counter() - begun)
    return _measured[name]
