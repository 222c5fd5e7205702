"""The choices of a command: those of a file, and over them those of single options."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, get_args, get_type_hints

from rfm import schema
from rfm.choices import ChosenReading, load_choices
from rfm.errors import SettingsError
from rfm.settings import AUTO_SCHEME, Settings, preset
from rfm.words import quoted

if TYPE_CHECKING:
    from rfm.choices import Choices
    from rfm.clusters.settings import ClusteringSettings
    from rfm.table.attribute import TableChoices

_READING: Final = tuple(field.name for field in fields(ChosenReading))
_SETTINGS: Final = frozenset(field.name for field in fields(Settings)) - {"reading"}
# Paths are for who types a command: choices come from browsers too.
_CHOSEN: Final = _SETTINGS - {"join", "join_id", "join_ignore"}
# What choices of a customer table have of the settings of a log.
_OF_TABLES: Final = ("algorithm", "clusters", "currency", "date_order", "seed")


def with_choices(chosen: argparse.Namespace) -> argparse.Namespace:
    """Return the options with what the file of choices says where they say nothing.

    Raises
    ------
    SettingsError
        When the file cannot be read, or a choice is not one that can be made.
    """
    if chosen.choices is None:
        return chosen
    choices = load_choices(chosen.choices)
    merged = argparse.Namespace(**vars(chosen))
    given = {name: getattr(choices.reading, name) or None for name in _READING}
    if hasattr(merged, "kind"):
        given["kind"] = choices.kind or None
    given |= _settings(choices)
    if choices.kind != schema.LOG and hasattr(merged, "id_column"):
        given |= {"id_column": choices.table.id_column, "label": choices.table.label}
        merged.ignore = [*choices.table.ignore, *chosen.ignore]
        merged.type = [*choices.table.kinds.items(), *chosen.type]
    if choices.kind != schema.CUSTOMER_TABLE:
        merged.column = [*choices.columns.items(), *chosen.column]
        merged.statuses = [*(given.pop("statuses", None) or ()), *(chosen.statuses or ())] or None
    for name, value in given.items():
        if getattr(chosen, name, None) is None:
            setattr(merged, name, None if value == "" else value)
    return merged


def _settings(choices: "Choices") -> dict[str, Any]:
    """Return the settings among the choices as values of the types that they have."""
    unknown = choices.settings.keys() - _CHOSEN
    if unknown:
        known = ", ".join(sorted(_CHOSEN))
        raise SettingsError(f"{quoted(sorted(unknown))} cannot be chosen: choose among {known}.")
    scheme = choices.settings.get("scheme", AUTO_SCHEME)
    if scheme not in (AUTO_SCHEME, *schema.SHIPPED_SCHEMES):
        known = quoted((AUTO_SCHEME, *schema.SHIPPED_SCHEMES))
        raise SettingsError(f"'{scheme}' cannot be chosen as the scheme: choose one of {known}.")
    given = {name: _typed(name, value) for name, value in choices.settings.items()}
    if choices.kind == schema.CUSTOMER_TABLE:
        return {name: value for name, value in given.items() if name in _OF_TABLES}
    return given


def _typed(name: str, value: Any) -> Any:
    try:
        if name == "as_of":
            return None if value is None else datetime.fromisoformat(value)
        if name == "rates":
            return tuple((str(day), str(code), float(rate)) for day, code, rate in value)
        if name == "statuses":
            return tuple(value.items()) if isinstance(value, Mapping) else tuple(map(tuple, value))
    except (TypeError, ValueError):
        raise SettingsError(f"'{value}' is not a value of {name}.") from None
    kind = get_type_hints(Settings)[name]
    kinds = get_args(kind) if isinstance(kind, UnionType) else (kind,)
    plain = tuple(one for one in kinds if one in (str, int, float, NoneType))
    if plain and not isinstance(value, (*plain, int) if float in plain else plain):
        raise SettingsError(f"'{value}' is not a value of {name}.")
    return tuple(value) if isinstance(value, list) else value


def reading_of(chosen: argparse.Namespace) -> ChosenReading:
    """Return how the options say that the file is read."""
    given = {name: getattr(chosen, name) for name in _READING if getattr(chosen, name, None)}
    return ChosenReading(**given)


def log_settings(chosen: argparse.Namespace) -> Settings:
    """Return the settings that the options give for a log."""
    given = {
        name: value
        for name, value in vars(chosen).items()
        if name in _SETTINGS and value is not None
    }
    if given.get("clusters") == "auto":
        given["clusters"] = None
    if chosen.rates_file:
        from rfm.commands.rates import read_rates

        given["rates"] = read_rates(chosen.rates_file)
    if given.get("join"):
        given |= {"join_id": chosen.id_column or "", "join_ignore": tuple(chosen.ignore)}
    return preset(chosen.preset, **given, reading=reading_of(chosen))


def clustering_settings(chosen: argparse.Namespace) -> "ClusteringSettings":
    """Return the settings that the options give for a customer table."""
    from rfm.clusters.settings import ClusteringSettings
    from rfm.features.settings import PipelineSettings

    given = {
        name: value
        for name in ("algorithm", "currency", "seed")
        if (value := getattr(chosen, name)) is not None
    }
    return ClusteringSettings(
        table=table_choices(chosen),
        clusters=None if chosen.clusters in (None, "auto") else chosen.clusters,
        names=tuple(chosen.rename),
        pipeline=PipelineSettings(**_steps(chosen.step, PipelineSettings)),
        **given,
    )


def table_choices(chosen: argparse.Namespace) -> "TableChoices":
    """Return what the options say of a customer table's columns."""
    from rfm.table.attribute import TableChoices

    return TableChoices(
        id_column=chosen.id_column or "",
        label=chosen.label or "",
        ignore=tuple(chosen.ignore),
        kinds=dict(chosen.type),
        date_order=chosen.date_order or "auto",
        reading=reading_of(chosen),
    )


def _steps(given: Sequence[tuple[str, str]], kind: type) -> Mapping[str, Any]:
    """Return choices of the pipeline as values of the types that they have."""
    types = get_type_hints(kind)
    choices: dict[str, Any] = {}
    for name, text in given:
        if name not in types:
            known = ", ".join(types)
            raise SettingsError(f"'{name}' is no step of the pipeline: give one of {known}.")
        choices[name] = _step(name, text, types[name])
    return choices


def _step(name: str, text: str, kind: Any) -> Any:
    if kind is float or kind is int:
        try:
            return kind(text)
        except ValueError:
            raise SettingsError(f"'{text}' is not a value of {name}: give a number.") from None
    return tuple(text.split(",")) if name == "ignore" else text
