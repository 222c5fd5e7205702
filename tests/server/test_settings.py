"""The site's settings come from the environment, typed, and the table in the docs is true."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from rfm.errors import SettingsError
from server.settings import PROJECT, ServerSettings

OPERATIONS = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_an_empty_environment_gives_a_site_on_this_machine_alone():
    settings = ServerSettings.from_environment({})
    assert (settings.host, settings.port) == ("127.0.0.1", 8050)
    assert settings.var == PROJECT / "var"
    # An empty variable is as good as none.
    assert ServerSettings.from_environment({"PORT": " "}) == ServerSettings()


def test_the_environment_decides():
    texts = {"HOST": "192.0.2.7", "PORT": "9000", "PROXIES": "1", "LOG_LEVEL": "error"}
    settings = ServerSettings.from_environment(texts | {"VAR_DIR": "/data"})
    assert (settings.host, settings.port, settings.proxies) == ("192.0.2.7", 9000, 1)
    assert settings.samples == Path("/data/samples")
    assert settings.snapshots == Path("/data/snapshots")
    assert settings.log_level == "ERROR"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("PORT", "８０"),
        ("PROXIES", "99"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_its_variable(variable, value):
    with pytest.raises(SettingsError, match=f"{variable} is '?{re.escape(value)}"):
        ServerSettings.from_environment({variable: value})


def test_every_setting_is_documented_with_its_default():
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]+?) \|", OPERATIONS, re.MULTILINE))
    for setting in fields(ServerSettings):
        default = setting.default
        if isinstance(default, Path):
            default = default.relative_to(PROJECT)
        assert rows.pop(setting.metadata["variable"]) == f"`{'none' if default == '' else default}`"
    assert set(rows) == {"WEB_CONCURRENCY", "RFM_LIMITS"}, "Documented, but nothing reads it."
