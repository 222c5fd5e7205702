"""A table with one row per customer: its columns, what they mean, and a log joined with it."""

from rfm.table.attribute import Attribute, Finding, PipelineStep, currency_of, in_words, label_of
from rfm.table.choices import TableChoices
from rfm.table.joining import Joined, join_attributes
from rfm.table.reading import CustomerTable, read_customer_table
from rfm.table.recognising import Recognised, recognise

__all__ = [
    "Attribute",
    "CustomerTable",
    "Finding",
    "Joined",
    "PipelineStep",
    "Recognised",
    "TableChoices",
    "currency_of",
    "in_words",
    "join_attributes",
    "label_of",
    "read_customer_table",
    "recognise",
]
