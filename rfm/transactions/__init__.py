"""Rows of a log become the lines and orders that count, and a report that accounts for each row."""

from rfm.transactions.cleaning import clean
from rfm.transactions.connection import connect
from rfm.transactions.files import WrittenFiles, writing_meanwhile
from rfm.transactions.tables import RowCount, Transactions, default_as_of, orders_of

__all__ = [
    "RowCount",
    "Transactions",
    "WrittenFiles",
    "clean",
    "connect",
    "default_as_of",
    "orders_of",
    "writing_meanwhile",
]
