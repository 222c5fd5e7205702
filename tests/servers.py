"""Servers that tests start where their programs are installed."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import NullPool, create_engine, text

from server.database import DRIVERS

SECONDS_TO_START = 30


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


@contextmanager
def mariadb() -> Iterator[str]:
    """Run MariaDB and yield the address of an empty database, or skip where it is absent."""
    # Debian has its server where not everybody looks.
    places = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"])
    server = shutil.which("mariadbd", path=places)
    install = shutil.which("mariadb-install-db", path=places)
    if not (server and install and find_spec("pymysql")):
        pytest.skip("MariaDB (apt-get install mariadb-server) and PyMySQL are not both installed.")
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        data = f"--datadir={folder}/data"
        _run([install, "--no-defaults", data, "--auth-root-authentication-method=normal"])
        options = [data, f"--port={port}", "--bind-address=127.0.0.1", f"--socket={folder}/s"]
        options += ["--user=root"] if os.geteuid() == 0 else []
        command = [server, "--no-defaults", *options, "--innodb-flush-log-at-trx-commit=0"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(command, **quiet) as running:
            try:
                _make_database(port)
                yield f"mysql://root@127.0.0.1:{port}/site"
            finally:
                running.kill()


def empty_database(address: str) -> str:
    """Make another database on the server of an address, and return its address."""
    server, _, _ = address.rpartition("/")
    name = f"site_{secrets.token_hex(6)}"
    kind, _, rest = address.partition("://")
    url = f"{DRIVERS.get(kind, kind)}://{rest}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return f"{server}/{name}"


@contextmanager
def bucket_server() -> Iterator[dict[str, str]]:
    """Run moto's server of S3, and yield the variables that lead to it and to a bucket, "shop"."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **quiet) as running:
        try:
            _make_bucket(port)
            yield {
                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
                "AWS_ACCESS_KEY_ID": "test",
                "AWS_SECRET_ACCESS_KEY": "test",
                "AWS_DEFAULT_REGION": "us-east-1",
            }
        finally:
            running.kill()


def _make_bucket(port: int) -> None:
    """Make a bucket as soon as the server answers; it asks for no key."""
    end = time.monotonic() + SECONDS_TO_START
    while True:
        asked = Request(f"http://127.0.0.1:{port}/shop", method="PUT")
        try:
            with urlopen(asked, timeout=5):  # noqa: S310  our own
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def _make_database(port: int) -> None:
    """Make a database as soon as MariaDB answers."""
    import pymysql

    end = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            connection = pymysql.connect(host="127.0.0.1", port=port, user="root")
        except pymysql.err.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            with connection, connection.cursor() as cursor:
                cursor.execute("CREATE DATABASE site CHARACTER SET utf8mb4")
            return
