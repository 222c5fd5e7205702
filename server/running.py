"""Serves the site from `python app.py`: one process, a thread a request, no ceremony."""

import logging
import signal
import socket
import sys
from types import FrameType
from typing import NoReturn

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from server.data.datasets import Datasets
from server.data.standby import STANDBY
from server.logs import configure_logs
from server.settings import ServerSettings

log = logging.getLogger(__name__)


class QuietHandler(WSGIRequestHandler):
    """Answers without naming the versions it runs on and without a line a request."""

    protocol_version = "HTTP/1.1"

    def version_string(self) -> str:
        """Return what the Server header says."""
        return "dashboard"

    def log_request(self, *_: object) -> None:
        """Write nothing: a hosted site's proxy counts requests."""


def run(server: Flask, settings: ServerSettings, datasets: Datasets) -> None:
    """Start the analysis of the default data set where it has none, and serve until stopped."""
    configure_logs(settings.log_level)
    warm_up()
    datasets.editing.serve_at([settings.host])
    datasets.begin()
    try:
        serve(server, settings)
    finally:
        datasets.stop()


def serve(server: Flask, settings: ServerSettings) -> None:
    """Serve until interrupted or terminated.

    Raises
    ------
    SystemExit
        With a sentence, when the address cannot be listened on.
    """
    signal.signal(signal.SIGTERM, _leave)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        # Listened on here, since make_server ends the program in its own words when it cannot.
        address = socket.create_server((settings.host, settings.port), family=family)
    except OSError:
        raise SystemExit(
            f"{settings.host}:{settings.port} cannot be listened on. Stop the program that uses "
            "it, or choose another port: PORT=8051 python app.py"
        ) from None
    listening = make_server(
        settings.host,
        settings.port,
        server,
        threaded=True,
        request_handler=QuietHandler,
        fd=address.fileno(),
    )
    log.info("The dashboard is at http://%s:%s (Ctrl+C stops it).", settings.host, settings.port)
    try:
        listening.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        listening.server_close()
        address.close()


def warm_up() -> None:
    """Have somebody stand by to read files, and build one figure.

    Plotly loads its validators at the first one, and not safely in threads.
    """
    STANDBY.begin()
    from plotly import graph_objects as go

    go.Figure([go.Scatter(x=[0], y=[0]), go.Heatmap(z=[[0]]), go.Bar(x=[0], y=[0])]).to_json()


def _leave(_: int, __: FrameType | None) -> NoReturn:
    sys.exit(0)
