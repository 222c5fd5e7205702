"""The rows of the list, as the grid shows them and as a file has them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from callbacks.customers.listing.view import ListView
from layouts.customers.columns import CLUSTER, PLAY, ListColumn
from layouts.parts.listing import ATTRIBUTE
from rfm import schema, words
from server.data.plays import KeptPlay

Plays = Mapping[str, KeptPlay]


def grid_rows(
    view: ListView, columns: Sequence[ListColumn], positions: np.ndarray, plays: Plays
) -> list[dict[str, Any]]:
    """Return customers in words, with the colours and the warnings of their groups."""
    keys = [schema.CUSTOMER_ID, *(each.key for each in columns if each.key != schema.CUSTOMER_ID)]
    table = view.table(keys, positions)
    for column in columns:
        if column.kind == "day":
            days = [words.date_text(day) for day in table[column.key]]
            table[column.key] = days
        elif column.key == PLAY:
            titles = {group: kept.play.title for group, kept in plays.items()}
            table[PLAY] = table[PLAY].astype("str").map(titles)
    # Of a category, a gap would stay one.
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    marks = _marks(view, keys)
    return [
        {
            **{str(key): value for key, value in row.items()},
            **{
                mark: {key: texts.get(str(row[key]), "") for key, texts in by_key.items()}
                for mark, by_key in marks.items()
            },
        }
        for row in rows
    ]


def _marks(view: ListView, keys: Sequence[str]) -> dict[str, dict[str, Mapping[str, str]]]:
    """Return the colours and the warnings of every group, by the column of the group."""
    shown = [key for key in (schema.SEGMENT, CLUSTER) if key in keys]
    warnings: dict[str, Mapping[str, str]] = {
        key: view.snapshot.warnings(view.look(key).grouping) for key in shown
    }
    return {"colours": {key: view.look(key).colours for key in shown}, "warnings": warnings}


def file_rows(
    view: ListView, columns: Sequence[ListColumn], positions: np.ndarray, plays: Plays
) -> pd.DataFrame:
    """Return customers as a file has them: values as they are, names of columns as in the data."""
    table = view.table([each.key for each in columns], positions)
    if schema.SEGMENT in table:
        warnings = view.snapshot.warnings(view.grouping)
        if warnings:
            segments = table[schema.SEGMENT].astype("str")
            table[schema.WARNING] = segments.map(warnings).fillna("")
    if PLAY in table:
        groups = table.pop(PLAY).astype("str")
        texts = {group: asdict(kept.play) for group, kept in plays.items()}
        for name in schema.PLAY:
            part = name.removeprefix("play_")
            said = {group: each[part] for group, each in texts.items()}
            table[name] = groups.map(said)
    own = {key: key.removeprefix(ATTRIBUTE) for key in map(str, table)}
    # An attribute with the name of one of our columns keeps both words.
    return table.rename(columns={key: own[key] for key in own if own[key] not in table})
