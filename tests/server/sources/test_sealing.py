"""What holds a password is kept sealed with the site's own key."""

import stat

import pytest

from rfm.errors import RfmError
from server.settings import ServerSettings
from server.sources.sealing import KEY_FILE, Seal

ADDRESS = "postgresql://me:secret@db/shop"


def test_a_sealed_text_tells_nothing_and_opens_again(tmp_path):
    sealed = Seal(ServerSettings(var=tmp_path)).seal(ADDRESS)
    assert "secret" not in sealed
    assert Seal(ServerSettings(var=tmp_path)).open(sealed) == ADDRESS


def test_the_sites_own_key_is_for_its_user_alone(tmp_path):
    Seal(ServerSettings(var=tmp_path / "new")).seal(ADDRESS)
    key = tmp_path / "new" / KEY_FILE
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert [path.name for path in key.parent.iterdir()] == [KEY_FILE]


def test_a_key_of_the_operators_needs_no_file(tmp_path):
    settings = ServerSettings(var=tmp_path, secret_key="k" * 32)
    assert Seal(settings).open(Seal(settings).seal(ADDRESS)) == ADDRESS
    assert list(tmp_path.iterdir()) == []


def test_another_key_opens_nothing_and_says_so(tmp_path):
    sealed = Seal(ServerSettings(var=tmp_path, secret_key="k" * 32)).seal(ADDRESS)
    with pytest.raises(RfmError, match="secret key is another one now"):
        Seal(ServerSettings(var=tmp_path, secret_key="x" * 32)).open(sealed)
