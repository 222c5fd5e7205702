"""What a model is to learn: labelled customers, their classes, and why some are left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rfm import schema
from rfm.errors import SettingsError
from rfm.features.arrays import codes_of
from rfm.features.points import Codes
from rfm.words import counted

FEWEST_CUSTOMERS: Final = 50
FEWEST_OF_A_CLASS: Final = 10
# More customers than these make a model slower and hardly better.
MOST_CUSTOMERS: Final = 60_000
_MOST_CLASSES: Final = 50


@dataclass(frozen=True)
class NoModel:
    """There is no classifier; `reason` says why in a sentence."""

    reason: str


@dataclass(frozen=True)
class Target:
    """Which customers a model learns from, and what.

    Parameters
    ----------
    rows : array of int
        Rows of the labelled customers, by customer number.
    codes : array of int
        The class of each, as a place in `classes`.
    classes : tuple of str
        In the order of the categories of the target, or of the alphabet.
    notes : tuple of str
        Who was left out, a sentence each.
    """

    rows: NDArray[np.int64]
    codes: Codes
    classes: tuple[str, ...]
    notes: tuple[str, ...]


def target_of(
    customers: pd.DataFrame, target: pd.Series, target_name: str, seed: int
) -> Target | NoModel:
    """Return what is to be learned, or why nothing can be."""
    if len(target) != len(customers):
        raise SettingsError(
            f"{target_name} has {len(target):,} labels for {len(customers):,} customers: give one "
            f"for each, and a gap where it is not known."
        )
    words = target.astype("str").to_numpy(dtype=object)
    words[target.isna().to_numpy(dtype=bool)] = ""
    counts = pd.Series(words[words != ""], dtype="str").value_counts()
    classes = [one for one in _ordered(target) if counts.get(one, 0) >= FEWEST_OF_A_CLASS]
    if len(classes) > _MOST_CLASSES:
        raise SettingsError(
            f"{target_name} has {len(classes):,} different labels: a model tells at most "
            f"{_MOST_CLASSES} apart, so choose a column with fewer."
        )
    codes = codes_of(pd.Series(words, dtype="str"), classes)
    by_number = np.argsort(customers[schema.CUSTOMER_ID].to_numpy(dtype=object), kind="stable")
    rows = by_number[codes[by_number] >= 0]
    reason = _objection(len(rows), classes, target_name)
    if reason:
        return NoModel(reason)
    taken = _sampled(codes[rows], seed)
    notes = _notes(words, counts, target_name, len(taken) < len(rows))
    return Target(rows[taken], codes[rows[taken]], tuple(classes), notes)


def _ordered(target: pd.Series) -> list[str]:
    if isinstance(target.dtype, pd.CategoricalDtype):
        return [str(one) for one in target.cat.categories]
    return sorted({str(one) for one in target.dropna().unique()} - {""})


def _objection(rows: int, classes: Sequence[str], target_name: str) -> str:
    """Return why nothing can be learned, in the words of clusters or of a given label."""
    if target_name == schema.CLUSTER:
        none = f"No cluster has at least {FEWEST_OF_A_CLASS} customers"
        one = f"Only one cluster has at least {FEWEST_OF_A_CLASS} customers"
        few = f"Only {rows} customers are in clusters large enough to learn"
    else:
        none = f"No label of {target_name} is that of at least {FEWEST_OF_A_CLASS} customers"
        one = f"{target_name} has only one label that at least {FEWEST_OF_A_CLASS} customers have"
        few = f"Only {rows} customers have a label in {target_name}"
    if not classes:
        return f"{none}: there is nothing to learn from."
    if len(classes) == 1:
        return f"{one}, {classes[0]}: there is nothing to tell apart."
    if rows < FEWEST_CUSTOMERS:
        return f"{few}: at least {FEWEST_CUSTOMERS} are needed to learn from and to judge by."
    return ""


def _sampled(codes: Codes, seed: int) -> NDArray[np.int64]:
    rows = np.arange(len(codes))
    if len(codes) <= MOST_CUSTOMERS:
        return rows
    # In proportion, but all of a class that would become too small to learn.
    rank = pd.Series(np.random.default_rng(seed).permutation(len(codes)))
    place = rank.groupby(codes).rank().to_numpy()
    sizes = np.bincount(codes)[codes]
    kept = np.maximum(FEWEST_OF_A_CLASS, sizes * (MOST_CUSTOMERS / len(codes)))
    return np.asarray(rows[place <= kept])


def _notes(
    words: NDArray[np.object_], counts: pd.Series, target_name: str, is_sampled: bool
) -> tuple[str, ...]:
    notes = []
    gaps = int((words == "").sum())
    if gaps:
        was = "was" if gaps == 1 else "were"
        who = counted(gaps, "customer")
        notes.append(f"{who} without a value in {target_name} {was} not used.")
    rare = counts[counts < FEWEST_OF_A_CLASS].sort_index()
    of_clusters = target_name == schema.CLUSTER
    who_have = ("customer is in", "customers are in") if of_clusters else ("has", "have")
    notes += [
        f"{'The cluster' if of_clusters else target_name} {name} was left out: "
        f"{counted(count, *who_have)} it, and {FEWEST_OF_A_CLASS} customers are "
        "needed to learn it."
        for name, count in list(rare.items())[:5]
    ]
    if is_sampled:
        notes.append(f"The model learned from a sample of about {MOST_CUSTOMERS:,} customers.")
    return tuple(notes)
