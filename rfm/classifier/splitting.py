"""A fifth of the customers is held out for the final judgement and touched by nothing before."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rfm.classifier.tuning import MOST_TUNED
from rfm.features.points import Array, Codes

HELD_OUT: Final = 0.2


@dataclass(frozen=True)
class Split:
    """Customers to learn from, those of them to tune with, and those held out."""

    learned: Array
    learned_codes: Codes
    tuned: NDArray[np.int64]
    held_out: Array
    held_out_codes: Codes


def split_off(matrix: Array, codes: Codes, seed: int) -> Split:
    """Return the customers divided, each class in proportion."""
    from sklearn.model_selection import train_test_split

    learned, held_out = train_test_split(
        np.arange(len(codes)), test_size=HELD_OUT, stratify=codes, random_state=seed
    )
    tuned = np.arange(len(learned))
    if len(learned) > MOST_TUNED:
        tuned, _ = train_test_split(
            tuned, train_size=MOST_TUNED, stratify=codes[learned], random_state=seed
        )
    return Split(matrix[learned], codes[learned], tuned, matrix[held_out], codes[held_out])
