"""The embedded database that every log is cleaned and counted in.

Its tables are kept in memory up to a limit and spill into the workspace beyond it, so that a log
larger than memory needs time and disk. A database in a file took twice as long to fill.
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
    """Return a new, empty database that ends with its connection.

    Parameters
    ----------
    workspace : Path
        An existing folder for what does not fit into memory.
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
        threads=threads or min(MOST_THREADS, os.cpu_count() or 1),
        memory_limit=memory_limit,
        temp_directory=str(workspace / "spilled"),
        # What leaves the database is sorted there or after it, so tables need not keep an order.
        preserve_insertion_order=False,
    )
