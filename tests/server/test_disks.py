"""A disk that is full or for reading only, for real: sentences, nothing torn, and no waiting."""

import subprocess
import sys
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from app import create_app
from callbacks.data.page import offered
from callbacks.shell.frame import stand
from rfm.errors import RfmError
from server.health import FULL, READ_ONLY
from server.settings import PROJECT, ServerSettings
from tests.hand_made_sites import as_text
from tests.server.crash.test_jobs import QUICK, orders
from tests.server.data.test_datasets import publish
from tests.server.disks import mounted
from tests.server.jobs.at_work import until

MEGABYTES = 4
TROUBLES = {
    FULL: (lambda disk: disk.fill(), lambda disk: disk.make_room()),
    READ_ONLY: (
        lambda disk: disk.make_read_only(),
        lambda disk: disk.make_read_only(is_so=False),
    ),
}


@pytest.fixture
def disk(tmp_path):
    with mounted(tmp_path / "var", MEGABYTES) as mounted_disk:
        yield mounted_disk


@pytest.fixture
def site(disk, tmp_path, monkeypatch):
    """Yield a site on that disk, which looks at it whenever asked, and shows one data set."""
    monkeypatch.setattr("server.health.SECONDS", -1)
    settings = ServerSettings(var=disk.folder, samples=tmp_path, job_runner="apart")
    publish(settings, "cdnow", "1")
    server = create_app(settings).server
    server.extensions["datasets"].editing.serve_at(["127.0.0.1"])
    server.extensions["datasets"].begin()
    yield server
    server.extensions["datasets"].stop()


def files_in(disk):
    return sorted(str(path) for path in (disk.folder / "storage").rglob("*"))


@pytest.mark.parametrize("trouble", TROUBLES)
def test_the_site_says_what_its_disk_has_shows_what_there_is_and_goes_on(site, disk, trouble):
    begin, end = TROUBLES[trouble]
    client, datasets = site.test_client(), site.extensions["datasets"]
    received = datasets.imports.receive("shop.csv", [orders(5)])
    datasets.imports.add(received.id, QUICK)
    assert stand(datasets, "shop").is_working
    before = files_in(disk)
    # Nothing can be made for reading only that somebody has open to write.
    datasets._database.close()
    begin(disk)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, trouble)
    assert client.get("/livez").status_code == 200
    # What waits for its turn does not wait for ever, and what is published is shown.
    waiting = stand(datasets, "shop")
    assert not waiting.is_working
    assert trouble in as_text(waiting.status)
    assert trouble in as_text(offered(datasets))
    assert datasets.snapshot("cdnow").id == "1"
    for address in ("/", "/data", "/prediction?data=cdnow"):
        assert client.get(address).status_code == 200
    with pytest.raises(RfmError, match=r"was not kept|nothing was kept"):
        datasets.imports.receive("more.csv", [orders(200)])
    assert files_in(disk) == before
    end(disk)
    assert client.get("/readyz").status_code == 200
    assert stand(datasets, "shop").is_working
    assert datasets.imports.receive("more.csv", [orders(200)]).files


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_site_that_starts_on_such_a_disk_says_so_and_goes_on_by_itself(
    disk, tmp_path, serve, monkeypatch, trouble
):
    begin, end = TROUBLES[trouble]
    begin(disk)
    monkeypatch.setenv("RFM_SAMPLES", str(tmp_path))
    with serve([sys.executable, "app.py"], disk.folder) as (address, _):
        assert answer_of(f"{address}/readyz") == (503, trouble)
        assert answer_of(address)[0] == 200
        end(disk)
        until(lambda: answer_of(f"{address}/readyz")[0] == 200, 30)


def answer_of(address):
    try:
        with urlopen(Request(address), timeout=20) as answer:  # noqa: S310  our own site
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_an_analysis_for_whose_result_there_is_no_room_fails_with_a_sentence(tmp_path):
    with mounted(tmp_path / "small", 1) as disk:
        (tmp_path / "orders.csv").write_bytes(orders(2_000))
        command = [sys.executable, "-m", "rfm", "analyse", str(tmp_path / "orders.csv")]
        options = ["--lifetime", "off", "--out", str(disk.folder / "shop")]
        disk.fill()
        ended = subprocess.run(
            [*command, *options], cwd=PROJECT, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 1
        assert "No space left on device). Make room" in ended.stderr
        assert "Traceback" not in ended.stderr
        assert [path.name for path in disk.folder.iterdir()] == ["ballast"]
