"""A site's jobs with a child of one line of Python, for the tests of what may happen to them."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from server.database import Database
from server.jobs.book import ANALYSE, Job, Jobs
from server.jobs.children import Work
from server.jobs.claims import Claims
from server.jobs.consumer import Consumer, runner_name
from server.jobs.runner import Runner
from server.settings import ServerSettings

WAITS = "print('1/2 Reading', flush=True); import time; time.sleep(60)"
PUBLISHES = "print('2/2 Publishing', flush=True); open('done', 'a').write('x')"
EXPLAINS = "import sys; print('1/2 Reading'); print('rfm: Line 3 has no date.'); sys.exit(1)"
CRASHES = "import os; open('tried', 'a').write('x'); os.kill(os.getpid(), 9)"


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "It did not happen in time."
        time.sleep(0.02)


def never_done() -> bool:
    return False


@dataclass
class Site:
    """The two sides of the book of jobs in one folder: who asks, and who works."""

    settings: ServerSettings
    code: str
    lease: float = 60.0
    name: str = ""

    def __post_init__(self) -> None:
        self.folder = self.settings.var
        self.database = Database(self.settings)
        self.jobs = Jobs(self.database)
        name = self.name or runner_name(self.settings)
        self.claims = Claims(self.database, name, lease=self.lease)
        self.runner = Runner(self.claims, self._work, look=0.05)

    def _work(self, job: Job) -> Work:
        command = (sys.executable, "-c", self.code)
        files = self.settings.jobs / job.dataset
        return Work(command=command, files=files, directory=self.folder)

    def start(self, name: str = "shop", *, afresh: bool = False) -> bool:
        return self.jobs.start(ANALYSE, name, done=never_done, afresh=afresh)

    def job(self, name: str = "shop") -> Job:
        job = self.jobs.latest(ANALYSE, name)
        assert job is not None
        return job

    @contextmanager
    def at_its_first_step(self) -> Iterator[None]:
        """Have the jobs done, and one begun that says what it does."""
        with self.working():
            self.start()
            until(lambda: self.job().step == 1)
            yield

    @property
    def done(self) -> str:
        """One letter for each time that a child published."""
        path = self.folder / "done"
        return path.read_text() if path.exists() else ""

    @contextmanager
    def working(self, workers: int = 2, look: float = 0.05) -> Iterator[None]:
        """Have the jobs done, by threads of this process, as the site's runner does."""
        consumer = Consumer(self.claims, self.runner, workers, look=look)
        thread = threading.Thread(target=consumer.run, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.runner.stopping.set()
            thread.join(20)
            self.database.close()


def make_site(folder: Path, code: str, **choices: object) -> Site:
    return Site(ServerSettings(var=folder, samples=folder / "samples"), code, **choices)


def work_until_killed(folder: Path, code: str, lease: float) -> None:
    """Do jobs in a process of its own."""
    with make_site(folder, code, lease=lease).working():
        time.sleep(600)


def children() -> list[psutil.Process]:
    """Return the processes of jobs that this one started."""
    own = psutil.Process().children()
    commands = [(each, " ".join(each.cmdline())) for each in own]
    return [each for each, words in commands if " -c " in words and "multiprocessing" not in words]
