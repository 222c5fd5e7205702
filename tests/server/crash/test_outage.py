"""A database that goes away while the site runs is told of, and missed until it is back."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

import pytest

from app import create_app
from rfm.errors import RfmError
from server import health
from tests.servers import empty_database

ORDERS = b"customer,date,amount\nA,2024-01-02,10\n"
# Longer, it is the same: nothing counts the time.
SECONDS_AWAY = 3.0
SECONDS_TO_RECOVER = 5.0


@dataclass
class Cable:
    """What lies between the site and its database, and can be pulled out."""

    host: str
    port: int
    ends: list[socket.socket] = field(default_factory=list)
    is_cut: bool = False

    def carry(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listening.accept()
                if self.is_cut:
                    near.close()
                    continue
                far = socket.create_connection((self.host, self.port))
                self.ends += [near, far]
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=_pass_on, args=pair, daemon=True).start()

    def cut(self) -> None:
        self.is_cut = True
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.ends.clear()

    def mend(self) -> None:
        self.is_cut = False


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while some := source.recv(65_536):
            target.sendall(some)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def through_a_cable(address: str) -> Iterator[tuple[str, Cable]]:
    """Yield the address of a database behind a cable, and the cable."""
    parts = urlsplit(address)
    cable = Cable(parts.hostname, parts.port)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=cable.carry, args=(listening,), daemon=True).start()
        port = listening.getsockname()[1]
        yield address.replace(f":{parts.port}/", f":{port}/"), cable
        cable.cut()


@pytest.fixture(params=["postgresql", "mariadb"])
def address(request):
    return empty_database(request.getfixturevalue(f"{request.param}_server"))


def test_an_outage_is_a_sentence_loses_nothing_and_is_over_with_its_end(
    address, settings, monkeypatch
):
    monkeypatch.setattr(health, "SECONDS", 0.2)
    with through_a_cable(address) as (url, cable):
        app = create_app(replace(settings, database_url=url, job_runner="apart"))
        datasets, client = app.server.extensions["datasets"], app.server.test_client()
        datasets.editing.serve_at(["127.0.0.1"])
        kept = [_bring(datasets, number) for number in range(3)]
        assert client.get("/readyz").status_code == 200
        cable.cut()
        end = time.monotonic() + SECONDS_AWAY
        refused = 0
        while time.monotonic() < end:
            time.sleep(0.3)
            answer = client.get("/readyz")
            assert (answer.status_code, answer.text) == (503, health.NO_DATABASE)
            assert int(answer.headers["Retry-After"]) >= 1
            assert client.get("/livez").status_code == 200
            with pytest.raises(RfmError, match="does not answer"):
                _bring(datasets, 9)
            refused += 1
        assert refused >= 1
        cable.mend()
        begun = time.monotonic()
        while client.get("/readyz").status_code != 200:
            assert time.monotonic() - begun < SECONDS_TO_RECOVER
            time.sleep(0.2)
        kept.append(_bring(datasets, 4))
        for upload in kept:
            assert datasets.imports.upload(upload).files[0].bytes == len(ORDERS)
        datasets.imports._database.close()


def _bring(datasets, number):
    return datasets.imports.receive(f"orders-{number}.csv", [ORDERS]).id
