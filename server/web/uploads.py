"""Files that a browser brings: streamed to the storage, a request each, never held in memory."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Final

from flask import Blueprint, Flask, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from rfm.errors import RfmError
from server.data.datasets import Datasets
from server.data.uploads import TOO_MUCH
from server.refusals import UNUSABLE, RefusedError
from server.settings import MEGABYTE, ServerSettings
from server.web.guard import ensure_own_site

ADDRESS: Final = "/data/uploads"
# Pages of other sites cannot send this type without asking first.
STREAMED: Final = "application/octet-stream"
CHUNK: Final = 1 << 20
LONGEST_NAME: Final = 255

NO_NAME: Final = "The file has no name. Choose it again."
NOT_STREAMED: Final = f"A file is sent as {STREAMED}, its bytes and nothing else."


def take_uploads(server: Flask, settings: ServerSettings, datasets: Datasets) -> None:
    """Answer to files that are brought, and to those that are not wanted any more."""
    routes = Blueprint("uploads", __name__, url_prefix=ADDRESS)
    most_bytes = settings.most_upload_mb * MEGABYTE

    @routes.before_request
    def guard() -> None:
        # Before anything of the body is read.
        request.max_content_length = most_bytes
        ensure_own_site(request)
        datasets.editing.ensure_allowed()

    @routes.post("")
    def receive() -> tuple[Response, int]:
        if request.mimetype != STREAMED:
            abort(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, NOT_STREAMED)
        name = request.args.get("name", "").strip()[:LONGEST_NAME]
        if not name:
            abort(HTTPStatus.BAD_REQUEST, NO_NAME)
        upload = datasets.imports.receive(name, _chunks(), upload=request.args.get("upload", ""))
        files = [{"name": file.name, "bytes": file.bytes} for file in upload.files]
        return jsonify(id=upload.id, files=files), HTTPStatus.CREATED

    @routes.delete("/<upload>")
    def discard(upload: str) -> tuple[str, int]:
        datasets.imports.discard(upload)
        return "", HTTPStatus.NO_CONTENT

    _explain(routes, settings.most_upload_mb)
    server.register_blueprint(routes)


def _chunks() -> Iterator[bytes]:
    """Yield what the browser sends as it comes; an error where it is too much, or breaks off."""
    while chunk := request.stream.read(CHUNK):
        yield chunk


def _explain(routes: Blueprint, most_mb: int) -> None:
    """Answer every mistake with a sentence that the page can show."""

    @routes.errorhandler(HTTPException)
    def refuse(error: HTTPException) -> tuple[Response, int]:
        is_too_large = isinstance(error, RequestEntityTooLarge)
        sentence = TOO_MUCH.format(most=most_mb) if is_too_large else error.description
        return _problem(sentence or "", error.code or HTTPStatus.BAD_REQUEST)

    @routes.errorhandler(RfmError)
    def explain(error: RfmError) -> tuple[Response, int]:
        return _problem(str(error), error.status if isinstance(error, RefusedError) else UNUSABLE)


def _problem(sentence: str, status: int) -> tuple[Response, int]:
    answer = jsonify(title=HTTPStatus(status).phrase, status=int(status), detail=sentence)
    answer.mimetype = "application/problem+json"
    return answer, status
