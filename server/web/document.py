"""The two HTML documents of the site: the frame that Dash fills, and the page of a mistake."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Sequence
from html import escape
from typing import Any, Final

from dash import Dash

from server.web.joined import dashs, ours, script_elements
from server.web.shelf import Shelf

DESCRIPTION: Final = "Who a shop's customers are: segments, clusters and single customers."

INDEX: Final = """<!DOCTYPE html>
<html lang="en">
  <head>
    {%metas%}
    <title>{%title%}</title>
    <link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
    <script>{%first%}</script>
    {%css%}
  </head>
  <body>
    {%app_entry%}
    <noscript>This site draws its charts in your browser: switch JavaScript on to see it.</noscript>
    <footer>
      {%config%}
      {%scripts%}
      {%renderer%}
    </footer>
  </body>
</html>
"""

_MISTAKE: Final = """<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>{title}</title>
    <style>
      body {{ font-family: system-ui, sans-serif; line-height: 1.5; margin: 15vh auto;
             max-width: 32rem; padding: 0 1rem; }}
    </style>
  </head>
  <body>
    <h1>{title}</h1>
    <p>{sentence}</p>
    <p><a href="/">Start page</a></p>
  </body>
</html>
"""


_WITH_SOURCE: Final = re.compile(r'<script src="[^"]+"></script>\n?')
_PYTHON: Final = re.compile(r'"python_version":\s*"[^"]*",?\s*')


class Site(Dash):
    """Dash with our document, which does not tell a stranger which Python it runs on.

    Its scripts and styles are joined (`server.web.joined`) and kept by browsers for good.
    """

    def __init__(self, name: str, **choices: Any) -> None:
        meta_tags = [{"name": "description", "content": DESCRIPTION}]
        self.shelf = Shelf()
        self.ours = ours(self.shelf)
        document = INDEX.replace("{%first%}", self.ours.first)
        # None of our assets is fetched by itself.
        super().__init__(
            name, index_string=document, meta_tags=meta_tags, assets_ignore=".*", **choices
        )
        self.shelf.serve(self.server)

    def interpolate_index(self, *parts: Any, **named: Any) -> str:
        """Return the document with Dash's parts in their places."""
        named["config"] = _PYTHON.sub("", named["config"])
        named["css"] = self._styles()
        named["scripts"] = self._scripts(named["scripts"])
        return str(super().interpolate_index(*parts, **named))  # type: ignore[no-untyped-call]

    def csp_hashes(self, hash_algorithm: str = "sha256") -> Sequence[str]:
        """Return the hashes of all inline scripts, that of the head first."""
        first = hashlib.new(hash_algorithm, self.ours.first.encode()).digest()
        known = super().csp_hashes(hash_algorithm)
        return [f"'{hash_algorithm}-{b64encode(first).decode()}'", *known]

    def _styles(self) -> str:
        ours = self.ours
        sheet = f'<link rel="stylesheet" href="{ours.style}">'
        font = f'<link rel="preload" as="font" type="font/woff2" href="{ours.font}" crossorigin>'
        return f"{sheet}\n{font}"

    def _scripts(self, written: str) -> str:
        addresses, grid = dashs(self.shelf, written)
        ours_last = (
            f'<script src="{self.ours.script}" data-plotly="{self.ours.plotly}" '
            f'data-grid="{grid}" data-soon="{" ".join(self.ours.preloaded)}"></script>'
        )
        inline = _WITH_SOURCE.sub("", written)
        return "\n".join([script_elements(addresses), ours_last, inline])


def mistake_page(title: str, sentence: str) -> str:
    """Return a whole page that says what went wrong and leads back."""
    return _MISTAKE.format(title=escape(title), sentence=escape(sentence))
