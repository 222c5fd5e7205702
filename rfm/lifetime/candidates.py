"""The purchase models that compete for a log, what each says, and which of them is used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from rfm.lifetime.models.beta_geometric import BgNbd, MbgNbd
from rfm.lifetime.models.histories import Array, Histories
from rfm.lifetime.models.pareto_nbd import ParetoNbd
from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.lifetime.models.regular import MbgCnbd2, MbgCnbd3, MbgCnbd4
from rfm.lifetime.wording import meanings_of, verdict_of

MODELS: Final[Mapping[str, type[PurchaseModel]]] = {
    "bg-nbd": BgNbd,
    "mbg-nbd": MbgNbd,
    "pareto-nbd": ParetoNbd,
    "mbg-cnbd-2": MbgCnbd2,
    "mbg-cnbd-3": MbgCnbd3,
    "mbg-cnbd-4": MbgCnbd4,
}
"""Best known first: among models that fit alike, the first is used."""
USUAL: Final = ("bg-nbd", "mbg-nbd", "pareto-nbd")
REGULAR: Final = ("mbg-cnbd-2", "mbg-cnbd-3", "mbg-cnbd-4")
"""For customers who buy at regular intervals, from the least regular on."""
TITLES: Final = {
    "bg-nbd": "BG/NBD",
    "mbg-nbd": "MBG/NBD",
    "pareto-nbd": "Pareto/NBD",
    "mbg-cnbd-2": "MBG/CNBD-2",
    "mbg-cnbd-3": "MBG/CNBD-3",
    "mbg-cnbd-4": "MBG/CNBD-4",
}

ALIKE: Final = 2.0
MOST_REPEATS: Final = 7
"""As many and more are one bar."""
MOST_TIMES: Final = 4000


@dataclass(frozen=True, kw_only=True)
class PurchaseFit:
    """One purchase model, fitted.

    Attributes
    ----------
    kind, title : str
        A name of `MODELS`, and its name for people.
    values, standard_errors : mapping of str to float
        Parameters, times in days; an error is NaN for a parameter on the edge.
    log_likelihood, aic : float
    converged : bool
    on_edge : mapping of str to str
        Parameters that ran to the edge: "low" or "high".
    mean_p_alive : float
        Mean over all customers.
    verdict : str
        Whether and how far the fit can be trusted, in a sentence or two.
    meanings : tuple of str
        What the parameters say of this shop, as sentences.
    expected_repeats : tuple of float
        How many customers should have come back 0, 1, ... and 7 or more times by now; empty where
        it was not counted.
    """

    kind: str
    title: str
    values: Mapping[str, float]
    standard_errors: Mapping[str, float]
    log_likelihood: float
    aic: float
    converged: bool
    on_edge: Mapping[str, str]
    mean_p_alive: float
    verdict: str
    meanings: tuple[str, ...]
    expected_repeats: tuple[float, ...] = ()

    @property
    def model(self) -> PurchaseModel:
        """The model with these parameters, ready to predict."""
        return MODELS[self.kind].of(self.values)


@dataclass(frozen=True)
class ModelChoice:
    """Which purchase model is used, and why in a sentence."""

    kind: str
    reason: str


def fit_candidates(
    histories: Histories, kind: str = "", log_gaps: float = 0.0
) -> tuple[PurchaseFit, ...]:
    """Return the usual purchase models fitted to the histories, in days, and one more if wanted.

    Parameters
    ----------
    histories : Histories
        Of all customers.
    kind : str
        The model in use, where it is not one of the usual ones.
    log_gaps : float
        The sum of the logarithms of all days between purchases: models of regular customers are
        compared with others by it.
    """
    kinds = dict.fromkeys((*USUAL, kind) if kind else USUAL)
    return tuple(_fitted(each, histories, log_gaps) for each in kinds)


def likeliest_regular(
    histories: Histories, log_gaps: float, plain: PurchaseModel
) -> tuple[str, PurchaseModel] | None:
    """Return the model of regular customers under which the histories are likeliest.

    None where they are less likely under every one than under `plain`, MBG/NBD, which is the same
    with no regularity.
    """
    repeats = np.array(histories.weights @ histories.x)
    found, best = None, plain.log_likelihood_
    for kind in REGULAR:
        model = MODELS[kind]().fit(histories)
        height = model.log_likelihood_ + float(model.gap_term(repeats, np.array(log_gaps)))
        if not height > best:
            break
        found, best = (kind, model), height
    return found


def choose(candidates: Sequence[PurchaseFit]) -> ModelChoice:
    """Return the model under which the log is most likely.

    All have as many parameters, so the likelihood decides as Akaike's criterion would. A
    difference of less than 2 is no difference.
    """
    best = max(candidate.log_likelihood for candidate in candidates)
    alike = [one for one in candidates if one.log_likelihood > best - ALIKE]
    chosen = alike[0]
    if len(alike) > 1:
        names = " and ".join(one.title for one in alike[1:])
        explain = "explain" if len(alike) > 2 else "explains"  # noqa: PLR2004 - more than one other
        reason = (
            f"{chosen.title} is used: {names} {explain} the log just as well, and of equals the "
            "first in the list is taken."
        )
    else:
        second = max(one.log_likelihood for one in candidates if one is not chosen)
        reason = (
            f"{chosen.title} is used: the log is most likely under it (its log-likelihood is "
            f"{best - second:,.0f} above the next model's)."
        )
    return ModelChoice(chosen.kind, reason)


def seen_repeats(histories: Histories) -> tuple[int, ...]:
    """Return how many customers made 0, 1, ... and 7 or more repeat purchases."""
    counts = np.minimum(histories.x, MOST_REPEATS).astype(np.int64)
    sizes = np.bincount(counts, histories.weights, MOST_REPEATS + 1)
    return tuple(np.rint(sizes).astype(int).tolist())


def expected_repeats(model: PurchaseModel, histories: Histories) -> tuple[float, ...]:
    """Return how many customers a model expects at 0, 1, ... and 7 or more repeat purchases."""
    times, weights = _times(histories)
    sizes = weights @ model.repeat_probabilities(np.arange(MOST_REPEATS), times)
    more = max(float(weights.sum() - sizes.sum()), 0.0)
    return (*sizes.tolist(), more)


def _times(histories: Histories) -> tuple[Array, Array]:
    """Return the distinct times known with weights; near ones as one where there are very many."""
    times, place = np.unique(histories.T, return_inverse=True)
    if len(times) > MOST_TIMES:
        edges = np.linspace(times[0], times[-1], MOST_TIMES)
        times, place = edges, np.searchsorted(edges, histories.T)
    return times, np.bincount(place, histories.weights, len(times)).astype(np.float64)


def _fitted(kind: str, histories: Histories, log_gaps: float) -> PurchaseFit:
    model = MODELS[kind]().fit(histories)
    repeats = np.array(histories.weights @ histories.x)
    height = model.log_likelihood_ + float(model.gap_term(repeats, np.array(log_gaps)))
    alive = float(model.p_alive(histories).mean())
    return PurchaseFit(
        kind=kind,
        title=TITLES[kind],
        values=model.values_,
        standard_errors=model.standard_errors_,
        log_likelihood=height,
        aic=2 * len(model.values_) - 2 * height,
        converged=model.converged_,
        on_edge=model.on_edge_,
        mean_p_alive=alive,
        verdict=verdict_of(model, alive),
        meanings=meanings_of(model.values_, model.stages),
        expected_repeats=expected_repeats(model, histories),
    )
