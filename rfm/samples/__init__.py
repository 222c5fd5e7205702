"""Logs and customer tables by name: real ones that are fetched, and ones that are made here."""

from rfm.samples.catalogue import SAMPLES, Sample, available, default_sample, find_sample
from rfm.samples.fetching import fetch
from rfm.samples.sources import Source, open_source

__all__ = [
    "SAMPLES",
    "Sample",
    "Source",
    "available",
    "default_sample",
    "fetch",
    "find_sample",
    "open_source",
]
