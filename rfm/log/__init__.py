"""A transaction log: a file -> lines -> those that count -> one row per customer."""

from rfm.log.cleaned import CleanedLog, cleaning
from rfm.log.customers import customer_table, customers_of
from rfm.log.purchases import products_bought
from rfm.log.reading import Reading, read_log

__all__ = [
    "CleanedLog",
    "Reading",
    "cleaning",
    "customer_table",
    "customers_of",
    "products_bought",
    "read_log",
]
