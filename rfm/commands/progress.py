"""Which step of a command runs, for whoever watches it."""

import sys
from collections.abc import Sequence


class ProgressLines:
    """Says which step runs: one line rewritten on a terminal, plain lines elsewhere."""

    def __init__(self, steps: Sequence[str]) -> None:
        self._steps = steps
        self._terminal = sys.stderr.isatty()

    def begin(self, step: int, detail: str = "") -> None:
        """Say that a step begins, or goes on with something else."""
        more = f": {detail}" if detail else ""
        text = f"{step + 1}/{len(self._steps)} {self._steps[step]}{more}"
        if not self._terminal:
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()
            return
        bar = ("#" * (step + 1)).ljust(len(self._steps), ".")
        sys.stderr.write(f"\r[{bar}] {text}\x1b[K")
        sys.stderr.flush()

    def end(self) -> None:
        """Clear the line."""
        if self._terminal:
            sys.stderr.write("\r\x1b[K")
