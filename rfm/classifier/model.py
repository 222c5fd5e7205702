"""A fitted model that places customers, with its card."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rfm.classifier.card import ClassifierCard
from rfm.classifier.encoding import Encoding
from rfm.threads import one_thread


@dataclass(frozen=True)
class Classifier:
    """A model that places customers.

    Parameters
    ----------
    card : ClassifierCard
        What there is to judge it by.
    encoding : Encoding
        How customers become the table it reads.
    estimator : fitted scikit-learn classifier
        The classes are places in `card.classes`.
    """

    card: ClassifierCard
    encoding: Encoding
    estimator: Any

    @property
    def classes(self) -> tuple[str, ...]:
        """Return what it tells apart."""
        return self.card.classes

    @property
    def needed(self) -> tuple[str, ...]:
        """Return the attributes it uses, the most important first."""
        ranked = [one.attribute for one in self.card.importances]
        return tuple(sorted(self.encoding.names, key=ranked.index))

    def probabilities(self, customers: pd.DataFrame) -> pd.DataFrame:
        """Return the probability of each class for each customer; a row sums to 1.

        Parameters
        ----------
        customers : DataFrame
            The attributes that `needed` lists, in any order, among others; gaps are allowed.

        Raises
        ------
        PredictionError
            When an attribute is missing altogether.
        """
        matrix = self.encoding.matrix(customers)
        if not len(matrix):
            said = np.zeros((0, len(self.classes)))
        else:
            with one_thread():
                said = self.estimator.predict_proba(matrix)
        return pd.DataFrame(said, columns=list(self.classes), index=customers.index)

    def labels(self, customers: pd.DataFrame) -> Sequence[str]:
        """Return the likeliest class of each customer."""
        places = self.probabilities(customers).to_numpy().argmax(axis=1)
        return [self.classes[place] for place in places]
