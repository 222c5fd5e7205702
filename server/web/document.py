"""The two HTML documents of the site: the frame that Dash fills, and the page of a mistake."""

import re
from html import escape
from typing import Any, Final

from dash import Dash

DESCRIPTION: Final = "Who a shop's customers are: segments, clusters and single customers."

INDEX: Final = """<!DOCTYPE html>
<html lang="en">
  <head>
    {%metas%}
    <title>{%title%}</title>
    <link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
    <script src="/assets/00-theme.js"></script>
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


_PYTHON: Final = re.compile(r'"python_version":\s*"[^"]*",?\s*')


class Site(Dash):
    """Dash with our document, which does not tell a stranger which Python it runs on."""

    def __init__(self, name: str, **choices: Any) -> None:
        meta_tags = [{"name": "description", "content": DESCRIPTION}]
        super().__init__(name, index_string=INDEX, meta_tags=meta_tags, **choices)

    def interpolate_index(self, *parts: Any, **named: Any) -> str:
        """Return the document with Dash's parts in their places."""
        named["config"] = _PYTHON.sub("", named["config"])
        return str(super().interpolate_index(*parts, **named))  # type: ignore[no-untyped-call]


def mistake_page(title: str, sentence: str) -> str:
    """Return a whole page that says what went wrong and leads back."""
    return _MISTAKE.format(title=escape(title), sentence=escape(sentence))
