"""What a browser fetches once and keeps: files under names that change with what is in them."""

import gzip
import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import brotli
from flask import Flask, Response, abort, request

PLACE: Final = "/_site/"
FOR_GOOD: Final = "public, max-age=31536000, immutable"
# Each file is compressed once; beyond this level it takes seconds and saves little.
_BROTLI_LEVEL: Final = 9
_DIGITS: Final = 12


@dataclass(frozen=True)
class Shelved:
    """A file, and the same compressed, made when it is first asked for."""

    content: bytes
    mimetype: str

    @cached_property
    def brotli(self) -> bytes:
        """The content as browsers take it over https."""
        return bytes(brotli.compress(self.content, quality=_BROTLI_LEVEL))

    @cached_property
    def gzip(self) -> bytes:
        """The content as every browser takes it."""
        return gzip.compress(self.content)


@dataclass
class Shelf:
    """The files by name, all of them in memory."""

    _files: dict[str, Shelved] = field(default_factory=dict)

    def add(self, name: str, content: bytes, mimetype: str) -> str:
        """Keep a file under a name of its own that tells its content; return its address."""
        stem, _, ending = name.rpartition(".")
        digest = hashlib.sha256(content).hexdigest()[:_DIGITS]
        return self.add_as(f"{stem}-{digest}.{ending}", content, mimetype)

    def add_as(self, name: str, content: bytes, mimetype: str) -> str:
        """Keep a file whose name tells its content already; return its address."""
        self._files[name] = Shelved(content, mimetype)
        return PLACE + name

    def serve(self, server: Flask) -> None:
        """Answer for the files."""

        def answer(name: str) -> Response:
            kept = self._files.get(name)
            if kept is None:
                abort(404)
            return _answer(kept)

        server.add_url_rule(f"{PLACE}<name>", "shelf", answer)


def _answer(kept: Shelved) -> Response:
    # A font is compressed as it is.
    ways = ("br", "gzip") if kept.mimetype.startswith("text/") else ()
    way = request.accept_encodings.best_match(ways, default="")
    content = {"br": lambda: kept.brotli, "gzip": lambda: kept.gzip}.get(way)
    response = Response(content() if content else kept.content, mimetype=kept.mimetype)
    if content:
        response.headers["Content-Encoding"] = way
    response.headers["Cache-Control"] = FOR_GOOD
    response.headers["Vary"] = "Accept-Encoding"
    return response
