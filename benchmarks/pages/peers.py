"""The sites that are looked at: ours and its peers, each served in a process of its own.

The peers' environment is made in the folder of the benchmark, with `pip`, and goes with it.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from benchmarks.logs import Log
from benchmarks.measuring import PROJECT

OURS, VIZRO, STREAMLIT = "ours", "Vizro", "Streamlit"
PACKAGES: Final = ("vizro==1.0.0", "streamlit", "pandas", "plotly")
HERE: Final = Path(__file__).resolve().parent
PATIENCE_SECONDS: Final = 120


@contextmanager
def serving(log: Log, workspace: Path) -> Iterator[dict[str, str]]:
    """Serve all sites over the same customers; yield the address of each."""
    python = _environment(workspace)
    with ExitStack() as stack:
        ours = _free_port()
        own = {"VAR_DIR": str(workspace / "var"), "PORT": str(ours), "LOG_LEVEL": "WARNING"}
        stack.enter_context(_process([sys.executable, "app.py", log.path], ours, own))
        customers = _customers(log, workspace)
        vizro, streamlit = _free_port(), _free_port()
        command: list[str | Path] = [python, HERE / "vizro_page.py", customers, str(vizro)]
        stack.enter_context(_process(command, vizro, {}))
        options = ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
        command = [python, "-m", "streamlit", "run", "--server.port", str(streamlit), *options]
        command += [HERE / "streamlit_page.py", "--", customers]
        stack.enter_context(_process(command, streamlit, {}))
        names = {OURS: ours, VIZRO: vizro, STREAMLIT: streamlit}
        yield {name: f"http://127.0.0.1:{port}/" for name, port in names.items()}


def _environment(workspace: Path) -> Path:
    """Return the Python of an environment with the peers."""
    folder = workspace / "peers"
    python = folder / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return python


def _customers(log: Log, workspace: Path) -> Path:
    """Wait until our site has analysed the log, and write its customers for the others."""
    from rfm import schema
    from server.data.datasets import Datasets
    from server.settings import ServerSettings

    settings = ServerSettings(var=workspace / "var", job_runner="apart")
    datasets = Datasets(settings.opening([str(log.path)]))
    for _ in range(PATIENCE_SECONDS):
        state = datasets.state(datasets.default())
        if state.kind != "working":
            break
        time.sleep(1)
    if state.kind != "ready":
        raise SystemExit(f"The log was not analysed: {state.message}")
    snapshot = datasets.snapshot(datasets.default())
    column = schema.group_column(snapshot.groupings[0])
    customers = snapshot.customers(schema.CUSTOMER_ID, *schema.RFM, column)
    target = workspace / "customers.csv"
    customers.rename(columns={column: "segment"}).to_csv(target, index=False)
    return target


@contextmanager
def _process(command: Sequence[str | Path], port: int, own: dict[str, str]) -> Iterator[None]:
    """Serve a site until it is no longer needed."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        list(map(str, command)), cwd=PROJECT, env=os.environ | own, stdout=quiet, stderr=quiet
    ) as process:
        try:
            _wait_for(port)
            yield
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(PATIENCE_SECONDS):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(1)
        else:
            return
    raise SystemExit(f"Nothing answers at port {port}.")
