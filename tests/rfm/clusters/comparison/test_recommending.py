"""Which of several algorithms is recommended, from hand-made candidates."""

from dataclasses import replace

import pytest

from rfm.clusters.algorithms.catalogue import ALGORITHMS
from rfm.clusters.comparison.merits import merits
from rfm.clusters.comparison.recommending import JudgedAlgorithm, in_order, objections, reason
from rfm.clusters.comparison.results import Candidate, Scanned


def judged(
    algorithm: str,
    k: int,
    silhouette: float,
    validity: float = -0.2,
    objections: tuple[str, ...] = (),
) -> JudgedAlgorithm:
    candidate = Candidate(
        algorithm=algorithm,
        title=algorithm,
        k=k,
        silhouette=silhouette,
        jaccards=(0.9,) * k,
        sizes=(100,) * k,
        objections=objections,
    )
    return JudgedAlgorithm(candidate, validity)


def recommended(*candidates: JudgedAlgorithm) -> str:
    return in_order(candidates)[0].candidate.algorithm


def test_of_one_cloud_the_tightest_regions_are_taken():
    candidates = judged("kmeans", 4, 0.30), judged("mixture", 5, 0.40)
    assert recommended(*candidates) == "mixture"
    told = reason(in_order(candidates))
    assert "regions of one cloud and a useful cut through it" in told
    assert "among these its silhouette, 0.40," in told


def test_stable_regions_of_one_cloud_are_a_useful_cut_and_no_clear_groups():
    cut, doubted = judged("kmeans", 4, 0.30), judged("mixture", 5, 0.40, objections=("It is so.",))
    told = reason(in_order([doubted, cut]))
    assert "which holds for no other algorithm" in told
    assert "regions of one cloud, and a useful cut through it" in told
    apart = judged("kmeans", 4, 0.30, validity=0.3)
    assert [one.has_clear_groups for one in (cut, doubted, apart)] == [False, False, True]
    assert "cloud" not in reason([apart, doubted])


@pytest.mark.parametrize(
    ("best", "first", "why"),
    [
        (0.35, 4, "is within 0.10 of the best"),
        (0.45, 6, "the best silhouette, 0.45, clearly above"),
    ],
)
def test_the_elbow_comes_first_unless_another_number_is_clearly_better(best, first, why):
    silhouettes = {3: 0.2, 4: 0.3, 5: 0.25, 6: best}
    scan = [Scanned(k=k, fit=100 / k, silhouette=one) for k, one in silhouettes.items()]
    (k, said), *rest = merits(ALGORITHMS["kmeans"], scan, 4)
    assert k == first
    assert why in said
    assert [k for k, _ in rest] == sorted({3, 5, 4, 6} - {first}, key=lambda k: -silhouettes[k])


@pytest.mark.parametrize(
    ("of_two", "said"),
    [(0.2, "has the best silhouette, 0.40"), (0.5, "silhouette of three clusters or more, 0.40")],
)
def test_two_clusters_that_are_further_apart_are_not_kept_quiet_about(of_two, said):
    silhouettes = {2: of_two, 3: 0.2, 4: 0.4, 5: 0.25}
    scan = [Scanned(k=k, fit=100 / k, silhouette=one) for k, one in silhouettes.items()]
    (_, why), *_ = merits(ALGORITHMS["kmeans"], scan, 4)
    assert said in why


def test_of_nearly_equal_ones_the_simplest_is_taken():
    assert recommended(judged("mixture", 5, 0.40), judged("kmeans", 4, 0.36)) == "kmeans"


def test_two_halves_of_one_cloud_are_taken_only_when_nothing_else_is_to_be_trusted():
    halves, quarters = judged("birch", 2, 0.61), judged("kmeans", 4, 0.50)
    assert recommended(halves, quarters) == "kmeans"
    shaky = judged("kmeans", 4, 0.50, objections=("It is not stable.",))
    assert recommended(halves, shaky) == "birch"


def test_two_clusters_with_thinner_ground_between_them_are_no_halves():
    rings, slices = judged("hdbscan", 2, 0.1, validity=0.8), judged("kmeans", 4, 0.5)
    assert recommended(slices, rings) == "hdbscan"
    assert "thinner ground" in reason(in_order([slices, rings]))


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_in_which_they_were_run_decides_nothing(order):
    candidates = [judged("kmeans", 4, 0.30), judged("agglomerative", 3, 0.29)]
    assert recommended(*candidates[::order]) == "kmeans"


def test_where_nothing_is_to_be_trusted_the_sentence_says_that_there_are_no_clear_groups():
    shaky = judged("kmeans", 4, 0.50, objections=("It is not stable.",))
    assert "no clear groups" in reason(in_order([shaky]))


@pytest.mark.parametrize(("rescaled", "is_against"), [(0.76, False), (0.74, True), (None, False)])
def test_clusters_that_another_scaling_divides_differently_are_not_trusted(rescaled, is_against):
    candidate = judged("kmeans", 3, 0.5).candidate
    if rescaled is not None:
        candidate = replace(candidate, rescaled=(0.9, rescaled, 0.8))
    found = objections(candidate, is_apart=True, has_groups=True)
    told = "Another usual scaling of the numbers gives other clusters (lowest Jaccard 0.74)."
    assert found == ((told,) if is_against else ())
