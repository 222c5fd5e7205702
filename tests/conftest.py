"""What every test may ask for."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

PROJECT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 60
# Each core has a worker: more threads of linear algebra would only wait for each other. This is
# read when NumPy is imported, by workers and by the processes that tests start too.
os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a file's tests on one core, since they share what is slow to make, and all browsers."""
    for item in items:
        is_browser = "browser" in item.path.parts
        group = "browser" if is_browser else str(item.path.relative_to(PROJECT))
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real logs beside the project, or skip where it is absent."""
    folder = PROJECT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("The real logs are not beside this checkout (../shared/data).")
    return folder


@pytest.fixture(scope="session")
def analyse_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """Return a function that puts a snapshot into a site's folder: analysed once a run, copied."""
    own = tmp_path_factory.getbasetemp()
    # Those who share a run have their folders side by side.
    analysed = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "analysed"
    analysed.mkdir(exist_ok=True)

    def put(var: Path, name: str, *asked: str, **environment: str) -> None:
        out = analysed / name / name
        with (analysed / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not out.exists():
                command = [sys.executable, "-m", "rfm", "analyse", *asked, "--out", str(out)]
                env = os.environ | environment
                subprocess.run(command, cwd=PROJECT, env=env, check=True, capture_output=True)
        shutil.copytree(out.parent, var / "snapshots", symlinks=True, dirs_exist_ok=True)

    return put


@pytest.fixture(scope="session")
def publish(
    tmp_path_factory: pytest.TempPathFactory, analyse_once: Callable[..., None]
) -> Callable[..., Path]:
    """Return a function that publishes a sample, once, and gives the site's folder it is in."""
    var = tmp_path_factory.mktemp("var")

    def publish_once(name: str, samples: Path | None = None) -> Path:
        if not (var / "snapshots" / name).exists():
            where = {"RFM_SAMPLES": str(samples)} if samples else {}
            # The segments of most tests; by itself, cdnow would get those of its rhythm.
            analyse_once(var, name, name, "--scheme", "grid", **where)
        return var

    return publish_once


@pytest.fixture(scope="session")
def var_folder(publish: Callable[..., Path]) -> Path:
    """Return a site's folder in which cdnow is published."""
    return publish("cdnow")


@pytest.fixture(scope="session")
def var_of_table(
    tmp_path_factory: pytest.TempPathFactory, analyse_once: Callable[..., None]
) -> Path:
    """Return a site's folder in which a small table of gym members is published as "members"."""
    var = tmp_path_factory.mktemp("table")
    (var / "members.csv").write_text(table_of_members(), encoding="utf-8")
    analyse_once(var, "members", str(var / "members.csv"), "--label", "Level")
    return var


def table_of_members() -> str:
    """Return a table of two kinds of members: young ones who come often, older who pay more."""
    rows = ["Member,Age,Visits,Fee,Plan,Level"]
    for place in range(240):
        wave, is_old = (place * 7) % 23, place % 2
        age, visits = (58 + wave % 9, 2 + wave % 3) if is_old else (22 + wave % 7, 18 + wave % 6)
        fee = 80 + wave if is_old else 25 + wave % 5
        plan = "Premium" if is_old or wave == 1 else "Basic"
        level = "Gold" if is_old and wave > 5 else "Blue"
        rows.append(f"M{place:04},{age},{visits},{fee},{plan},{level}")
    return "\n".join(rows) + "\n"


@pytest.fixture
def settings(tmp_path: Path) -> Any:
    """Return the settings of a site in a folder of its own."""
    from server.settings import ServerSettings

    return ServerSettings(var=tmp_path, samples=tmp_path / "samples")


@pytest.fixture
def datasets(settings: Any) -> Iterator[Any]:
    """Yield the data sets of that site."""
    from server.data.datasets import Datasets

    datasets = Datasets(settings)
    yield datasets
    datasets.stop()


@pytest.fixture(scope="session")
def serve() -> Callable[..., Any]:
    """Return a context that runs a server's command on a folder: its address and its process."""

    @contextmanager
    def serving(
        command: Sequence[str], var: Path, port: int = 0, **options: Any
    ) -> Iterator[tuple[str, subprocess.Popen[str]]]:
        port = port or free_port()
        environment = os.environ | {"PORT": str(port), "VAR_DIR": str(var)}
        with subprocess.Popen(
            command, cwd=PROJECT, env=environment, text=True, **options
        ) as process:
            try:
                _wait_for(f"http://127.0.0.1:{port}", process)
                yield f"http://127.0.0.1:{port}", process
            finally:
                process.terminate()

    return serving


def free_port() -> int:
    """Return the number of a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while True:
        assert process.poll() is None, "The server ended before it answered."
        assert time.monotonic() < end, "The server did not answer in time."
        try:
            with urlopen(f"{address}/livez", timeout=1):  # noqa: S310  our own site
                return
        except OSError:
            time.sleep(0.1)
