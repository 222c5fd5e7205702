"""Axes that say the same drawn together, and the map that shows all of them to the eye."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from rfm.features.points import Array
from rfm.features.settings import PipelineSettings
from rfm.words import counted, percent

# Up to this many axes distances still tell near from far without help.
FEW_AXES: Final = 8
_FEWEST: Final = 2
_NOTHING: Final = 1e-12
_BLOCK: Final = 32_768
_MAP_AXES: Final = 2
_LOADS: Final = 0.4
_MOST_NAMED: Final = 3


@dataclass(frozen=True)
class PrincipalDirections:
    """The directions along which customers differ most, the strongest first.

    Parameters
    ----------
    centre : tuple of float
        The middle of all customers.
    vectors : tuple of tuple of float
        Each direction, of length 1; its largest part is positive.
    variances : tuple of float
        How much customers differ along it.
    total : float
        How much they differ along all axes.
    """

    centre: tuple[float, ...]
    vectors: tuple[tuple[float, ...], ...]
    variances: tuple[float, ...]
    total: float

    def places(self, encoded: Array, how_many: int) -> Array:
        """Return where customers are along the first directions.

        A sum is made term by term, so that a customer's place does not depend, to the last bit, on
        who else is asked for.
        """
        vectors = np.array(self.vectors[:how_many]).reshape(-1, len(self.centre))
        found = np.zeros((len(encoded), len(vectors)))
        for start in range(0, len(encoded), _BLOCK):
            block, rows = encoded[start : start + _BLOCK], found[start : start + _BLOCK]
            for axis, middle in enumerate(self.centre):
                rows += (block[:, [axis]] - middle) * vectors[:, axis]
        return found

    def share(self, how_many: int) -> float:
        """Return the share of all differences that the first directions hold."""
        return sum(self.variances[:how_many]) / self.total if self.total > 0 else 1.0


def find_directions(encoded: Array) -> PrincipalDirections:
    """Return the principal directions of customers, given in an order that is always the same."""
    centre = encoded.mean(axis=0)
    # The axes are all but centred already, so nothing is lost by subtracting at the end.
    covariance = encoded.T @ encoded / len(encoded) - np.outer(centre, centre)
    variances, vectors = np.linalg.eigh(covariance)
    variances, vectors = np.maximum(variances[::-1], 0.0), vectors[:, ::-1].T
    largest = np.abs(vectors).argmax(axis=1)
    signs = np.sign(vectors[np.arange(len(vectors)), largest])
    real = variances > _NOTHING * max(float(variances[0]), _NOTHING)
    vectors = (vectors * signs[:, None])[real]
    return PrincipalDirections(
        centre=tuple(centre.tolist()),
        vectors=tuple(tuple(vector) for vector in vectors.tolist()),
        variances=tuple(variances[real].tolist()),
        total=float(variances.sum()),
    )


def choose_reduction(
    settings: PipelineSettings, axes: int, *, has_numbers: bool, has_levels: bool
) -> tuple[str, str]:
    """Return "none", "pca" or "famd", and why, in a sentence."""
    if settings.reduction != "auto":
        return settings.reduction, "You chose it."
    if axes <= FEW_AXES:
        few = counted(axes, "axis", "axes")
        return "none", f"With {few}, distances tell near from far as they are."
    if has_levels:
        mixed = "numbers and categories" if has_numbers else "categories"
        return "famd", (
            f"{axes} axes of {mixed} overlap: a factor analysis of mixed data draws together "
            "what they share, and gives neither kind more say."
        )
    return "pca", (
        f"{axes} axes overlap, and distances among many axes tell little: principal components "
        "draw together what they share."
    )


def components_for(directions: PrincipalDirections, share: float) -> int:
    """Return how many directions hold a share of all differences, at least two."""
    held = np.cumsum(directions.variances) / directions.total
    needed = int(np.searchsorted(held, share - 1e-9)) + 1
    return min(max(needed, _FEWEST), len(directions.variances))


def meanings(
    directions: PrincipalDirections, names: tuple[str, ...], spreads: Array
) -> tuple[str, ...]:
    """Return what the two axes of the map mean, in words.

    Parameters
    ----------
    directions : PrincipalDirections
        Of the axes.
    names : tuple of str
        The name of each axis.
    spreads : array
        The standard deviation of each axis.
    """
    words = []
    for place in range(_MAP_AXES):
        if place >= len(directions.vectors):
            words.append("Nothing: the attributes differ in one direction only.")
            continue
        vector = np.array(directions.vectors[place])
        size = np.sqrt(directions.variances[place])
        loads = vector * size / np.where(spreads > 0, spreads, 1.0)
        share = percent(directions.variances[place] / directions.total, 0)
        words.append(f"{_in_words(loads, names)} ({share} of the differences).")
    return tuple(words)


def _in_words(loads: Array, names: tuple[str, ...]) -> str:
    order = np.argsort(-np.abs(loads), kind="stable")
    chosen = [place for place in order[:_MOST_NAMED].tolist() if abs(loads[place]) >= _LOADS]
    chosen = chosen or order[:1].tolist()
    more = [names[place] for place in chosen if loads[place] > 0]
    less = [names[place] for place in chosen if loads[place] <= 0]
    parts = [f"more {' and '.join(more)}"] if more else []
    parts += [f"less {' and '.join(less)}"] if less else []
    text = ", ".join(parts)
    return text[0].upper() + text[1:]
