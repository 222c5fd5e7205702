"""What the log says about the future: who is still a customer, and what each is worth."""

from rfm.lifetime.fit import LookAhead, fit_lifetime, look_ahead
from rfm.lifetime.forecast.outlook import Outlook
from rfm.lifetime.forecast.prospects import prospects
from rfm.lifetime.lifetime import Estimate, Lifetime, NoLifetime
from rfm.lifetime.models.beta_geometric import BgNbd, MbgNbd
from rfm.lifetime.models.gamma_gamma import GammaGamma
from rfm.lifetime.models.histories import Histories, collapse
from rfm.lifetime.models.pareto_nbd import ParetoNbd
from rfm.lifetime.purchase_days import PurchaseDays, purchase_days
from rfm.lifetime.spending import spending_of

__all__ = [
    "BgNbd",
    "Estimate",
    "GammaGamma",
    "Histories",
    "Lifetime",
    "LookAhead",
    "MbgNbd",
    "NoLifetime",
    "Outlook",
    "ParetoNbd",
    "PurchaseDays",
    "collapse",
    "fit_lifetime",
    "look_ahead",
    "prospects",
    "purchase_days",
    "spending_of",
]
