"""Rows of a log become the lines and orders that count, and a report that accounts for each row."""

from rfm.log.transactions.cleaning import clean, connect
from rfm.log.transactions.tables import RowCount, Transactions, baskets_of, default_as_of, orders_of
from rfm.log.transactions.writing import Prepared, preparing

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
