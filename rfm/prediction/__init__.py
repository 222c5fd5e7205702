"""Where a customer with given values belongs: cluster, segments, percentiles and who is alike.

Impossible values are refused with a sentence. Values beyond those of any known customer are placed
with a warning up to ten times the largest one, and refused above: no cluster describes them.
"""

from rfm.prediction.placement import Placement, place
from rfm.prediction.values import read_values

__all__ = ["Placement", "place", "read_values"]
