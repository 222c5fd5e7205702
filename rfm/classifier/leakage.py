"""What makes a model look better than it is: a column that gives the label away, and twins."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from rfm.features.points import Array, Codes
from rfm.words import rough_percent

_MOST_CHECKED: Final = 5_000
_FOLDS: Final = 3
_LEAVES: Final = 64
# An attribute that alone takes away this share of the errors of always saying the largest class.
_GIVES_AWAY: Final = 0.90
_MANY_TWINS: Final = 0.10


def warn_of_leaks(matrix: Array, codes: Codes, names: Sequence[str], target: str) -> list[str]:
    """Return a warning for each attribute that alone predicts the label nearly perfectly."""
    from sklearn.model_selection import KFold, cross_val_predict
    from sklearn.tree import DecisionTreeClassifier

    chosen = np.random.default_rng(0).permutation(len(codes))[:_MOST_CHECKED]
    codes = codes[chosen]
    base = float(np.bincount(codes).max() / len(codes))
    folds = KFold(_FOLDS, shuffle=True, random_state=0)
    warnings = []
    for column, name in enumerate(names):
        tree = DecisionTreeClassifier(max_leaf_nodes=_LEAVES, random_state=0)
        said = cross_val_predict(tree, matrix[chosen][:, [column]], codes, cv=folds)
        right = float(np.mean(said == codes))
        if base < 1 and (right - base) / (1 - base) >= _GIVES_AWAY:
            warnings.append(
                f"{name} alone tells {target} for {rough_percent(right)} of the customers: it may "
                f"have been made from {target}, or be known only afterwards. If it is not known of "
                f"new customers, leave it out."
            )
    return warnings


def warn_of_twins(learned: Array, held_out: Array) -> list[str]:
    """Return a warning when many held-out customers equal one that was learned from."""
    known = set(_fingerprints(learned).tolist())
    share = float(np.isin(_fingerprints(held_out), list(known)).mean())
    if share < _MANY_TWINS:
        return []
    return [
        f"{rough_percent(share)} of the held-out customers are exactly like one that was learned "
        f"from: if the table lists customers twice, the accuracy is too high."
    ]


def _fingerprints(matrix: Array) -> np.ndarray:
    return pd.util.hash_pandas_object(pd.DataFrame(matrix), index=False).to_numpy()
