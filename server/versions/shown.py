"""Which version of a data set is shown: the one that the data set's address points to.

Each version is published at an address of its own, and the data set's address is a link to one of
them, moved in one step. So all readers change to another version at once, whole.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, select, update

from rfm.snapshot.files import ensure_unchanged
from rfm.snapshot.publishing import point
from server.database import Database
from server.refusals import UNKNOWN, RefusedError
from server.settings import ServerSettings
from server.tables import DATASETS, VERSIONS

GONE: Final = "This version is not there any more: it was removed meanwhile."


# Of a version's figures: what its money is counted in.
CURRENCY: Final = "currency"


def shown_version(settings: ServerSettings, connection: Connection, dataset: str) -> int | None:
    """Return the number of the version that is shown: by the address, else as it is written."""
    try:
        return int(Path(os.readlink(settings.address(dataset))).name)
    except (OSError, ValueError):
        current = select(DATASETS.c.current).where(DATASETS.c.name == dataset)
        return connection.scalar(current)


def published_at(address: Path) -> Path:
    """Return where the snapshot is published that an address shows: there, or at a version's."""
    if address.is_symlink():
        target = address.parent / os.readlink(address)
        if target.is_symlink():
            return Path(os.path.normpath(target))
    return address


def show(
    settings: ServerSettings,
    database: Database,
    dataset: str,
    number: int,
    found: Mapping[str, Any] | None = None,
) -> None:
    """Show a version that is published, and write down what its snapshot says.

    Parameters
    ----------
    settings, database : ServerSettings, Database
        Where snapshots and rows are.
    dataset, number : str, int
        The version.
    found : mapping, optional
        What else is known of it from now on.

    Raises
    ------
    SnapshotError
        When it is not published whole.
    RefusedError
        When the version was removed meanwhile.
    """
    address = settings.address_of_version(dataset, number)
    manifest = ensure_unchanged(address)
    one = (VERSIONS.c.dataset == dataset, VERSIONS.c.number == number)
    with database.writing() as connection:
        row = connection.execute(select(VERSIONS.c.facts).where(*one)).one_or_none()
        if row is None:
            raise RefusedError(GONE, UNKNOWN)
        settings.snapshots.mkdir(parents=True, exist_ok=True)
        # Before the row: whoever comes between sees the version, and the row follows.
        point(settings.address(dataset), address)
        facts = {**row.facts, **_facts_of(manifest), **(found or {})}
        known = {"facts": facts, "snapshot": manifest["id"]}
        connection.execute(update(VERSIONS).where(*one).values(known))
        named = update(DATASETS).where(DATASETS.c.name == dataset)
        connection.execute(named.values(current=number))


def _facts_of(manifest: Any) -> dict[str, Any]:
    return {
        "report": manifest["quality"]["rows"],
        "notes": manifest["quality"]["notes"],
        "figures": {**manifest["key_figures"], CURRENCY: manifest["settings"].get("currency", "")},
        "kind": manifest["kind"],
        "published_at": manifest["created_at"],
    }
