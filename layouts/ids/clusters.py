"""The ids of the page Clusters."""

from typing import Final

from layouts.ids.parts import Chart


class Clusters:
    """The page Clusters.

    STATUS says what there is instead of CONTENT: nothing yet, what runs, or what went wrong;
    START_ROW and STOP_ROW are the buttons below it. ALGORITHM is the algorithm whose numbers the
    first charts show.
    """

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
    COMPARED_SECTION: Final = "clusters-comparedsection"
    ALGORITHM: Final = "clusters-algorithm"
    TREE: Final = "clusters-tree"
    PROFILES: Final = "clusters-profiles"
    PIPELINE_SECTION: Final = "clusters-pipeline-section"
    PIPELINE: Final = "clusters-pipeline"

    FIT: Final = Chart("clusters-fit")
    SEPARATION: Final = Chart("clusters-separation")
    STABILITY: Final = Chart("clusters-stability")
    SIZES: Final = Chart("clusters-sizes")
