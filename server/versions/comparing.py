"""What differs between two versions of a data set."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from rfm import schema
from server.data.asking import ask_rfm
from server.refusals import UNUSABLE, RefusedError
from server.storage.storing import Storage
from server.versions.version import Version, kept_under

SECONDS: Final = 120.0


@dataclass(frozen=True, kw_only=True)
class VersionComparison:
    """Two versions beside each other.

    Attributes
    ----------
    customers, orders, revenue : tuple
        The figure of each; None where it has none, as a table of customers has no orders.
    added, removed, changed, same : int, optional
        Rows that only the second has, that only the first has, of orders (or customers) that the
        second tells otherwise, and that both have. None where the two are of different kinds.
    """

    customers: tuple[int | None, int | None]
    orders: tuple[int | None, int | None]
    revenue: tuple[float | None, float | None]
    added: int | None = None
    removed: int | None = None
    changed: int | None = None
    same: int | None = None


def compare(storage: Storage, first: Version, second: Version) -> VersionComparison:
    """Return what differs.

    Parameters
    ----------
    storage : Storage
        Where the logs of versions are.
    first, second : Version
        The versions.

    Raises
    ------
    RfmError
        When one was never analysed, or its log cannot be read.
    """
    both = first, second
    for version in both:
        if not version.kept:
            raise RefusedError(
                f"Version {version.number} was never analysed to its end, so it cannot be "
                "compared.",
                UNUSABLE,
            )
    names = (schema.CUSTOMERS, schema.ORDERS, schema.REVENUE)
    figures: dict[str, Any] = {
        name: (first.figures.get(name), second.figures.get(name)) for name in names
    }
    if first.kept[0] != second.kept[0]:
        return VersionComparison(**figures)
    with TemporaryDirectory(prefix="compare-") as folder:
        logs = [
            str(
                storage.local(
                    f"{kept_under(each.dataset, each.number)}/{each.kept[0]}", Path(folder)
                )
            )
            for each in (first, second)
        ]
        rows = ask_rfm(["changes", *logs, "--json"], seconds=SECONDS)
    return VersionComparison(**figures, **rows)
