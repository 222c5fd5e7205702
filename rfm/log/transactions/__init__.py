"""Rows of a log become the lines and orders that count, and a report that accounts for each row."""

from rfm.log.transactions.cleaning import clean
from rfm.log.transactions.connection import connect
from rfm.log.transactions.preparation import Prepared, preparing
from rfm.log.transactions.tables import RowCount, Transactions, baskets_of, default_as_of, orders_of

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
