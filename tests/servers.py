"""Servers that tests start where their programs are installed."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest


@contextmanager
def postgresql() -> Iterator[str]:
    """Run PostgreSQL and yield the address of an empty database, or skip where it is absent."""
    programs = _postgresql_programs()
    if programs is None or not find_spec("psycopg"):
        pytest.skip("PostgreSQL (apt-get install postgresql) and psycopg are not both installed.")
    as_user = []
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        if os.geteuid() == 0:
            # It does not run as root.
            as_user = ["runuser", "-u", "postgres", "--"]
            shutil.chown(folder, "postgres")
        data = Path(folder) / "data"
        _run([*as_user, programs / "initdb", "-A", "trust", "-U", "site", data])
        control = [*as_user, programs / "pg_ctl", "-D", data, "-w"]
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {data} -c fsync=off"
        _run([*control, "-o", options, "-l", data / "log", "start"])
        yield f"postgresql://site@127.0.0.1:{port}/postgres"
        _run([*control, "-m", "immediate", "stop"])


def _postgresql_programs() -> Path | None:
    """Return the folder of PostgreSQL's programs; Debian does not put it in the path."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return Path(found).parent if found else next(reversed(folders), None)


def _run(command: list[object]) -> None:
    subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL)
