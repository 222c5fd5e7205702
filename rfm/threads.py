"""One thread for the small sums of small models, and one for what need not be waited for."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import cache
from typing import Any, TypeVar

Found = TypeVar("Found")


def one_thread() -> AbstractContextManager[Any]:
    """Return a context in which linear algebra and trees keep to one thread.

    The tables are small: threads spend their time waiting for each other, and on a machine with
    other work sixty times as long as the sums take.
    """
    limited: AbstractContextManager[Any] = _controller().limit(limits=1)
    return limited


def aside(work: Callable[[], Found]) -> Future[Found]:
    """Return what will be worked out in a thread of its own, which gains from code in C."""
    pool = ThreadPoolExecutor(1)
    found = pool.submit(work)
    pool.shutdown(wait=False)
    return found


@cache
def _controller() -> Any:
    # Finding the libraries takes longer than one prediction, and only loaded ones are found.
    import sklearn.cluster  # noqa: F401
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

    return ThreadpoolController()
