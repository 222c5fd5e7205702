"""Rows of a log become the lines and orders that count, and a report that accounts for each row."""

from rfm.transactions.cleaning import clean
from rfm.transactions.connection import connect
from rfm.transactions.preparation import Prepared, preparing
from rfm.transactions.tables import RowCount, Transactions, baskets_of, default_as_of, orders_of

__all__ = [
    "Prepared",
    "RowCount",
    "Transactions",
    "baskets_of",
    "clean",
    "connect",
    "default_as_of",
    "orders_of",
    "preparing",
]
