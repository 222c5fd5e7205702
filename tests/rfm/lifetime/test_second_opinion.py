"""What the lifetimes package says of the same customers."""

import json
import sys

import numpy as np
import pytest

from rfm.lifetime import BgNbd, GammaGamma, MbgNbd, ParetoNbd, collapse
from rfm.lifetime.second_opinion import Agreement, compare_with_lifetimes
from rfm.records import as_record, from_record

IN_DAYS = np.array([1, 7, 7])
KINDS = {"bg-nbd": BgNbd, "mbg-nbd": MbgNbd, "pareto-nbd": ParetoNbd}


NO_SPEND = np.empty((0, 2))


@pytest.fixture(scope="module")
def histories(cdnow):
    return collapse(np.round(cdnow * IN_DAYS))


@pytest.fixture(scope="module")
def bg_nbd(histories):
    return {"bg-nbd": BgNbd().fit(histories).values_}


@pytest.fixture(scope="module")
def opinions(histories, cdnow_spend):
    spend = cdnow_spend[cdnow_spend[:, 0] > 0]
    fitted = {kind: model().fit(histories).values_ for kind, model in KINDS.items()}
    fitted["gamma-gamma"] = GammaGamma().fit(spend).values_
    return compare_with_lifetimes(histories, spend, fitted)


def test_both_agree_on_every_model_of_cdnow(opinions):
    assert [one.name for one in opinions] == ["BG/NBD", "MBG/NBD", "Pareto/NBD", "Gamma-Gamma"]
    for one in opinions:
        assert one.agree
        assert abs(one.difference) < 1e-3
        assert set(one.ours) == set(one.theirs)
    bg_nbd = opinions[0]
    assert bg_nbd.theirs["r"] == pytest.approx(0.2426, abs=5e-4)
    assert bg_nbd.ours == pytest.approx(bg_nbd.theirs, rel=1e-3)


def test_both_are_asked_for_the_horizon_in_use(histories, bg_nbd):
    asked = {
        days: compare_with_lifetimes(histories, NO_SPEND, bg_nbd, horizon_days=days)[0]
        for days in (90, 365)
    }
    for days, opinion in asked.items():
        assert opinion.days == days
        assert f"expected orders in {days} days" in opinion.sentence
        assert opinion.agree
    assert asked[365].theirs["orders"] > 2 * asked[90].theirs["orders"]


def test_a_wrong_fit_is_said_to_differ(histories):
    wrong = {"bg-nbd": {"r": 1.0, "alpha": 30.0, "a": 0.8, "b": 2.4}}
    (opinion,) = compare_with_lifetimes(histories, NO_SPEND, wrong)
    assert not opinion.agree
    assert "differ" in opinion.sentence


def test_a_fit_that_the_package_gives_up_is_a_sentence(histories, bg_nbd, monkeypatch):
    from lifetimes import BetaGeoFitter
    from lifetimes.utils import ConvergenceError

    def give_up(*_, **__):
        raise ConvergenceError("no")

    monkeypatch.setattr(BetaGeoFitter, "fit", give_up)
    (opinion,) = compare_with_lifetimes(histories, NO_SPEND, bg_nbd)
    assert opinion.theirs == {}
    assert "its search does not converge on this log" in opinion.sentence
    again = from_record(Agreement, json.loads(json.dumps(as_record(opinion), allow_nan=False)))
    assert np.isnan(again.difference)


def test_without_the_package_it_is_said(histories, bg_nbd, monkeypatch):
    monkeypatch.setitem(sys.modules, "lifetimes", None)
    (opinion,) = compare_with_lifetimes(histories, NO_SPEND, bg_nbd)
    assert "the package is not installed" in opinion.sentence


def test_a_large_base_is_compared_on_a_sample_and_it_is_said(cdnow, bg_nbd):
    histories = collapse(np.round(np.tile(cdnow, (3, 1)) * IN_DAYS))
    (opinion,) = compare_with_lifetimes(histories, NO_SPEND, bg_nbd)
    assert "5,000 customers drawn from 7,071" in opinion.sentence
    assert opinion.agree
