"""The models that compete, from the simplest to the most flexible, each with a few settings.

All start from the same table of numbers, which customers are encoded as.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from rfm.errors import PredictionError
from rfm.features.points import Array, Codes, codes_of, levels_of, numbers_of
from rfm.table.attribute import FEATURE_KINDS, Attribute

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

# Rarer levels of a category count as one, and so does a level that was never seen.
_RARE_BELOW: Final = 10
_MOST_LEVELS: Final = 40
LOGISTIC, FOREST, BOOSTING = "logistic regression", "forest of trees", "boosted trees"

Settings = Mapping[str, Any]

_TREES: Final = 120
# No more than the customers that a fold of the smallest table has.
_QUANTILES: Final = 30
_ROUNDS: Final = 250
_ROUNDS_OF_FEW: Final = 40
# A tenth is held out to see when to stop.
_ONE_IN_HELD_OUT: Final = 10
_LEARNING_RATE: Final = 0.1


@dataclass(frozen=True)
class Levels:
    """The levels of one attribute that a model tells apart."""

    attribute: str
    known: tuple[str, ...]


@dataclass(frozen=True)
class Encoding:
    """How customers become a table: first the numbers, then a code for each category.

    Parameters
    ----------
    numbers : tuple of str
        Attributes that are numbers.
    categories : tuple of Levels
        Attributes that are categories or yes-no; a level that is not among the known ones has
        the code after the last.
    """

    numbers: tuple[str, ...]
    categories: tuple[Levels, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the attribute of each column."""
        return (*self.numbers, *(one.attribute for one in self.categories))

    def matrix(self, customers: pd.DataFrame) -> Array:
        """Return one row per customer; gaps are NaN.

        Raises
        ------
        PredictionError
            When an attribute is missing altogether.
        """
        missing = [name for name in self.names if name not in customers.columns]
        if missing:
            raise PredictionError(
                f"The model needs {', '.join(missing)}, which these customers do not have: add "
                f"the missing attributes, or let them be filled with typical values."
            )
        columns = [numbers_of(customers[name]) for name in self.numbers]
        columns += [_codes(customers[one.attribute], one.known) for one in self.categories]
        return np.column_stack(columns)


def fit_encoding(
    customers: pd.DataFrame, attributes: Sequence[Attribute], target_name: str
) -> Encoding:
    """Return the encoding of the attributes that are features, the target left out.

    Constant and empty attributes are left out too: they tell nobody from anybody.
    """
    chosen = [
        one
        for one in attributes
        if one.is_feature and one.kind in FEATURE_KINDS and one.name != target_name
    ]
    numbers = [
        one.name
        for one in chosen
        if one.kind == "number" and _varies(numbers_of(customers[one.name]))
    ]
    categories = [
        Levels(one.name, _frequent(customers[one.name]))
        for one in chosen
        if one.kind != "number" and len(customers[one.name].unique()) > 1
    ]
    return Encoding(tuple(numbers), tuple(categories))


def _varies(values: Array) -> bool:
    known = values[~np.isnan(values)]
    return len(known) > 0 and (len(known) < len(values) or bool(known.min() < known.max()))


def _frequent(values: pd.Series) -> tuple[str, ...]:
    counts = values.astype("str").value_counts()
    return tuple(one for one in levels_of(values) if counts[one] >= _RARE_BELOW)[:_MOST_LEVELS]


def _codes(values: pd.Series, known: Sequence[str]) -> Array:
    codes = codes_of(values, known).astype(float)
    codes[codes < 0] = len(known)
    codes[values.isna().to_numpy(dtype=bool)] = np.nan
    return codes


# Every kind of model with the settings that tuning tries.
KINDS: Final[Mapping[str, tuple[Settings, ...]]] = {
    LOGISTIC: ({"C": 0.1}, {"C": 1.0}, {"C": 10.0}),
    FOREST: ({"min_samples_leaf": 2}, {"min_samples_leaf": 8}),
    BOOSTING: ({"max_leaf_nodes": 6}, {"max_leaf_nodes": 15}),
}


def make_model(
    title: str, settings: Settings, encoding: Encoding, seed: int, *, stops_early: bool = True
) -> "Pipeline":
    """Return a model to be fitted to rows of an encoding: preparation and classifier.

    Where it stops early, boosting ends once customers held out for that gain nothing by it.
    """
    from sklearn.pipeline import make_pipeline

    classifier = _classifier(title, settings, seed)
    if title == BOOSTING and not stops_early:
        classifier.set_params(early_stopping=False, max_iter=_ROUNDS_OF_FEW)
    return make_pipeline(_preparation(title, encoding), classifier)


def may_stop_early(codes: Codes, part: float = 1.0) -> bool:
    """Return whether every class fits into what is held out of that part of the customers."""
    return int(part * len(codes)) // _ONE_IN_HELD_OUT >= int(codes.max()) + 1


def in_words(settings: Settings) -> str:
    """Return settings as a table shows them."""
    words = {
        "C": "weight of the data {:g}",
        "min_samples_leaf": "at least {} customers a leaf",
        "max_leaf_nodes": "at most {} leaves a tree",
    }
    return ", ".join(words[name].format(value) for name, value in settings.items())


def _classifier(title: str, settings: Settings, seed: int) -> Any:
    from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression

    if title == LOGISTIC:
        return LogisticRegression(max_iter=2000, random_state=seed, **settings)
    if title == FOREST:
        return ExtraTreesClassifier(_TREES, max_features=0.5, random_state=seed, **settings)
    return HistGradientBoostingClassifier(
        learning_rate=_LEARNING_RATE,
        max_iter=_ROUNDS,
        early_stopping=True,
        n_iter_no_change=8,
        random_state=seed,
        **settings,
    )


def _preparation(title: str, encoding: Encoding) -> Any:
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder

    numbers = list(range(len(encoding.numbers)))
    codes = list(range(len(encoding.numbers), len(encoding.names)))
    of_codes = make_pipeline(
        SimpleImputer(strategy="constant", fill_value=-1, keep_empty_features=True),
        OneHotEncoder(handle_unknown="ignore", sparse_output=False),
    )
    parts = [("numbers", _of_numbers(title), numbers), ("categories", of_codes, codes)]
    return ColumnTransformer([part for part in parts if part[2]])


def _of_numbers(title: str) -> Any:
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import QuantileTransformer

    if title == BOOSTING:
        return "passthrough"  # it knows what to do with gaps
    filled = SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
    if title == FOREST:
        return filled
    # Heavy tails would let a few giants decide the weights; by ranks they do not.
    straight = QuantileTransformer(
        n_quantiles=_QUANTILES, output_distribution="normal", random_state=0
    )
    return make_pipeline(filled, straight)
