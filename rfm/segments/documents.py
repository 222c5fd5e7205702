"""Read a scheme's YAML or JSON into plain text, lists and mappings, and take the values out.

Every value stays the text that was written: a name such as "No" or a code such as 0111 is not
turned into something else, and a document can make no object of its own.
"""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from rfm.errors import SchemeError

# The line each entry of a list starts on, kept beside the entry's own keys.
LINE: Final = "\0line"
LONGEST_NAME: Final = 60
_MOST_BYTES: Final = 200_000
_DEEPEST: Final = 8


@dataclass
class Form:
    """Takes the values out of a document and collects what is wrong with it."""

    where: str
    faults: list[str] = field(default_factory=list)

    def fault(self, sentence: str, line: object = None) -> None:
        """Note a sentence about the document, with its line where one is known."""
        place = f"{self.where}, line {line}" if line else self.where
        self.faults.append(f"{place}: {sentence}")

    def check_keys(self, mapping: Mapping[str, Any], allowed: Iterable[str]) -> None:
        """Note every key that is not one of those allowed."""
        known = tuple(allowed)
        for key in mapping:
            if key != LINE and key not in known:
                listed = ", ".join(known)
                self.fault(f"unknown key '{key}': the keys here are {listed}.", mapping.get(LINE))

    def text(self, mapping: Mapping[str, Any], key: str, default: str = "") -> str:
        """Return a text, trimmed."""
        value = mapping.get(key, default)
        if isinstance(value, str):
            return value.strip()
        self.fault(f"'{key}' must be a text.", mapping.get(LINE))
        return default

    def choice(self, mapping: Mapping[str, Any], key: str, choices: tuple[str, str]) -> bool:
        """Return whether the second of the two choices is made; the first is the default."""
        value = self.text(mapping, key, choices[0]).lower()
        if value not in choices:
            first, second = choices
            self.fault(f"'{key}' is '{value}': give '{first}' or '{second}'.", mapping.get(LINE))
        return value == choices[1]

    def texts(self, mapping: Mapping[str, Any], key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = mapping.get(key, [])
        if isinstance(value, list) and all(isinstance(item, str | float | int) for item in value):
            return tuple(str(item).strip() for item in value)
        self.fault(f"'{key}' must be a list.", mapping.get(LINE))
        return ()

    def name(self, text: str, line: object) -> str:
        """Return a segment's name, noting what a chart or a table could not show."""
        kinds = {unicodedata.category(letter)[0] for letter in text}
        if not text or len(text) > LONGEST_NAME:
            self.fault(f"'{text}' has no name of 1 to {LONGEST_NAME} characters.", line)
        elif "C" in kinds or set(text) & set("<>"):
            self.fault(f"the name {text!r} holds a character that cannot be shown.", line)
        return text


def read_document(path: Path) -> dict[str, Any]:
    """Return the document of a file whose name ends in .yaml, .yml or .json.

    Raises
    ------
    SchemeError
        When the file cannot be read, or is not a YAML or JSON mapping.
    """
    if path.suffix.lower() not in {".yaml", ".yml", ".json"}:
        raise SchemeError(
            f"'{path}' is no scheme: give a file that ends in .yaml, .yml or .json, or the name "
            "of a shipped scheme."
        )
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise SchemeError(f"'{path}' is too long for a scheme: write at most 200 kB.")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SchemeError(f"'{path}' is not text: save the scheme as UTF-8.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it has no usable name"
        raise SchemeError(f"The scheme {str(path)!r} cannot be read: {reason}.") from error
    where = path.name
    is_json = path.suffix.lower() == ".json"
    document = _parse_json(text, where) if is_json else _parse_yaml(text, where)
    if not isinstance(document, dict):
        raise SchemeError(
            f"{where} is no scheme: its outermost level must have keys such as 'title', 'axes' "
            "and 'segments'."
        )
    return document


def _parse_json(text: str, where: str) -> object:
    as_mapping = partial(_mapping, where)
    try:
        return json.loads(text, object_pairs_hook=as_mapping, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise SchemeError(f"{where}, {place}: this is not JSON ({error.msg}).") from error
    except RecursionError:
        raise SchemeError(f"{where} is nested too deeply for a scheme.") from None


def _mapping(where: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key, value in pairs:
        _put(mapping, key, value, where)
    return mapping


def _parse_yaml(text: str, where: str) -> object:
    import yaml

    try:
        _refuse_more_than_text(text, where)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise SchemeError(
            f"{where}{place}: this is not YAML ({error.problem or error.context}). Indent with "
            "spaces, and put quotes round a text that starts with > * & ! or holds a colon."
        ) from error
    except yaml.YAMLError as error:
        raise SchemeError(f"{where} is not YAML: it holds a character that may not be.") from error
    return _plain(node, where) if node is not None else None


def _refuse_more_than_text(text: str, where: str) -> None:
    """Refuse references, tags and depth, which a scheme never needs, before building anything."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        place = f"{where}, line {line}"
        tag = getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise SchemeError(f"{place}: references (& and *) are not allowed: write it out.")
        if tag:
            raise SchemeError(f"{place}: tags ({tag}) are not allowed: write plain text.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise SchemeError(f"{place}: nested too deeply for a scheme.")


def _plain(node: Any, where: str) -> Any:
    import yaml

    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, where) for child in node.value]
    mapping: dict[str, Any] = {LINE: node.start_mark.line + 1}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise SchemeError(f"{where}, line {key.start_mark.line + 1}: a key must be a word.")
        place = f"{where}, line {key.start_mark.line + 1}"
        _put(mapping, key.value, _plain(value, where), place)
    return mapping


def _put(mapping: dict[str, Any], key: str, value: object, place: str) -> None:
    if key in mapping:
        raise SchemeError(f"{place}: the key '{key}' is given twice: keep one of them.")
    mapping[key] = value
