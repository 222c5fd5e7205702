"""Whatever is asked, in any order, again and after a start: each import once, all or nothing."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings, strategies
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule
from sqlalchemy import select

from server.data.datasets import Datasets
from server.jobs.book import ANALYSE
from server.refusals import RefusedError
from server.settings import ServerSettings
from server.tables import DATASETS, JOBS, UPLOAD_FILES, VERSIONS

IS_LONG = os.environ.get("CRASH_LONG") == "yes"
NAMES = strategies.sampled_from(["shop", "club"])
CONTENTS = strategies.sampled_from([b"customer,date,amount\nA,2024-01-02,1\n", b"a,b\n1,2\n"])


class Asking(RuleBasedStateMachine):
    """Imports, repeats, stops, removes and starts again, beside what must be there."""

    uploads = Bundle("uploads")
    keys = Bundle("keys")

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        var = Path(self.folder.name)
        self.settings = ServerSettings(var=var, samples=var, job_runner="apart")
        self.datasets = Datasets(self.settings)
        # What must be there: the number of versions by name, and what each key was answered.
        self.versions: dict[str, int] = {}
        self.busy: set[str] = set()
        self.asked = 0
        self.answered: dict[str, tuple[str, int]] = {}

    @rule(target=uploads, content=CONTENTS)
    def receive(self, content: bytes) -> str:
        return self.datasets.imports.receive("orders.csv", [content]).id

    @rule(content=CONTENTS)
    def break_off(self, content: bytes) -> None:
        def broken() -> Iterator[bytes]:
            yield content
            raise ConnectionResetError

        try:
            self.datasets.imports.receive("orders.csv", broken())
        except ConnectionResetError:
            return
        raise AssertionError("It was taken for whole.")

    @rule(target=keys, upload=uploads, name=NAMES, is_new=strategies.booleans())
    def add(self, upload: str, name: str, is_new: bool) -> tuple[str, str, str, str]:
        self.asked += 1
        key = f"key {self.asked}"
        asked = (upload, name, "new" if is_new else "replace", key)
        self._ask(*asked)
        return asked

    @rule(asked=keys)
    def repeat(self, asked: tuple[str, str, str, str]) -> None:
        self._ask(*asked)

    def _ask(self, upload: str, name: str, mode: str, key: str) -> None:
        possible = (name not in self.versions) if mode == "new" else self._is_idle(name)
        try:
            made = self.datasets.imports.add(upload, {}, dataset=name, mode=mode, key=key)
        except RefusedError:
            assert key not in self.answered
            assert not possible or not self._is_there(upload)
            return
        if key in self.answered:
            assert (made.dataset, made.number) == self.answered[key]
            return
        assert possible
        self.versions[name] = self.versions.get(name, 0) + 1
        self.busy.add(name)
        self.answered[key] = made.dataset, made.number

    def _is_idle(self, name: str) -> bool:
        return name in self.versions and name not in self.busy

    def _is_there(self, upload: str) -> bool:
        try:
            return bool(self.datasets.imports.upload(upload).files)
        except RefusedError:
            return False

    @rule(name=NAMES)
    def stop(self, name: str) -> None:
        if name in self.busy:
            self.datasets.cancel(name, ANALYSE)
            self.busy.discard(name)

    @rule(name=NAMES)
    def remove(self, name: str) -> None:
        try:
            self.datasets.versions.delete(name)
        except RefusedError:
            assert name not in self.versions
        self.versions.pop(name, None)
        self.busy.discard(name)
        self.answered = {key: made for key, made in self.answered.items() if made[0] != name}

    @rule(upload=consumes(uploads))
    def discard(self, upload: str) -> None:
        self.datasets.imports.discard(upload)

    @rule()
    def start_again(self) -> None:
        self.datasets.stop()
        self.datasets = Datasets(self.settings)

    @invariant()
    def all_is_whole(self) -> None:
        with self.datasets._database.reading() as connection:
            versions = connection.execute(select(VERSIONS)).all()
            files = connection.execute(select(UPLOAD_FILES)).all()
            jobs = set(connection.scalars(select(JOBS.c.id)))
            names = set(connection.scalars(select(DATASETS.c.name)))
        found = {name: sum(row.dataset == name for row in versions) for name in self.versions}
        assert found == self.versions
        assert names == set(self.versions)
        assert {row.job for row in versions} <= jobs
        assert {row.upload for row in versions} <= {file.upload for file in files}
        storage = self.settings.var / "storage"
        kept = {path.relative_to(storage).as_posix() for path in storage.rglob("*.*")}
        assert {file.stored_as for file in files} == kept

    def teardown(self) -> None:
        self.datasets.stop()
        self.folder.cleanup()


TestAsking = Asking.TestCase
TestAsking.settings = settings(
    max_examples=200 if IS_LONG else 30,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
