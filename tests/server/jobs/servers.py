"""Which servers are at hand for tests to start: their tests are left out where they are not."""

import shutil
from importlib.util import find_spec
from pathlib import Path


def postgresql_programs() -> Path | None:
    """Return the folder of PostgreSQL's programs; Debian does not put it in the path."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return Path(found).parent if found else next(reversed(folders), None)


def left_out() -> list[str]:
    """Return the files of tests that cannot run here."""
    has_postgresql = find_spec("psycopg") and postgresql_programs()
    return [
        *([] if has_postgresql else ["test_postgresql.py"]),
        *([] if shutil.which("redis-server") else ["test_redis.py"]),
    ]
