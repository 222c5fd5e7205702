"""The plays of a snapshot's groups, as pages show them and files hold them."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from callbacks.parts.looks import group_names
from layouts.parts import plays as layout
from rfm import schema
from server.data.datasets import Datasets
from server.data.plays import KeptPlay


def plays_of(datasets: Datasets, name: str, grouping: str) -> dict[str, KeptPlay]:
    """Return the play of each group of a data set, best group first."""
    snapshot = datasets.snapshot(name)
    groups = group_names(snapshot, grouping)
    untrue = snapshot.untrue(grouping)
    return datasets.playbook.plays(name, grouping, groups, snapshot.profiles, untrue)


def play_card(datasets: Datasets, name: str, choice: tuple[str, str], heading: str) -> Any:
    """Return the play of a (grouping, group) as a card with the way to the playbook."""
    grouping, group = choice
    kept = plays_of(datasets, name, grouping)[group]
    return layout.play_card(heading, asdict(kept.play), layout.playbook_address(name, grouping))


def with_plays(table: pd.DataFrame, plays: Mapping[str, KeptPlay]) -> pd.DataFrame:
    """Return a table that has a column of groups, with the five texts of each row's play."""
    groups = table[schema.GROUP].astype("str")
    columns = {}
    for column in schema.PLAY:
        name = column.removeprefix("play_")
        texts = {group: getattr(kept.play, name) for group, kept in plays.items()}
        columns[column] = groups.map(texts)
    return table.assign(**columns)
