"""Where a customer with given values belongs, why, and what would change it; one, or a file.

One path for every data set: what may be given are attributes, and whatever places customers is a
function from a table of them to probabilities. Recency, frequency and money of a log are three
attributes with limits: impossible values are refused with a sentence, and so are those of more
than ten times the largest one seen, since no cluster describes them. Other values beyond those of
all known customers are placed with a warning.
"""

from rfm.prediction.batch import place_table
from rfm.prediction.files import place_file
from rfm.prediction.placement import Placement, place_customer
from rfm.prediction.placing import KnownCustomers, Placing
from rfm.prediction.values import ReadValues, read_values

__all__ = [
    "KnownCustomers",
    "Placement",
    "Placing",
    "ReadValues",
    "place_customer",
    "place_file",
    "place_table",
    "read_values",
]
