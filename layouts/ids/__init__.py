"""Every id of the page: a typo is an AttributeError at import, and one search finds every use.

An id is "<page>-<thing>"; its constant is the same words in capitals.
"""

from layouts.ids.bringing import ByHand as ByHand
from layouts.ids.bringing import Fetching as Fetching
from layouts.ids.clusters import Clusters as Clusters
from layouts.ids.customers import Customers as Customers
from layouts.ids.data import Data as Data
from layouts.ids.general import General as General
from layouts.ids.listing import Listing as Listing
from layouts.ids.models import Models as Models
from layouts.ids.parts import Chart as Chart
from layouts.ids.parts import Filter as Filter
from layouts.ids.parts import Opening as Opening
from layouts.ids.playbook import Playbook as Playbook
from layouts.ids.prediction import Prediction as Prediction
from layouts.ids.shell import Shell as Shell
