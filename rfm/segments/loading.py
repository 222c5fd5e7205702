"""Turn a scheme's document into a `Scheme`, refusing what cannot be meant.

All faults of a document are collected and told at once, each with its place.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from rfm import schema
from rfm.errors import SchemeError
from rfm.segments.axes import read_axes
from rfm.segments.claims import CLAIMS, NO_CLAIMS
from rfm.segments.conditions import LOWEST, read_interval
from rfm.segments.documents import LINE, Form, read_document
from rfm.segments.linting import lint
from rfm.segments.scheme import (
    Scheme,
    SegmentRule,
    ThreeAxes,
    places_of,
)
from rfm.settings import AUTO_SCHEME
from rfm.words import quoted

_MOST_SEGMENTS: Final = 60
_SHIPPED: Final = Path(__file__).parent / "schemes"
KEYS: Final = (
    *("title", "description", "best_score", "partition"),
    *("axes", "segments", "otherwise", "value_order"),
)


SEGMENT_KEYS: Final = ("name", "meaning", "claims", "codes", "when")


def load_scheme(name_or_path: str) -> Scheme:
    """Return a shipped scheme by its name, or a scheme of one's own by the path of its document.

    Raises
    ------
    SchemeError
        When there is no such scheme, its document is broken, or the linter refuses it.

    Examples
    --------
    >>> load_scheme("report").segments[:3]
    ('Top Tier', 'High Spenders', 'Frequent Supporters')
    """
    if name_or_path in schema.SHIPPED_SCHEMES:
        return _shipped(name_or_path)
    path = Path(name_or_path)
    if not path.suffix:
        shipped = quoted(schema.SHIPPED_SCHEMES)
        raise SchemeError(
            f"There is no scheme '{name_or_path}': give one of {shipped}, or the path of a YAML "
            "or JSON file."
        )
    name = "-".join(re.findall(r"[a-z0-9]+", path.stem.lower()))
    if not name or name in {AUTO_SCHEME, schema.CLUSTERS, *schema.SHIPPED_SCHEMES}:
        raise SchemeError(
            f"'{path.name}' cannot be the file of a scheme, since the file's name becomes the "
            f"scheme's and '{name}' is taken: give the file another name."
        )
    return _linted(_from_document(read_document(path), name, path.name))


def scheme_from_document(values: Mapping[str, Any]) -> Scheme:
    """Return the scheme that `Scheme.as_document` wrote.

    Raises
    ------
    SchemeError
        When the values are not a scheme.
    """
    name = str(values["name"])
    document = {key: value for key, value in values.items() if key != "name"}
    return _linted(_from_document(document, name, f"Scheme '{name}'"))


@cache
def _shipped(name: str) -> Scheme:
    return _linted(_from_document(read_document(_SHIPPED / f"{name}.yaml"), name, name))


def _linted(scheme: Scheme) -> Scheme:
    faults = lint(scheme)
    if faults:
        raise SchemeError("\n".join(faults))
    return scheme


def _from_document(document: Mapping[str, Any], name: str, where: str) -> Scheme:
    form = Form(where)
    form.check_keys(document, KEYS)
    axes = read_axes(form, document.get("axes", {}))
    rules = _rules(form, document.get("segments"), axes)
    otherwise = form.text(document, "otherwise")
    if otherwise:
        form.name(otherwise, None)
    scheme = Scheme(
        name=name,
        title=form.text(document, "title") or name,
        description=form.text(document, "description"),
        axes=axes,
        rules=rules,
        segments=_value_order(form, document, [*(rule.name for rule in rules), otherwise]),
        otherwise=otherwise,
        best_is_lowest=form.choice(document, "best_score", ("highest", "lowest")),
        is_partition=form.choice(document, "partition", ("no", "yes")),
        where=where,
    )
    if form.faults:
        raise SchemeError("\n".join(form.faults))
    return scheme


def _rules(form: Form, document: object, axes: ThreeAxes) -> tuple[SegmentRule, ...]:
    if not isinstance(document, list) or not 1 <= len(document) <= _MOST_SEGMENTS:
        form.fault(f"'segments' must be a list of 1 to {_MOST_SEGMENTS} segments.")
        return ()
    rules = tuple(_rule(form, item, axes) for item in document)
    kinds = {bool(rule.when) for rule in rules}
    if len(kinds) > 1 and not form.faults:
        form.fault("use either 'codes' or 'when' for all segments, not both in one scheme.")
    return rules


def _rule(form: Form, document: object, axes: ThreeAxes) -> SegmentRule:
    if not isinstance(document, Mapping):
        form.fault(f"'{document}' is no segment: each needs a 'name' and 'codes' or 'when'.")
        return SegmentRule("")
    line = document.get(LINE)
    form.check_keys(document, SEGMENT_KEYS)
    name = form.name(form.text(document, "name"), line)
    if ("codes" in document) == ("when" in document):
        form.fault(f"segment '{name}' needs either 'codes' or 'when'.", line)
    codes = _codes(form, document)
    for code in codes:
        if places_of(code, axes) is None:
            scale = ", ".join(f"1 to {axis.classes}" for axis in axes)
            form.fault(
                f"'{code}' of segment '{name}' is no code: write three places of {scale} "
                "(recency, frequency, monetary), 'x' for any, or a range such as [1-2].",
                line,
            )
    when = _conditions(form, document["when"], name) if "when" in document else ()
    where = f"{form.where}, line {line}" if line else form.where
    meaning, claims = form.text(document, "meaning"), _claims(form, document, name)
    return SegmentRule(name, codes, when, meaning, claims, where)


def _claims(form: Form, document: Mapping[str, Any], name: str) -> tuple[str, ...] | None:
    """Return what a segment's name is said to claim; None where nothing is said of it."""
    words = tuple(form.text(document, "claims").lower().split())
    if not words or words == (NO_CLAIMS,):
        return () if words else None
    if not set(words) <= set(CLAIMS):
        known = quoted([*CLAIMS, NO_CLAIMS])
        form.fault(
            f"segment '{name}' claims '{' '.join(words)}': give one or more of {known}.",
            document.get(LINE),
        )
    return words


def _codes(form: Form, document: Mapping[str, Any]) -> tuple[str, ...]:
    written = document.get("codes", [])
    return tuple(written.split()) if isinstance(written, str) else form.texts(document, "codes")


def _conditions(form: Form, document: object, name: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(document, Mapping) or not set(document) - {LINE}:
        form.fault(f"'when' of segment '{name}' must have columns as its keys.")
        return ()
    texts = []
    for column in (key for key in document if key != LINE):
        text = form.text(document, column)
        if column not in LOWEST:
            known = ", ".join(LOWEST)
            form.fault(
                f"segment '{name}' asks about an unknown column '{column}': the columns are "
                f"{known}.",
                document.get(LINE),
            )
            continue
        try:
            read_interval(text)
            texts.append((column, text))
        except SchemeError as error:
            form.fault(f"segment '{name}', {column}: {error}", document.get(LINE))
    return tuple(texts)


def _value_order(form: Form, document: Mapping[str, Any], names: list[str]) -> tuple[str, ...]:
    named = tuple(name for name in names if name)
    order = form.texts(document, "value_order") or named
    if sorted(set(order)) != sorted(set(named)):
        odd = ", ".join(sorted(set(order) ^ set(named)))
        form.fault(f"'value_order' must list every segment once, best first; look at: {odd}.")
    return tuple(dict.fromkeys(order))
