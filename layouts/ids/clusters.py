"""The ids of the page Clusters."""

from typing import Final

from layouts.ids.parts import Chart, Opening


class Clusters:
    """The page Clusters.

    STATUS says what there is instead of CONTENT: nothing yet, what runs, or what went wrong;
    START_ROW and STOP_ROW are the buttons below it. ALGORITHM is the algorithm whose numbers the
    first charts show. OPENED (store): the names of the sections that are open.
    """

    ADDRESS: Final = "clusters-address"
    OPENED: Final = "clusters-opened"
    SENTENCE: Final = "clusters-sentence"
    VERDICT: Final = "clusters-verdict"
    STATUS: Final = "clusters-status"
    START: Final = "clusters-start"
    START_ROW: Final = "clusters-start-row"
    STOP: Final = "clusters-stop"
    STOP_ROW: Final = "clusters-stop-row"
    POLL: Final = "clusters-poll"
    CONTENT: Final = "clusters-content"
    COMPARED: Final = "clusters-compared"
    COMPARISON: Final = Opening("clusters-comparison")
    REASON: Final = "clusters-reason"
    ALGORITHM: Final = "clusters-algorithm"
    TREE: Final = "clusters-tree"
    PROFILES: Final = "clusters-profiles"
    STEPS: Final = Opening("clusters-steps")
    PIPELINE: Final = "clusters-pipeline"

    FIT: Final = Chart("clusters-fit")
    SEPARATION: Final = Chart("clusters-separation")
    STABILITY: Final = Chart("clusters-stability")
    SIZES: Final = Chart("clusters-sizes")
