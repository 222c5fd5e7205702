"""Figures (i): a file becomes a dashboard, from its first byte on.

The real log is written as the CSV of 45 MB that circulates, and tiled to 2 GB with customers and
orders of its own in each tile. Timed is reading (the file into canonical lines, as Parquet) against
Polars, which only copies the same cells from CSV to Parquet. Then both files are sent to a site
over HTTP as a browser does, and used: from the first byte sent to the published snapshot. The site
is a process of its own; its memory is looked at every tenth second, that of jobs is not counted.
"""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

from benchmarks.logs import real_log, write_csv
from benchmarks.measuring import PROJECT, Figure, measure_module, print_measures

LARGE_BYTES: Final = 2_000_000_000
MOST_SECONDS: Final = 30
MOST_MEGABYTES: Final = 500
MEGABYTE: Final = 1_000_000
OURS, POLARS = "ours", "polars"
_LOOK_SECONDS: Final = 0.1


def measure(workspace: Path, runs: int) -> list[Figure]:
    """Return the figures; reading is measured so often, the whole way once."""
    log = real_log(workspace)
    small = write_csv(log, workspace)
    large = _tiled(log.path, workspace / "large.csv")
    return [
        *(_reading(title, file, workspace, runs) for title, file in _titled(small, large)),
        *_whole_way(small, large, workspace),
    ]


def _titled(small: Path, large: Path) -> list[tuple[str, Path]]:
    return [(f"{file.stat().st_size / MEGABYTE:,.0f} MB CSV", file) for file in (small, large)]


def _tiled(path: Path, target: Path) -> Path:
    """Write a log so often below itself that it has two gigabytes."""
    import polars as pl
    from polars import selectors

    log = pl.read_parquet(path).with_columns(selectors.datetime().dt.to_string("%-m/%-d/%Y %H:%M"))
    tile = 0
    with target.open("wb") as file:
        while file.tell() < LARGE_BYTES:
            own = pl.lit(f"{tile:02d}")
            customer = (pl.col("CustomerID").cast(pl.Int64) + tile * 100_000).alias("CustomerID")
            order = pl.concat_str([pl.col("InvoiceNo"), own])
            log.with_columns(customer, order).write_csv(file, include_header=tile == 0)
            tile += 1
    return target


def _reading(title: str, file: Path, workspace: Path, runs: int) -> Figure:
    def median(which: str) -> float:
        taken = [
            measure_module("benchmarks.importing", which, file, workspace) for _ in range(runs)
        ]
        return sorted(each["seconds"] for each in taken)[len(taken) // 2]

    ours, rival = median(OURS), median(POLARS)
    ratio = f"{ours / rival:.1f} x ({ours:.1f} s / {rival:.1f} s)"
    what = f"{title} understood and written as Parquet: ours / polars.scan_csv copying its cells"
    return Figure("i", what, ratio, "no promise", holds=True)


def _whole_way(small: Path, large: Path, workspace: Path) -> list[Figure]:
    figures = []
    for title, file in _titled(small, large):
        site = Site(workspace / f"site-{file.stem}")
        with site.running():
            seconds = site.bring(file)
        is_small = file == small
        figures.append(
            Figure(
                "i",
                f"{title} sent to a site and used, to its published snapshot",
                f"{seconds:.0f} s",
                f"< {MOST_SECONDS} s" if is_small else "no promise",
                holds=not is_small or seconds < MOST_SECONDS,
            )
        )
        figures.append(
            Figure(
                "i",
                f"{title} sent and used: most memory of the site meanwhile",
                f"{site.most / MEGABYTE:.0f} MB",
                f"< {MOST_MEGABYTES} MB",
                holds=site.most < MOST_MEGABYTES * MEGABYTE,
            )
        )
    return figures


@dataclass
class Site:
    """A site in a process of its own, whose memory is looked at."""

    var: Path
    most: int = 0
    port: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Serve meanwhile."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        own = {"VAR_DIR": str(self.var), "PORT": str(self.port), "LOG_LEVEL": "WARNING"}
        command = [sys.executable, "app.py"]
        with subprocess.Popen(command, cwd=PROJECT, env=os.environ | own) as process:
            watching = threading.Thread(target=self._watch, args=(process.pid,), daemon=True)
            watching.start()
            try:
                self._wait()
                yield
            finally:
                self._over.set()
                process.terminate()

    def bring(self, file: Path) -> float:
        """Send a file and use it; return the seconds until its snapshot is there."""
        from server.data.datasets import Datasets
        from server.settings import ServerSettings

        datasets = Datasets(ServerSettings(var=self.var, job_runner="apart"))
        while datasets.state(datasets.default()).kind == "working":
            # The sample of an empty site would share the processors.
            time.sleep(_LOOK_SECONDS)
        begun = time.perf_counter()
        upload = self._send(file)
        version = datasets.imports.add(upload, {})
        while (state := datasets.state(version.dataset)).kind == "working":
            time.sleep(_LOOK_SECONDS)
        if state.kind != "ready":
            raise SystemExit(f"{file.name} was not analysed: {state.message}")
        return time.perf_counter() - begun

    def _send(self, file: Path) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=600)
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Length": str(file.stat().st_size),
        }
        with file.open("rb") as body:
            address = f"/data/uploads?name={file.name}"
            connection.request("POST", address, body=body, headers=headers)
            answer = json.loads(connection.getresponse().read())
        return str(answer["id"])

    def _wait(self) -> None:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(_LOOK_SECONDS)
            else:
                return
        raise SystemExit("The site did not start.")

    def _watch(self, number: int) -> None:
        import psutil

        process = psutil.Process(number)
        while not self._over.wait(_LOOK_SECONDS):
            try:
                self.most = max(self.most, process.memory_info().rss)
            except psutil.NoSuchProcess:
                return


def read_once(which: str, file: Path, workspace: Path) -> None:
    """Read a file as one of the rivals does, and print how long it took."""
    import polars as pl

    from rfm.log.reading import read_log
    from rfm.settings import Settings

    begun = time.perf_counter()
    if which == OURS:
        found = read_log(file, Settings(), workspace / OURS).lines
        if not isinstance(found, Path):
            found.write_parquet(workspace / "ours.parquet")
    else:
        pl.scan_csv(file, infer_schema=False).sink_parquet(workspace / "polars.parquet")
    print_measures(seconds=time.perf_counter() - begun)


if __name__ == "__main__":
    read_once(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
