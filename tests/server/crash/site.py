"""The site with one more address, which imports a file in one request: for what crashes leave."""

import os

from flask import request

from app import create_app
from server.settings import ServerSettings

app = create_app(ServerSettings.from_environment(os.environ))
server = app.server


@server.post("/import")
def bring() -> dict[str, object]:
    """Receive a file and make a version of it; the answer is what is acknowledged."""
    imports = server.extensions["datasets"].imports
    request.max_content_length = 10_000_000
    key = request.args["key"]
    received = imports.receive(f"{key}.csv", iter(lambda: request.stream.read(4096), b""))
    version = imports.add(received.id, {}, title=key, key=key)
    return {"dataset": version.dataset, "number": version.number, "hash": version.content_hash}
