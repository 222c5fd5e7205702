"""Customers of three small shops, by hand: one monthly, one yearly, one that stopped."""

import pandas as pd

from rfm import schema


def customers_of(*histories):
    """Return customers by days since first and last purchase, and how often they came again."""
    rows = [
        {
            schema.CUSTOMER_ID: f"C{place:03}",
            schema.RECENCY_DAYS: last,
            schema.TENURE_DAYS: first,
            schema.FREQUENCY: repeats + 1,
            schema.MONETARY: 10.0 * (repeats + 1),
            schema.ORDERS: repeats + 1,
            schema.REPEAT_ORDERS: repeats,
            schema.LAST_REPEAT_DAYS: first - last,
        }
        for place, (first, last, repeats) in enumerate(histories)
    ]
    return pd.DataFrame(rows)


def monthly_shop():
    """Return 100 who come every 30 days, the last time up to 29 days ago, for 2 to 37 months."""
    months = [2 + place * 7 % 36 for place in range(100)]
    return customers_of(*[(30 * m + d % 30, d % 30, m) for d, m in enumerate(months)])


def charity():
    """Return 100 who give every 380 days, one to four times so far, the last up to 379 days ago."""
    gifts = [place % 4 for place in range(100)]
    return customers_of(*[(380 * n + p * 4 % 380, p * 4 % 380, n) for p, n in enumerate(gifts)])


def stopped_shop():
    """Return 100 who came every 20 days until the shop closed, 475 to 574 days ago."""
    return customers_of(*[(475 + p + 20 * (p % 6), 475 + p, p % 6) for p in range(100)])


def lively_shop():
    """Return 100 as the names of the grid suppose: some new, some late, many gone."""
    histories = [(place % 20, place % 20, 0) for place in range(20)]
    histories += [(200 + place, place % 25, 6 + place % 5) for place in range(25)]
    histories += [(300 + place, 60 + place, 1 + place % 3) for place in range(25)]
    histories += [(400 + place, 400 + place, 0) for place in range(30)]
    return customers_of(*histories)
