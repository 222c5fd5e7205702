"""What may be given of a customer: as fields of the form, and as the address holds it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qsl

from layouts.prediction.form import LONGEST, FieldShown
from rfm import schema
from rfm.prediction import Placing
from rfm.prediction.values import typical_in_words
from rfm.table.attribute import Attribute, currency_of, in_words, label_of

PREFIX: Final = "v."
# A log's three values have names of their own in the address.
KEYS: Final[Mapping[str, str]] = {
    schema.RECENCY_DAYS: "r",
    schema.FREQUENCY: "f",
    schema.MONETARY: "m",
}


def key_of(name: str, placing: Placing) -> str:
    """Return what the address calls an attribute."""
    return KEYS[name] if name in placing.limits else f"{PREFIX}{name}"


def given_in(search: str | None) -> dict[str, str]:
    """Return the values that an address holds, by its keys."""
    return dict(parse_qsl((search or "").lstrip("?"), keep_blank_values=True))


def texts_of(given: Any, placing: Placing) -> dict[str, str]:
    """Return what was given by attribute, whatever was sent; keys of nothing are left out."""
    if not isinstance(given, Mapping):
        return {}
    names = {key_of(one.name, placing): one.name for one in placing.attributes}
    texts = {str(key): str(text)[:LONGEST] for key, text in given.items() if text is not None}
    return {
        names.get(key, key.removeprefix(PREFIX)): text
        for key, text in texts.items()
        if key in names or key.startswith(PREFIX)
    }


def typical_texts(placing: Placing) -> dict[str, str]:
    """Return what stands in the fields of what has to be given, as long as nothing is."""
    return {
        one.name: f"{one.typical or 0:.{0 if one.is_whole else 2}f}"
        for one in placing.attributes
        if one.name in placing.limits
    }


def fields_of(placing: Placing, texts: Mapping[str, str]) -> list[FieldShown]:
    """Return a field for each attribute, the most important first, with what was given."""
    return [
        FieldShown(
            key=key_of(one.name, placing),
            value=texts.get(one.name, ""),
            **(_of_purchases(one, placing) if one.name in placing.limits else _of(one, placing)),
        )
        for one in placing.attributes
    ]


def filled_words(filled: Sequence[Attribute], currency: str) -> list[str]:
    """Return which columns were filled, with what."""
    return [f"{label_of(one)} ({typical_in_words(one, currency)})" for one in filled]


def _of_purchases(attribute: Attribute, placing: Placing) -> dict[str, Any]:
    currency = f", in {placing.currency}" if placing.currency else ""
    what = {
        schema.RECENCY_DAYS: "days since the last order",
        schema.FREQUENCY: f"number of {attribute.unit}",
        schema.MONETARY: f"spent in all{currency}",
    }
    name = attribute.name
    return {"label": f"{placing.limits[name].name}: {what[name]}"}


def _of(attribute: Attribute, placing: Placing) -> dict[str, Any]:
    currency, is_number = placing.currency, attribute.kind == "number"
    symbol = currency_of(attribute, currency)
    unit = attribute.unit if symbol is None else symbol
    label, hint = label_of(attribute), ""
    if is_number and attribute.lowest is not None and attribute.highest is not None:
        low, high = attribute.lowest, attribute.highest
        hint = f"seen from {in_words(attribute, low, currency)} to "
        hint += in_words(attribute, high, currency)
    return {
        "label": f"{label} ({unit})" if unit and is_number else label,
        "hint": hint,
        "typical": typical_in_words(attribute, currency),
        "levels": () if is_number else attribute.levels,
    }
