"""Which step of an analysis runs, for whoever watches the command."""

import sys

from rfm.analysis import STEPS


class Progress:
    """Says which step runs: one line rewritten on a terminal, plain lines elsewhere."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()

    def begin(self, step: int) -> None:
        """Say that a step begins."""
        text = f"{step + 1}/{len(STEPS)} {STEPS[step]}"
        if not self._terminal:
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()
            return
        bar = ("#" * (step + 1)).ljust(len(STEPS), ".")
        sys.stderr.write(f"\r[{bar}] {text}\x1b[K")
        sys.stderr.flush()

    def end(self) -> None:
        """Clear the line."""
        if self._terminal:
            sys.stderr.write("\r\x1b[K")
