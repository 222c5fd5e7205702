"""MBG/CNBD-k: MBG/NBD for customers who buy at regular intervals.

The time between two purchases of a customer is that of k events of a Poisson process (Erlang-k), so
that customers are the more regular the larger k is; with k = 1 it is MBG/NBD. T. Reutterer, M.
Platzer and N. Schroeder (2020), "Leveraging purchase regularity for predicting customer behavior
the easy way", International Journal of Research in Marketing.

Between two purchases a customer is at one of k stages. How far somebody who is silent has come
is not known; everything is a sum over the stages. The density of the gaps themselves does not
depend on the other parameters, and is a term of its own (`gap_term`).
"""

from typing import ClassVar, Final

import numpy as np
from scipy.special import betainc, betaln, digamma, gammaln, logsumexp, xlogy

from rfm.lifetime.models.beta_geometric import LEAST_LEAVING, MbgNbd
from rfm.lifetime.models.estimator import Gradient
from rfm.lifetime.models.histories import Array, Histories, Places
from rfm.lifetime.models.quadrature import log_purchases

LEAST_ROOT: Final = 1e-4


class MbgCnbd(MbgNbd):
    """MBG/CNBD-k; a class of its own for each k (`stages`)."""

    def gap_term(self, repeats: Array, log_gaps: Array) -> Array:
        """Return what the gaps between purchases add to log-likelihoods.

        Parameters
        ----------
        repeats : ndarray
            Gaps of each customer.
        log_gaps : ndarray
            Sums of their natural logarithms, in the unit of time of the histories.
        """
        return (self.stages - 1) * log_gaps - repeats * gammaln(self.stages)

    def _stages_of(self, values: Array, histories: Histories, last: Array) -> Array:
        """Return the logarithm of silence until `last` at each stage, one row a stage."""
        r, alpha = values[:2]
        stage = np.arange(self.stages)[:, None]
        events = r + self.stages * histories.x
        silent = xlogy(stage, last - histories.t_x)
        ways = gammaln(events + stage) - gammaln(events) - gammaln(stage + 1)
        return ways + silent - (events + stage) * np.log(alpha + last)

    def _left(self, values: Array, histories: Histories) -> Array:
        """Return the logarithm of having left right after the last purchase."""
        r, alpha, a, b = values
        events = r + self.stages * histories.x
        return np.log(a) - np.log(b + histories.x) - events * np.log(alpha + histories.t_x)

    def _log_likelihood(self, values: Array, histories: Histories) -> Gradient:
        r, alpha, a, b = values
        height, slopes = self._shared(values, histories)
        staying = self._stages_of(values, histories, histories.T)
        leaving = self._left(values, histories)
        total = logsumexp(np.vstack([staying, leaving]), axis=0)
        stayed = histories.weights * np.exp(staying - total)
        left = histories.weights * np.exp(leaving - total)
        stage = np.arange(self.stages)[:, None]
        events, known = r + self.stages * histories.x, alpha + histories.T
        last = alpha + histories.t_x
        grown = digamma(events + stage) - digamma(events) - np.log(known)
        slopes[0] += np.vdot(stayed, grown) - left @ np.log(last)
        slopes[1] -= np.vdot(stayed, (events + stage) / known) + left @ (events / last)
        slopes[2] += left.sum() / a
        slopes[3] -= left @ (1 / (b + histories.x))
        return height + float(histories.weights @ total), slopes

    def _log_likelihoods(self, values: Array, histories: Histories) -> Array:
        r, alpha, a, b = values
        events = self.stages * histories.x
        shared = gammaln(r + events) - gammaln(r) + r * np.log(alpha)
        chances = betaln(a, b + histories.x + 1) - betaln(a, b)
        staying = self._stages_of(values, histories, histories.T)
        ways = np.vstack([staying, self._left(values, histories)])
        return np.asarray(shared + chances + logsumexp(ways, axis=0), np.float64)

    def _p_alive(self, histories: Histories) -> Array:
        staying = self._once(self._silent_now, histories)
        leaving = self._left(self._values, histories)
        return np.asarray(1 / (1 + np.exp(np.minimum(leaving - staying, 700.0))), np.float64)

    def _silence(self, histories: Histories, time: float | Array) -> Array:
        """Return how much of the likelihood of silence so far is left with more of it."""
        now = self._once(self._silent_now, histories)
        later = logsumexp(self._stages_of(self._values, histories, histories.T + time), axis=0)
        return np.asarray(np.exp(np.minimum(later - now, 0.0)), np.float64)

    def _at_stage(self, histories: Histories) -> Array:
        """Return the probability of each stage, given the customer is one now; one row a stage."""
        staying = self._once(self._stages_now, histories)
        return np.asarray(np.exp(staying - self._once(self._silent_now, histories)), np.float64)

    def _stages_now(self, histories: Histories) -> Array:
        return self._stages_of(self._values, histories, histories.T)

    def _silent_now(self, histories: Histories) -> Array:
        return np.asarray(logsumexp(self._once(self._stages_now, histories), axis=0), np.float64)

    def _orders_by_leaving(
        self, points: Array, histories: Histories, rows: Places, time: float
    ) -> Array:
        """Return the mean number of purchases of some histories for each probability to leave.

        Given a probability q to stay, the n-th purchase from stage j counts `q ** (n - 1)` and has
        come when `n k - j` events have. The sum over n is one over the k-th roots of unity, whose
        terms are means of exponentials over the purchase rates.
        """
        (r, alpha), k, count = self._values[:2], self.stages, histories.count_of[rows]
        shares = self._once(self._at_stage, histories)[:, rows]
        shape = r + k * histories.x[rows]
        passed = (time / (alpha + histories.T[rows]))[:, None]
        log_root = np.log1p(-np.minimum(points, 1.0 - LEAST_ROOT**k)) / k
        found = np.zeros((len(rows), points.shape[1]))
        for turn in range(k):
            rest = -np.expm1(log_root)
            if turn:
                angle = 2 * np.pi * turn / k
                unit = -1.0 if 2 * turn == k else complex(np.cos(angle), np.sin(angle))
                rest = 1 - unit * np.exp(log_root)
            grown = np.log1p(passed * rest[count])
            for stage in range(k):
                need = k - stage - 1
                twist = 1.0 if not turn else unit**-need
                scale = twist * np.exp(-need * log_root) / (k * rest)
                mean = -np.expm1(-(shape + stage)[:, None] * grown)
                found += shares[stage][:, None] * np.real(scale[count] * mean)
        return found

    def _repeat_probabilities(self, counts: Array, times: Array) -> Array:
        """Return P(X(t) = n): n k to n k + k - 1 events without leaving, or leaving at the n-th."""
        r, alpha, a, b = self._values
        chances, events = self._chances(counts), self.stages * counts
        staying = np.exp(betaln(a, b + chances) - betaln(a, b)) * sum(
            np.exp(log_purchases(r, alpha, events + stage, times)) for stage in range(self.stages)
        )
        leaving = np.exp(betaln(a + 1, b + chances - 1) - betaln(a, b))
        reached = np.where(
            counts > 0, betainc(np.maximum(events, 1), r, times / (alpha + times)), 1.0
        )
        return np.asarray(staying + leaving * reached, np.float64)

    def _draw_orders(
        self, histories: Histories, time: float, generator: np.random.Generator
    ) -> Array:
        r, alpha, a, b = self._values
        each = histories.place_of
        drawn = generator.random(len(each))
        reached = np.cumsum(self._once(self._at_stage, histories), axis=0)[:-1]
        stage = (drawn > reached[:, each]).sum(axis=0)
        events = (r + self.stages * histories.x)[each] + stage
        rates = generator.gamma(events, (1 / (alpha + histories.T))[each])
        leaving = generator.beta(a, (b + self._chances(histories.x))[each])
        last = generator.geometric(np.maximum(leaving, LEAST_LEAVING))
        bought = (stage + generator.poisson(rates * time)) // self.stages
        return np.minimum(bought, last).astype(np.float64)


class MbgCnbd2(MbgCnbd):
    """MBG/CNBD-2."""

    cost: ClassVar[int] = 4
    stages: ClassVar[int] = 2


class MbgCnbd3(MbgCnbd):
    """MBG/CNBD-3."""

    cost: ClassVar[int] = 9
    stages: ClassVar[int] = 3


class MbgCnbd4(MbgCnbd):
    """MBG/CNBD-4."""

    cost: ClassVar[int] = 16
    stages: ClassVar[int] = 4
