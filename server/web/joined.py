"""The scripts and styles of the site, joined: one style sheet, one script of ours, one of Dash's.

Plotly and the grid are heavy and not on every page: `assets/70-later.js` fetches them when a chart
or a grid is first drawn.
"""

import json
import pkgutil
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dash.fingerprint import check_fingerprint

from server.web.shelf import Shelf

ASSETS: Final = Path(__file__).resolve().parents[2] / "assets"
# Runs before the first paint, so it stands in the document itself.
FIRST: Final = "00-theme.js"
SCRIPT: Final = "text/javascript"
STYLE: Final = "text/css"

_FIRST_FONT: Final = "inter-latin-wght-normal.woff2"
_SUITES: Final = "/_dash-component-suites/"
_SOURCE: Final = re.compile(r'<script src="([^"]+)"></script>')
_MAP: Final = re.compile(rb"\n//# sourceMappingURL=\S+\s*$")
# These find their parts by their own address.
_ALONE: Final = ("dash/dcc/dash_core_components.js",)
# Dash looks for a script of its renderer.
_JOINED: Final = "dash-renderer.js"
_GRID: Final = "dash_ag_grid/dash_ag_grid.min.js"
# The old table, which no page of ours has: tests see to it.
_UNUSED: Final = ("dash/dash_table/bundle.js",)


@dataclass(frozen=True)
class Ours:
    """What is ours: the script of the head as it is, of everything else its address.

    `font` is that of the first words, `preloaded` are the parts of plotly.
    """

    style: str
    script: str
    first: str
    plotly: str
    font: str
    preloaded: tuple[str, ...]


def ours(shelf: Shelf) -> Ours:
    """Put our style sheet, our script and plotly on the shelf."""
    styles = "\n".join(_texts("*.css"))
    fonts = {path.name: _font(shelf, path) for path in (ASSETS / "fonts").glob("*.woff2")}
    for name, address in fonts.items():
        styles = styles.replace(f"fonts/{name}", address)
    scripts = ";\n".join(_texts("*.js", but=FIRST))
    folder = ASSETS / "plotly"
    bundle = json.loads((folder / "bundle.json").read_text(encoding="utf-8"))
    parts = {
        name: shelf.add_as(name, (folder / name).read_bytes(), SCRIPT) for name in bundle["sha256"]
    }
    return Ours(
        style=shelf.add("site.css", styles.encode(), STYLE),
        script=shelf.add("site.js", scripts.encode(), SCRIPT),
        first=(ASSETS / FIRST).read_text(encoding="utf-8"),
        plotly=parts[bundle["entry"]],
        font=fonts[_FIRST_FONT],
        preloaded=tuple(parts[name] for name in (bundle["entry"], *bundle["preload"])),
    )


def _font(shelf: Shelf, path: Path) -> str:
    return shelf.add(path.name, path.read_bytes(), "font/woff2")


def _texts(pattern: str, but: str = "") -> list[str]:
    files = sorted(path for path in ASSETS.glob(pattern) if path.name != but)
    return [path.read_text(encoding="utf-8") for path in files]


def dashs(shelf: Shelf, scripts: str) -> tuple[list[str], str]:
    """Return the addresses of Dash's scripts, most of them joined, and that of the grid.

    `scripts` are the script elements that Dash would write.
    """
    addresses = _SOURCE.findall(scripts)
    files = {each: _file_of(each) for each in addresses}
    grid = next(each for each, file in files.items() if file == _GRID)
    alone = [each for each, file in files.items() if file in _ALONE]
    joined = [file for file in files.values() if file not in (*_ALONE, _GRID, *_UNUSED)]
    return [shelf.add(_JOINED, _joined(joined), SCRIPT), *alone], grid


def _file_of(address: str) -> str:
    """Return the package and the path of a script of a component library."""
    package, _, path = address.removeprefix(_SUITES).partition("/")
    plain, _ = check_fingerprint(path)  # type: ignore[no-untyped-call]
    return f"{package}/{plain}"


def _joined(files: Iterable[str]) -> bytes:
    contents = []
    for file in files:
        package, _, path = file.partition("/")
        content = pkgutil.get_data(package, path)
        if content is None:
            raise FileNotFoundError(file)
        contents.append(_MAP.sub(b"", content))
    return b"\n;\n".join(contents)


def script_elements(addresses: Sequence[str]) -> str:
    """Return scripts as elements of the document."""
    return "\n".join(f'<script src="{each}"></script>' for each in addresses)
