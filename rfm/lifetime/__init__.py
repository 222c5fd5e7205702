"""What the log says about the future: who is still a customer, and what each is worth."""

from rfm.lifetime.checked import Checked, look_ahead_checked
from rfm.lifetime.fit import LookAhead
from rfm.lifetime.lifetime import Lifetime
from rfm.lifetime.models.beta_geometric import BgNbd, MbgNbd
from rfm.lifetime.models.gamma_gamma import GammaGamma, GammaGammaOfOrders
from rfm.lifetime.models.histories import collapse
from rfm.lifetime.models.pareto_nbd import ParetoNbd
from rfm.lifetime.purchase_days import PurchaseDays, purchase_days

__all__ = [
    "BgNbd",
    "Checked",
    "GammaGamma",
    "GammaGammaOfOrders",
    "Lifetime",
    "LookAhead",
    "MbgNbd",
    "ParetoNbd",
    "PurchaseDays",
    "collapse",
    "look_ahead_checked",
    "purchase_days",
]
