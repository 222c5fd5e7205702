"""A small Dash app with one callback of each shape, guarded like the site."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from dash import ALL, MATCH, Dash, Input, Output, State, dcc, html
from flask import Flask

from server.settings import ServerSettings
from server.web.answers import compress_answers, explain_mistakes
from server.web.guard import guard_callbacks
from server.web.security import send_security_headers
from tests.server.jobs.at_work import Site, children, make_site
from tests.servers import empty_database, mariadb, postgresql

DATABASES = ("sqlite", "postgresql", "mariadb")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is marked so once on each database."""
    if metafunc.definition.get_closest_marker("every_database"):
        metafunc.parametrize("settings", DATABASES, indirect=True)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    with postgresql() as address:
        yield address


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[str]:
    with mariadb() as address:
        yield address


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> ServerSettings:
    """Return the settings of a site in a folder, and in a database, of its own."""
    own = ServerSettings(var=tmp_path, samples=tmp_path / "samples")
    kind = getattr(request, "param", "sqlite")
    if kind == "sqlite":
        return own
    server = request.getfixturevalue(f"{kind}_server")
    return replace(own, database_url=empty_database(server))


@pytest.fixture
def guarded() -> Flask:
    app = Dash("guarded", use_async=False, add_log_handler=False, on_error=lambda _: None)
    app.layout = html.Div([dcc.Input(id="value"), html.Div(id="one"), html.Div(id="two")])

    @app.callback(Output("one", "children"), Input("value", "value"))
    def _single(value: object) -> str:
        return f"single {value!r}"

    @app.callback(
        Output("two", "children"),
        Output("two", "title"),
        Input("value", "value"),
        State("one", "children"),
    )
    def _double(value: object, state: object) -> tuple[str, str]:
        return f"double {value!r}", f"{state!r}"

    @app.callback(Output("sum", "children"), Input({"kind": "row", "name": ALL}, "value"))
    def _several(values: list[object]) -> str:
        return f"several {len(values)}"

    @app.callback(
        Output({"kind": "mark", "name": MATCH}, "children"),
        Input({"kind": "row", "name": MATCH}, "value"),
    )
    def _matching(value: object) -> str:
        return f"matching {value!r}"

    @app.callback(Input("value", "n_submit"))
    def _silent(_: object) -> None:
        return None

    @app.callback(Output("failing", "children"), Input("value", "value"))
    def _failing(_: object) -> str:
        raise ValueError("customer 13456")

    explain_mistakes(app.server)
    compress_answers(app.server)
    guard_callbacks(app.server, app.callback_map)
    send_security_headers(app.server, app.csp_hashes)

    @app.server.get("/broken")
    def broken() -> str:
        raise RuntimeError("customer 13456")

    app.server.extensions["callbacks"] = app.callback_map
    return app.server


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Yield a function that gives a site in one folder, with the code that its jobs run."""
    yield lambda code, **choices: make_site(tmp_path, code, **choices)
    for child in children():
        child.kill()
