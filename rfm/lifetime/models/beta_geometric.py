"""BG/NBD and MBG/NBD: customers buy at their own pace and may leave after a purchase.

While a customer is active, purchases come at random at a rate drawn from a Gamma distribution
(`r`, `alpha`); after each purchase the customer leaves with a probability drawn from a Beta
distribution (`a`, `b`).

* BG/NBD: nobody leaves before the first repeat purchase. Fader, Hardie and Lee (2005),
  "Counting your customers the easy way", Marketing Science 24(2).
* MBG/NBD: a customer may leave right after the first purchase too. Batislam, Denizel and
  Filiztekin (2007), International Journal of Research in Marketing 24(3).

Both are one likelihood, with as many chances to leave as there were purchases that may be the last.
"""

from typing import ClassVar, Final

import numpy as np
from scipy.special import betainc, betaln, digamma, gammaln

from rfm.lifetime.models.estimator import Gradient
from rfm.lifetime.models.histories import Array, Histories, Places
from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.lifetime.models.quadrature import beta_points, log_purchases

STARTS: Final = ((0.0, 0.0, 0.0, 1.0), (-1.0, -1.0, -1.0, 1.0), (1.0, 1.0, -3.0, 1.0))
# The inverse curvatures at the optima of the made-up gift shop, rounded. A search that begins with
# what a shop looks like takes 15 evaluations instead of 26, and ends in the same place.
GIFT_SHOP: Final = (
    (5.0, 6.0, 0.0, 0.0),
    (6.0, 14.0, 0.0, 2.0),
    (0.0, 0.0, 69.0, 84.0),
    (0.0, 2.0, 84.0, 121.0),
)
GIFT_SHOP_MBG: Final = (
    (23.0, 16.0, -16.0, -40.0),
    (16.0, 18.0, -9.0, -22.0),
    (-16.0, -9.0, 50.0, 76.0),
    (-40.0, -22.0, 76.0, 142.0),
)
LEAST_LEAVING: Final = 1e-12
ROWS_AT_ONCE: Final = 1_000
"""Of fewer the sums take less time than asking for them."""


