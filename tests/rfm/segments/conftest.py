"""Two schemes of one's own, and a function that loads what one wrote."""

from pathlib import Path

import pytest

from rfm.segments import load_scheme

CODES = """
title: Two by two
axes:
  recency: {cuts: [30]}
  frequency: {cuts: [1]}
  monetary: {parts: 2}
segments:
  - name: Friends
    codes: 22x
  - name: Guests
    codes: [2x2, "21[1-2]"]
otherwise: Strangers
"""
CONDITIONS = """
segments:
  - name: First order
    when: {frequency: 1, tenure_days: at most 30}
  - name: Regulars
    when: {frequency: at least 2, recency_days: "<= 90"}
  - name: Big baskets
    when: {average_order_value: "over 50, at most 500"}
otherwise: Everyone else
"""


@pytest.fixture
def load(tmp_path):
    def load_text(text, name="own.yaml"):
        path = Path(tmp_path / name)
        path.write_text(text, encoding="utf-8")
        return load_scheme(str(path))

    return load_text
