"""Every id of the page: a typo is an AttributeError at import, and one search finds every use.

An id is "<page>-<thing>"; its constant is the same words in capitals.
"""

from layouts.ids.chart import Chart
from layouts.ids.clusters import Clusters
from layouts.ids.customers import Customers
from layouts.ids.filters import Filter
from layouts.ids.general import General
from layouts.ids.models import Models
from layouts.ids.playbook import Playbook
from layouts.ids.prediction import Prediction
from layouts.ids.shell import Shell

__all__ = [
    "Chart",
    "Clusters",
    "Customers",
    "Filter",
    "General",
    "Models",
    "Playbook",
    "Prediction",
    "Shell",
]
