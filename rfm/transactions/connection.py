"""The embedded database that every log is cleaned and counted in.

It lives in a file of the workspace and may spill beside it, so that a log larger than memory
needs time and disk, not memory.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

MEMORY_LIMIT: Final = "900MB"
MOST_THREADS: Final = 8


def connect(
    workspace: Path, *, memory_limit: str = MEMORY_LIMIT, threads: int | None = None
) -> "Backend":
    """Return a new database in a folder; the folder's owner deletes it.

    Parameters
    ----------
    workspace : Path
        An existing folder for the database and its temporary files.
    memory_limit : str
        How much memory the database may take before it spills, as "900MB" or "4GB".
    threads : int, optional
        How many threads it may use; by default one a processor, at most eight.

    Returns
    -------
    ibis.backends.duckdb.Backend
        The connection; `disconnect` closes it.
    """
    import ibis

    return ibis.duckdb.connect(
        workspace / "transactions.duckdb",
        threads=threads or min(MOST_THREADS, os.cpu_count() or 1),
        memory_limit=memory_limit,
        temp_directory=str(workspace / "spilled"),
        # Every result that leaves the database is sorted, so tables need not keep an order.
        preserve_insertion_order=False,
    )
