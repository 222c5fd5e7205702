"""The site: `python app.py [FILE]` serves it here, `gunicorn app:server` serves it hosted."""

import os
import sys

from dash import Dash

from callbacks import is_page, register_callbacks
from callbacks.parts.errors import report_error
from layouts.shell import frame as shell
from rfm.errors import RfmError
from server.data.datasets import Datasets
from server.running import run
from server.settings import ServerSettings
from server.web.answers import prepare
from server.web.document import Site
from server.web.guard import guard_callbacks
from server.web.security import send_security_headers
from server.web.uploads import take_uploads


def create_app(settings: ServerSettings | None = None) -> Dash:
    """Return the whole site; it reads no data and starts nothing until it is asked to."""
    settings = settings or ServerSettings.from_environment(os.environ)
    datasets = Datasets(settings)
    app = Site(
        "app",
        title="Customer Segmentation",
        update_title="",
        include_pages_meta=False,
        use_pages=True,
        pages_folder="",
        use_async=False,
        # Sections bring what is in them when they open; tests see to it that every id exists.
        suppress_callback_exceptions=True,
        enable_mcp=False,
        on_error=report_error,
        add_log_handler=False,
    )
    prepare(app.server, settings, datasets, is_page)
    take_uploads(app.server, settings, datasets)
    guard_callbacks(app.server, app.callback_map)
    send_security_headers(app.server, app.csp_hashes)
    app.layout = shell.layout
    register_callbacks(app, datasets)
    app.server.extensions["datasets"] = datasets
    with app.server.test_request_context():
        # Dash adds its own callbacks with the first request; then all inline scripts are known.
        app.server.preprocess_request()
        # Whichever process a browser asks then has every script that a document names.
        app.index()  # type: ignore[no-untyped-call]
    return app


try:
    settings = ServerSettings.from_environment(os.environ)
    if __name__ == "__main__":
        settings = settings.opening(sys.argv[1:])
    app = create_app(settings)
except RfmError as error:
    raise SystemExit(f"The site cannot start. {error}") from None
server = app.server

if __name__ == "__main__":
    run(server, settings, server.extensions["datasets"])
