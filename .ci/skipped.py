"""Fail when a test was skipped: here, where everything it may need is installed or at hand."""

import sys
from xml.etree import ElementTree as Xml


def skipped(report: str) -> list[str]:
    """Return each skipped test of a JUnit report with its reason."""
    cases = Xml.parse(report).getroot().iter("testcase")  # noqa: S314  written by our own pytest
    return [
        f"{case.get('classname')}::{case.get('name')}: {reason.get('message')}"
        for case in cases
        for reason in case.iter("skipped")
        if reason.get("type") != "pytest.xfail"
    ]


if __name__ == "__main__":
    left_out = skipped(sys.argv[1])
    if left_out:
        sys.exit("These tests were skipped:\n" + "\n".join(left_out))
