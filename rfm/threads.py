"""One thread for the small sums of small models."""

from contextlib import AbstractContextManager
from functools import cache
from typing import Any


def one_thread() -> AbstractContextManager[Any]:
    """Return a context in which linear algebra and trees keep to one thread.

    The tables are small: threads spend their time waiting for each other, and on a machine with
    other work sixty times as long as the sums take.
    """
    limited: AbstractContextManager[Any] = _controller().limit(limits=1)
    return limited


@cache
def _controller() -> Any:
    # Finding the libraries takes longer than one prediction, and only loaded ones are found.
    import sklearn.cluster  # noqa: F401
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

    return ThreadpoolController()
