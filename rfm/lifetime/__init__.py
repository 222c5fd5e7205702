"""What the log says about the future: who is still a customer, and what each is worth."""

from rfm.lifetime.beta_geometric import BgNbd, MbgNbd
from rfm.lifetime.gamma_gamma import GammaGamma
from rfm.lifetime.histories import Histories, collapse
from rfm.lifetime.pareto_nbd import ParetoNbd

__all__ = ["BgNbd", "GammaGamma", "Histories", "MbgNbd", "ParetoNbd", "collapse"]
