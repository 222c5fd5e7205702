"""How the site answers besides its pages: health, mistakes, compression, proxies."""

import logging
from collections.abc import Callable
from typing import Final

from dash.exceptions import DependencyException
from flask import Flask, Response, request
from flask_compress import Compress
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, NotFound
from werkzeug.middleware.proxy_fix import ProxyFix

from server.data.datasets import Datasets
from server.health import SECONDS
from server.logs import trace
from server.settings import ServerSettings
from server.web.document import mistake_page

SMALLEST_COMPRESSED: Final = 1000
FASTEST: Final = 1
# As quick as gzip at its fastest, and a fifth smaller.
FAST: Final = 3

PAGE_ENDPOINT: Final = "/<path:path>"

SENTENCES: Final = {
    404: ("Not found", "There is no page or file at this address."),
    405: ("Not possible", "This address cannot be used like that."),
    413: ("Too large", "This is more than a page of this site sends. Reload the page."),
    500: ("Something went wrong", "Try again. The operator finds the reason in the server's log."),
}

log = logging.getLogger(__name__)


def prepare(
    server: Flask, settings: ServerSettings, datasets: Datasets, is_page: Callable[[str], bool]
) -> None:
    """Make a bare server into one that can be hosted."""
    trust_proxies(server, settings)
    explain_mistakes(server)
    miss_unknown_pages(server, is_page)
    answer_health(server, datasets)
    compress_answers(server)


def compress_answers(server: Flask) -> None:
    """Send text compressed; at fast levels, as most answers are made for one visitor."""
    server.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    server.config["COMPRESS_BR_LEVEL"] = FAST
    server.config["COMPRESS_LEVEL"] = FASTEST
    server.config["COMPRESS_MIN_SIZE"] = SMALLEST_COMPRESSED
    Compress(server)


def trust_proxies(server: Flask, settings: ServerSettings) -> None:
    """Believe what the host's own proxies say of the client, and nobody else."""
    count = settings.proxies
    if count:
        trusting = ProxyFix(server.wsgi_app, x_for=count, x_proto=count, x_host=count)
        server.wsgi_app = trusting  # type: ignore[method-assign]


def answer_health(server: Flask, datasets: Datasets) -> None:
    """Answer /livez and /health while the process lives, /readyz while it can do its work.

    A first analysis that runs is something to show: every page says how far it is.
    """

    def alive() -> Response:
        return Response("OK", mimetype="text/plain")

    def ready() -> Response:
        trouble = datasets.health.trouble()
        if not trouble and datasets.state(datasets.default()).kind == "failed":
            trouble = "The first analysis failed."
        if trouble:
            wait = {"Retry-After": str(int(SECONDS))}
            return Response(trouble, status=503, mimetype="text/plain", headers=wait)
        return Response("OK", mimetype="text/plain")

    server.add_url_rule("/livez", "livez", alive)
    server.add_url_rule("/health", "health", alive)
    server.add_url_rule("/readyz", "readyz", ready)


def miss_unknown_pages(server: Flask, is_page: Callable[[str], bool]) -> None:
    """Send the site's own page for an unknown address with the status that says so."""

    @server.after_request
    def mark(response: Response) -> Response:
        if request.endpoint == PAGE_ENDPOINT and not is_page(request.path):
            response.status_code = NotFound.code
        return response


def explain_mistakes(server: Flask) -> None:
    """Answer every mistake with a sentence, and keep where it happened in the log."""
    server.register_error_handler(HTTPException, _explain)
    server.register_error_handler(DependencyException, _miss)
    server.register_error_handler(Exception, _apologise)


def _explain(error: HTTPException) -> Response:
    code = error.code or InternalServerError.code
    title, sentence = SENTENCES.get(code, ("Not possible", error.description or ""))
    if request.accept_mimetypes.accept_html and request.method == "GET":
        answer = Response(mistake_page(title, sentence), status=code, mimetype="text/html")
    else:
        answer = Response(f"{title}. {sentence}\n", status=code, mimetype="text/plain")
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return answer


def _miss(_: Exception) -> Response:
    """Answer for a file of a component library that does not exist."""
    return _explain(NotFound())


def _apologise(error: Exception) -> Response:
    log.error("%s %s failed: %s", request.method, request.endpoint, trace(error))
    return _explain(InternalServerError())
