"""What the page tells of a customer of a log: who they are, what they bought, what is next."""

from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from callbacks.customers.view import CustomerView
from callbacks.parts.attributes import joined_attributes
from callbacks.parts.risks import usual_gap
from layouts.charts.customer.alive import StillCustomer
from layouts.charts.customer.order_values import OrderValues
from layouts.charts.customer.percentiles import Percentiles
from layouts.charts.customer.worth import Worth
from layouts.customers.future import Future
from layouts.customers.log_card import LogCustomer
from layouts.customers.offer import Offer
from rfm import schema
from rfm.customer.percentiles import MEASURES, percentiles_of
from rfm.lifetime.forecast.prospects import alive_path
from rfm.snapshot.customers import products_bought

_MOST_OFFERED = 3


def customer_of(view: CustomerView) -> LogCustomer:
    """Return who the customer is."""
    return LogCustomer(
        customer={str(name): value for name, value in view.customer.items()},
        memberships=view.memberships,
        medians=_medians(view),
        as_of=view.snapshot.as_of,
        attributes=tuple(
            (each.label, each.value(view.customer[each.name]))
            for each in joined_attributes(view.snapshot)
        ),
    )


def orders_of(view: CustomerView) -> pd.DataFrame:
    """Return the orders and returns of the customer, oldest first."""
    orders = view.snapshot.orders_of(view.number)
    return orders.sort_values(schema.ORDERED_AT, kind="stable", ignore_index=True)


def products_of(view: CustomerView) -> pd.DataFrame | None:
    """Return the products of the customer, the most bought first; None where none are named."""
    lines = view.snapshot.lines_of(view.number)
    return None if lines is None else products_bought(lines)


def offer_of(view: CustomerView) -> Offer:
    """Return what the customer buys most, and what their group buys most and they never did."""
    bought, popular = products_of(view), view.snapshot.products(view.look.grouping)
    own = [] if bought is None else [str(name) for name in bought[schema.PRODUCT]]
    others: list[str] = []
    if popular is not None:
        of_group = popular[popular[schema.GROUP].astype("str") == view.group]
        by_customers = of_group.sort_values(schema.CUSTOMERS, ascending=False, kind="stable")
        others = [str(each) for each in by_customers[schema.PRODUCT] if str(each) not in set(own)]
    return Offer(
        data=view.snapshot.name,
        group=view.group,
        bought=tuple(own[:_MOST_OFFERED]),
        others=tuple(others[:_MOST_OFFERED]),
    )


def percentiles_in_base(view: CustomerView) -> Percentiles:
    """Return where the customer stands on every measure that the base has."""
    measures = [name for name in MEASURES if name in view.snapshot.customer_columns]
    customers = view.snapshot.customers(view.look.column, *measures)
    places = percentiles_of(customers, view.customer, view.look.column)
    return Percentiles(places=places, customers=len(customers), group=view.group)


def _medians(view: CustomerView) -> dict[str, float]:
    places = percentiles_in_base(view).places
    return dict(zip(places[schema.MEASURE], places[schema.MEDIAN].astype(float), strict=True))


def order_values_of(view: CustomerView) -> OrderValues:
    """Return the customer's orders with their average beside the segment's."""
    return OrderValues(
        orders=orders_of(view),
        own=float(view.customer[schema.AVERAGE_ORDER_VALUE]),
        of_segment=_medians(view).get(schema.AVERAGE_ORDER_VALUE, np.nan),
        segment=view.group,
    )


def alive_of(view: CustomerView) -> StillCustomer:
    """Return P(alive) of the customer day by day."""
    orders = view.snapshot.orders_of(view.number)
    path = alive_path(view.lifetime.model, orders, view.snapshot.as_of)
    next_from, next_to = (_day(view.customer[each]) for each in _NEXT)
    now = float(view.customer[schema.P_ALIVE])
    return StillCustomer(path=path, now=now, next_from=next_from, next_to=next_to)


def worth_of(view: CustomerView) -> Worth:
    """Return the customer's expected value beside everyone's in the segment."""
    own, low, high = (float(view.customer[each]) for each in _VALUE)
    everyone = view.of_all(schema.CLV).to_numpy()[view.is_member]
    return Worth(own=own, low=low, high=high, everyone=everyone, segment=view.group)


def future_of(view: CustomerView) -> Future:
    """Return what is expected of the customer."""
    customer, lifetime = view.customer, view.lifetime
    value, low, high = (float(customer[each]) for each in _VALUE)
    next_from, next_to = (_day(customer[each]) for each in _NEXT)
    return Future(
        alive=float(customer[schema.P_ALIVE]),
        churn=float(customer[schema.CHURN_PROBABILITY]),
        churn_days=lifetime.horizon_days,
        risk=view.risk,
        usual_gap=usual_gap(view.snapshot, customer),
        came_back=bool(customer[schema.REPEAT_ORDERS] > 0),
        silence=float(customer[schema.RECENCY_DAYS]),
        orders=float(customer[schema.EXPECTED_ORDERS_YEAR]),
        orders_low=float(customer[schema.ORDERS_YEAR_LOW]),
        orders_high=float(customer[schema.ORDERS_YEAR_HIGH]),
        order_value=float(customer[schema.EXPECTED_ORDER_VALUE]),
        value=value,
        low=low,
        high=high,
        value_days=lifetime.value_days,
        next_from=next_from,
        next_to=next_to,
        segment=view.group,
        median_value=view.median_in_group(schema.CLV),
        median_churn=view.median_in_group(schema.CHURN_PROBABILITY),
        is_indicative=lifetime.is_value_indicative,
        season=lifetime.season_of_a_customer,
        season_reasons=lifetime.reasons_of_season,
    )


_VALUE = (schema.CLV, schema.CLV_LOW, schema.CLV_HIGH)
_NEXT = (schema.NEXT_ORDER_FROM, schema.NEXT_ORDER_TO)


def _day(moment: Any) -> datetime | None:
    return None if pd.isna(moment) else pd.Timestamp(moment).to_pydatetime()
