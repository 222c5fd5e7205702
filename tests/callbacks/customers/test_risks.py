"""How likely customers are lost, as pages tell it: stored, worked out, and by their own gap."""

from types import SimpleNamespace

import pandas as pd
import pytest

from callbacks.customers import log_facts
from callbacks.customers.view import CustomerView
from callbacks.parts.risks import risks, usual_gap
from rfm import schema
from rfm.segments.risk import risks_of


def as_before(snapshot):
    """Return the snapshot as it was before risks were stored."""
    columns = tuple(name for name in snapshot.customer_columns if name != schema.RISK)
    return SimpleNamespace(
        customer_columns=columns, customers=snapshot.customers, lifetime=snapshot.lifetime
    )


def test_the_risk_that_was_not_stored_is_worked_out(cdnow):
    snapshot = cdnow.snapshot("shop")
    stored = risks(snapshot)
    assert stored.astype(str).equals(risks(as_before(snapshot)).astype(str))
    needed = (schema.RECENCY_DAYS, schema.REPEAT_ORDERS, schema.LAST_REPEAT_DAYS)
    customers = snapshot.customers(*needed, schema.CHURN_PROBABILITY)
    assert list(stored) == list(risks_of(customers, snapshot.lifetime.horizon_days))


def test_without_a_look_ahead_the_gaps_tell_the_risk(cdnow):
    before = as_before(cdnow.snapshot("shop"))
    before.lifetime = None
    assert schema.LIKELY not in set(risks(before))


def test_the_card_of_a_customer_tells_their_own_gap_and_silence(cdnow):
    view = CustomerView(cdnow.snapshot("shop"), "00007")
    future = log_facts.future_of(view)
    assert future.risk == view.risk in schema.RISKS
    assert future.silence == view.customer[schema.RECENCY_DAYS]
    assert future.usual_gap == pytest.approx(usual_gap(view.snapshot, view.customer))


def test_a_customers_risk_is_found_where_it_is_not_in_their_row(cdnow):
    view = CustomerView(cdnow.snapshot("shop"), "00007")
    told = view.risk
    view.__dict__["customer"] = pd.Series(view.customer).drop(schema.RISK)
    assert view.risk == told


def test_the_gap_of_a_customer_is_their_own_with_the_shops_counted_once():
    histories = pd.DataFrame({schema.REPEAT_ORDERS: [1] * 20, schema.LAST_REPEAT_DAYS: [380] * 20})
    shop = SimpleNamespace(customers=lambda *columns: histories[list(columns)])
    donor = pd.Series({schema.REPEAT_ORDERS: 3, schema.LAST_REPEAT_DAYS: 900})
    # (380 + 900) / 4
    assert usual_gap(shop, donor) == 320
