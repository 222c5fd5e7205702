"""What a snapshot keeps of tests of its models; one made without them has none."""

from collections.abc import Sequence
from typing import Any

from rfm.lifetime.backtesting import BackTest
from rfm.snapshot import Snapshot


def back_test_of(snapshot: Snapshot) -> BackTest | None:
    """Return how the models would have done on the shop's own past."""
    return getattr(snapshot, "back_test", None)


def no_back_test_reason(snapshot: Snapshot) -> str:
    """Return why there is no back-test."""
    reason = getattr(snapshot, "no_back_test_reason", "")
    return str(reason or "This analysis was made without a back-test: make it again to see one.")


def second_opinion_of(snapshot: Snapshot) -> Sequence[Any]:
    """Return what the independent package found on the same data."""
    return getattr(snapshot, "second_opinion", None) or ()
