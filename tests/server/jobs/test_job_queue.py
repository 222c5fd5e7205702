"""The queue passes numbers, and nothing that somebody put into it is ever run."""

import pytest

from rfm.errors import SettingsError
from server.jobs.queue import JobQueue, JsonMessages
from server.settings import ServerSettings
from tests.server.jobs.at_work import pass_numbers


def test_numbers_come_out_in_the_order_they_went_in(tmp_path):
    assert pass_numbers(ServerSettings(var=tmp_path)) == [3, 1, 2]
    assert (tmp_path / "queue.db").exists()


def test_what_is_not_json_is_refused():
    # What the standard library would run as a program.
    with pytest.raises(ValueError, match="Expecting value"):
        JsonMessages().deserialize(b"cos\nsystem\n(S'true'\ntR.")


@pytest.mark.parametrize("url", ["nonsense", "ftp://user:secret@host"])
def test_an_address_of_redis_that_cannot_be_used_is_a_sentence(tmp_path, url):
    with pytest.raises(SettingsError, match="REDIS_URL cannot be understood") as refused:
        JobQueue(ServerSettings(var=tmp_path, redis_url=url))
    assert "secret" not in str(refused.value)