class BgNbd(PurchaseModel):
    """BG/NBD.

    Attributes
    ----------
    r_, alpha_ : float
        Shape, and rate in time units, of the purchase rates: their mean is `r / alpha`.
    a_, b_ : float
        Parameters of the probabilities to leave after a purchase: their mean is `a / (a + b)`.
    """

    parameters: ClassVar[tuple[str, ...]] = ("r", "alpha", "a", "b")
    times: ClassVar[tuple[str, ...]] = ("alpha",)
    starts: ClassVar[tuple[tuple[float, ...], ...]] = STARTS
    typical_inverse: ClassVar[tuple[tuple[float, ...], ...] | None] = GIFT_SHOP
    first_may_be_last: ClassVar[bool] = False

    def _chances(self, x: Array) -> Array:
        """Return how many purchases of each customer could have been the last."""
        return x + 1 if self.first_may_be_last else x

    def _log_likelihood(self, values: Array, histories: Histories) -> Gradient:
        r, alpha, a, b = values
        height, slopes = self._shared(values, histories)
        known, last = alpha + histories.T, alpha + histories.t_x
        log_known, log_last = np.log(known), np.log(last)
        chances = self._chances(histories.counts)
        after = b + chances - 1
        with np.errstate(divide="ignore", invalid="ignore"):
            leaving = np.where(chances > 0, np.log(a) - np.log(after), -np.inf)
        events = r + histories.x
        odds = leaving[histories.count_of] + events * (log_known - log_last)
        # The odds of having left, without overflow where nobody can have stayed.
        left = 1 / (1 + np.exp(-np.clip(odds, -700.0, 700.0)))
        ways = np.maximum(odds, 0.0) + np.log1p(np.exp(-np.abs(odds))) - events * log_known
        weights = histories.weights
        stayed, left = weights * (1 - left), weights * left
        slopes[0] -= stayed @ log_known + left @ log_last
        slopes[1] -= stayed @ (events / known) + left @ (events / last)
        slopes[2] += left.sum() / a
        slopes[3] -= histories.by_count(left) @ np.divide(
            1.0, after, out=np.zeros_like(after), where=after > 0
        )
        return height + weights @ ways, slopes

    def _shared(self, values: Array, histories: Histories) -> Gradient:
        """Return what all histories with as many purchases share, and its gradient."""
        r, alpha, a, b = values
        chances = self._chances(histories.counts)
        counts = self.stages * histories.counts
        sizes, whole = histories.by_count(histories.weights), a + b
        height = gammaln(r + counts) - gammaln(r) + r * np.log(alpha)
        height += betaln(a, b + chances) - betaln(a, b)
        all_chances = digamma(whole) - digamma(whole + chances)
        slopes = np.array(
            [
                sizes @ (digamma(r + counts) - digamma(r) + np.log(alpha)),
                sizes.sum() * r / alpha,
                sizes @ all_chances,
                sizes @ (digamma(b + chances) - digamma(b) + all_chances),
            ]
        )
        return sizes @ height, slopes

    def _log_likelihoods(self, values: Array, histories: Histories) -> Array:
        r, alpha, a, b = values
        counts = histories.counts
        shared = gammaln(r + counts) - gammaln(r) + r * np.log(alpha)
        chances = betaln(a, b + self._chances(counts)) - betaln(a, b)
        ways = np.logaddexp(*self._stay_or_leave(values, histories))
        return (shared + chances)[histories.count_of] + ways

    def _stay_or_leave(self, values: Array, histories: Histories) -> tuple[Array, Array]:
        """Return the logarithms of the two ways a history can come about, up to what they share."""
        r, alpha, a, b = values
        events, chances = r + histories.x, self._chances(histories.x)
        staying = -events * np.log(alpha + histories.T)
        with np.errstate(divide="ignore", invalid="ignore"):
            leaving = np.log(a) - np.log(b + chances - 1) - events * np.log(alpha + histories.t_x)
        return staying, np.where(chances > 0, leaving, -np.inf)

    def _p_alive(self, histories: Histories) -> Array:
        staying, leaving = self._stay_or_leave(self._values, histories)
        return 1 / (1 + np.exp(np.minimum(leaving - staying, 700.0)))

    def _silence(self, histories: Histories, time: float | Array) -> Array:
        r, alpha = self._values[:2]
        return np.exp(-(r + histories.x) * np.log1p(time / (alpha + histories.T)))

    def _orders_if_alive(self, histories: Histories, time: float) -> Array:
        """Return the mean number of purchases, by points over the probability to leave.

        Given a probability p the mean over the purchase rates is
        `(1 - (1 + p t / (alpha + T)) ** -(r + x)) / p`, smooth in p also at 0.
        """
        a, b = self._values[2:]
        found = [beta_points(a, b + chances) for chances in self._chances(histories.counts)]
        points = np.stack([leaving for leaving, _ in found])
        sums = np.empty_like(histories.x)
        for rows, parts in histories.blocks(ROWS_AT_ONCE):
            orders = self._orders_by_leaving(points, histories, rows, time)
            for place, part in parts:
                sums[rows[part]] = orders[part] @ found[place][1]
        return sums

    def _orders_by_leaving(
        self, points: Array, histories: Histories, rows: Places, time: float
    ) -> Array:
        """Return the mean number of purchases of some histories for each probability to leave.

        The points of a history are those in the row of its count.
        """
        r, alpha = self._values[:2]
        leaving = points[histories.count_of[rows]]
        grown = np.log1p((time / (alpha + histories.T[rows]))[:, None] * leaving)
        return -np.expm1(-(r + histories.x[rows])[:, None] * grown) / leaving

    def _repeat_probabilities(self, counts: Array, times: Array) -> Array:
        """Return P(X(t) = n), Fader, Hardie and Lee (2005), equation 8.

        Their sum over all smaller counts is the incomplete beta function.
        """
        r, alpha, a, b = self._values
        chances = self._chances(counts)
        staying = betaln(a, b + chances) - betaln(a, b) + log_purchases(r, alpha, counts, times)
        last = np.maximum(chances, 1)
        leaving = np.exp(betaln(a + 1, b + last - 1) - betaln(a, b))
        reached = np.where(
            counts > 0, betainc(np.maximum(counts, 1), r, times / (alpha + times)), 1.0
        )
        return np.exp(staying) + np.where(chances > 0, leaving * reached, 0.0)

    def _draw_orders(
        self, histories: Histories, time: float, generator: np.random.Generator
    ) -> Array:
        r, alpha, a, b = self._values
        each = histories.place_of
        rates = generator.gamma((r + histories.x)[each], (1 / (alpha + histories.T))[each])
        leaving = generator.beta(a, (b + self._chances(histories.x))[each])
        last = generator.geometric(np.maximum(leaving, LEAST_LEAVING))
        return np.minimum(generator.poisson(rates * time), last).astype(np.float64)


class MbgNbd(BgNbd):
    """MBG/NBD: BG/NBD in which a customer may also leave right after the first purchase."""

    typical_inverse: ClassVar[tuple[tuple[float, ...], ...] | None] = GIFT_SHOP_MBG
    first_may_be_last: ClassVar[bool] = True
