"""The purchase models that compete for a log, what each says, and which of them is used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from rfm.lifetime.models.beta_geometric import BgNbd, MbgNbd
from rfm.lifetime.models.histories import Array, Histories
from rfm.lifetime.models.pareto_nbd import ParetoNbd
from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.words import percent

MODELS: Final[Mapping[str, type[PurchaseModel]]] = {
    "bg-nbd": BgNbd,
    "mbg-nbd": MbgNbd,
    "pareto-nbd": ParetoNbd,
}
TITLES: Final = {"bg-nbd": "BG/NBD", "mbg-nbd": "MBG/NBD", "pareto-nbd": "Pareto/NBD"}
"""Best known first: among models that fit alike, the first is used."""

ALIKE: Final = 2.0
NEARLY_ALL: Final = 0.98
DAYS_PER_YEAR: Final = 365
MOST_REPEATS: Final = 7
"""As many and more are one bar."""
MOST_TIMES: Final = 4000


@dataclass(frozen=True, kw_only=True)
class PurchaseFit:
    """One purchase model, fitted.

    Attributes
    ----------
    kind, title : str
        "bg-nbd", "mbg-nbd" or "pareto-nbd", and its name for people.
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


def fit_candidates(histories: Histories) -> tuple[PurchaseFit, ...]:
    """Return every purchase model fitted to the histories, in days."""
    return tuple(_fitted(kind, histories) for kind in MODELS)


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
        reason = (
            f"{chosen.title} is used: {names} explain the log just as well, and it is the best "
            "known of them."
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


def _fitted(kind: str, histories: Histories) -> PurchaseFit:
    model = MODELS[kind]().fit(histories)
    alive = float(model.p_alive(histories).mean())
    return PurchaseFit(
        kind=kind,
        title=TITLES[kind],
        values=model.values_,
        standard_errors=model.standard_errors_,
        log_likelihood=model.log_likelihood_,
        aic=2 * len(model.values_) - 2 * model.log_likelihood_,
        converged=model.converged_,
        on_edge=model.on_edge_,
        mean_p_alive=alive,
        verdict=_verdict(model, alive),
        meanings=_meanings(model.values_),
        expected_repeats=expected_repeats(model, histories),
    )


def _verdict(model: PurchaseModel, alive: float) -> str:
    sentences = []
    if not model.converged_:
        sentences.append(
            "The search ended before the likelihood was at its highest: take the parameters as "
            "rough."
        )
    elif not model.on_edge_:
        sentences.append("The fit converged.")
    if alive > NEARLY_ALL:
        sentences.append(
            "The log shows hardly anybody leaving for good: silences are no longer than each "
            "customer's own pace explains, so P(alive) is close to 1 for everyone. The churn "
            "probability still tells customers apart, because slow buyers stay silent longer."
        )
    elif model.on_edge_:
        names = " and ".join(model.on_edge_)
        sentences.append(
            f"The log does not tell how large {names} should be (the likelihood keeps rising to "
            "the edge). The predictions hardly depend on it."
        )
    return " ".join(sentences)


def _meanings(values: Mapping[str, float]) -> tuple[str, ...]:
    pace = values["alpha"] / values["r"]
    spread = 1 / np.sqrt(values["r"])
    if "a" in values:
        share = values["a"] / (values["a"] + values["b"])
        leaving = f"After a purchase {percent(share)} of customers leave for good, on average."
    else:
        share = -np.expm1(-values["s"] * np.log1p(DAYS_PER_YEAR / values["beta"]))
        leaving = (
            f"Within a year of their first purchase {percent(share)} of customers leave for good."
        )
    return (
        f"While they are customers, people buy every {pace:,.0f} days on average; the pace of "
        f"customers varies by {percent(spread, 0)} around the mean.",
        leaving,
    )
