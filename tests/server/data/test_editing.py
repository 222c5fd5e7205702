"""Until there are accounts, only this machine or who was allowed to may write."""

import pytest

from server.data.editing import Editing
from server.settings import ServerSettings


@pytest.mark.parametrize(
    ("hosts", "settings", "is_allowed"),
    [
        (["127.0.0.1"], {}, True),
        (["::1", "localhost"], {}, True),
        (["0.0.0.0"], {}, False),  # noqa: S104
        (["127.0.0.1", "192.0.2.7"], {}, False),
        (["127.0.0.1"], {"proxies": 1}, False),
        ([""], {}, False),
        ([], {}, False),
        (["0.0.0.0"], {"allow_editing": "yes"}, True),  # noqa: S104
    ],
)
def test_only_this_machine_or_who_was_allowed_to_may_write(tmp_path, hosts, settings, is_allowed):
    editing = Editing(ServerSettings(var=tmp_path, **settings))
    editing.serve_at(hosts)
    assert editing.is_allowed == is_allowed
