"""Checks what a browser sends to a callback before Dash sees it.

Dash trusts the shape of these bodies and fails with a server error on most others. Here a body that
the page itself cannot have sent is refused with a sentence.
"""

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

from flask import Flask, Request, abort, request

CALLBACK_PATH: Final = "/_dash-update-component"
MOST_BYTES: Final = 1_000_000
# A file of 25 MB as text, which only these callbacks take.
MOST_BYTES_OF_FILES: Final = 34_000_000
TAKE_FILES: Final = ("prediction-file-message.children",)
MOST_DEPTH: Final = 50

_NOT_THIS_PAGE: Final = "This is not something a page of this site sends. Reload the page."


def guard_callbacks(server: Flask, callbacks: Mapping[str, Any]) -> None:
    """Refuse calls that do not fit a callback of `callbacks`, Dash's map of output to callback."""
    server.config["MAX_CONTENT_LENGTH"] = MOST_BYTES

    @server.before_request
    def guard() -> None:
        if request.path == CALLBACK_PATH and request.method == "POST":
            request.max_content_length = MOST_BYTES_OF_FILES
            ensure_own_site(request)
            ensure_callback(request, callbacks)


def ensure_own_site(asked: Request) -> None:
    """Refuse a call that a page of another site makes with the visitor's browser."""
    site = asked.headers.get("Sec-Fetch-Site")
    origin = asked.headers.get("Origin")
    if site is not None:
        foreign = site not in ("same-origin", "none")
    else:
        foreign = origin is not None and _host(origin) != asked.host
    if foreign:
        abort(403, "Another site's page asked for this. Open this site itself.")


def ensure_callback(asked: Request, callbacks: Mapping[str, Any]) -> None:
    """Refuse a body that is not JSON, or fits no callback."""
    if asked.mimetype != "application/json":
        abort(415, "Only JSON is understood here.")
    sent = asked.get_data()
    if len(sent) > MOST_BYTES and not _brings_file(sent):
        abort(413)
    try:
        body = json.loads(sent, parse_constant=_refuse)
        _ensure_plain(body)
        _ensure_fits(body, callbacks)
    except (ValueError, RecursionError):
        abort(400, _NOT_THIS_PAGE)


def _brings_file(sent: bytes) -> bool:
    """Tell whether a body is for a callback that takes files, before all of it is understood."""
    return any(sent.startswith(f'{{"output":"..{output}'.encode()) for output in TAKE_FILES)


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _refuse(reason: str) -> NoReturn:
    raise ValueError(reason)


def _ensure_plain(value: Any) -> None:
    """Refuse values nested too deep, numbers that are none, and text that cannot be written."""
    level = [value]
    for _ in range(MOST_DEPTH):
        if not level:
            return
        level = [inner for outer in level for inner in _inside(outer)]
    _refuse("nested too deep")


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    if isinstance(value, list):
        return value
    if isinstance(value, float) and not math.isfinite(value):
        _refuse("not a finite number")
    if isinstance(value, str):
        # A lone surrogate raises UnicodeEncodeError, which is a ValueError.
        value.encode()
    return ()


def _ensure_fits(body: Any, callbacks: Mapping[str, Any]) -> None:
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        _refuse("no output")
    callback = callbacks.get(body["output"])
    if callback is None or "callback" not in callback:
        _refuse("unknown output")
    _ensure_dependencies(body.get("inputs", []), callback["inputs"])
    _ensure_dependencies(body.get("state", []), callback["state"])
    changed = body.get("changedPropIds", [])
    if not isinstance(changed, list) or not all(isinstance(name, str) for name in changed):
        _refuse("not a list of texts")
    if callback["no_output"]:
        return
    expected = callback["output"]
    many = isinstance(expected, (list, tuple))
    outputs = body.get("outputs")
    wanted = [
        {"id": output.component_id_str(), "property": output.component_property}
        for output in (expected if many else [expected])
    ]
    _ensure_dependencies(outputs if many else [outputs], wanted)


def _ensure_dependencies(given: Any, wanted: list[dict[str, str]]) -> None:
    if not isinstance(given, list) or len(given) != len(wanted):
        _refuse("wrong number of values")
    for value, spec in zip(given, wanted, strict=True):
        _ensure_dependency(value, spec)


def _ensure_dependency(given: Any, spec: Mapping[str, str]) -> None:
    """Refuse a value for another component; a pattern takes one component or a list of them."""
    pattern = json.loads(spec["id"]) if spec["id"].startswith("{") else None
    several = _takes_several(pattern)
    if several != isinstance(given, list):
        _refuse("a list where one is expected, or one where a list is")
    for component in given if several else [given]:
        if not isinstance(component, dict):
            _refuse("not a component")
        name = component.get("property")
        if not isinstance(name, str) or name.partition("@")[0] != spec["property"]:
            _refuse("another property")
        _ensure_id(component.get("id"), pattern if pattern is not None else spec["id"])


def _takes_several(pattern: dict[str, Any] | None) -> bool:
    wildcards = (["ALL"], ["ALLSMALLER"])
    return pattern is not None and any(value in wildcards for value in pattern.values())


def _ensure_id(given: Any, wanted: str | dict[str, Any]) -> None:
    if isinstance(wanted, str):
        if given != wanted:
            _refuse("another component")
        return
    if not isinstance(given, dict) or given.keys() != wanted.keys():
        _refuse("another component")
    for key, value in wanted.items():
        if isinstance(given[key], (dict, list)) or given[key] is None:
            _refuse("an id of an odd kind")
        if not isinstance(value, list) and given[key] != value:
            _refuse("another component")
