"""Take texts, lists and names out of a scheme's document, collecting every fault with its place."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from rfm.segments.documents import LINE

LONGEST_NAME: Final = 60


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
