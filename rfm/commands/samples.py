"""`python -m rfm samples`: list the sample logs, or fetch one."""

import argparse
from collections.abc import Iterator

from rfm.samples.catalogue import SAMPLES, available, sample_folders
from rfm.samples.fetching import fetch


def run(chosen: argparse.Namespace) -> Iterator[str]:
    """Yield each sample and whether it is here, or where the one asked for is now."""
    if chosen.action == "get":
        yield str(fetch(chosen.name, sample_folders()[0]))
        return
    for sample in SAMPLES.values():
        here = available(sample, sample_folders())
        way = f"python -m rfm samples get {sample.name}" if sample.url else sample.page
        state = "" if here else f" (get it: {way})"
        yield f"{sample.name:14} {sample.description}{state}"
