"""One thread for small sums: faster on some thousand rows, and the order of the sums is fixed."""

from contextlib import AbstractContextManager
from functools import cache
from typing import Any


def one_thread() -> AbstractContextManager[Any]:
    """Return a context in which linear algebra and scikit-learn use one thread."""
    context: AbstractContextManager[Any] = _controller().limit(limits=1)
    return context


@cache
def _controller() -> Any:
    # Looking for the libraries takes as long as a fit, and they have to be loaded to be found.
    import sklearn.cluster  # noqa: F401
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

    return ThreadpoolController()
