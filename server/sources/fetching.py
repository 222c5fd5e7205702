"""A job's work: `python -m server.sources.fetching SOURCE UPLOAD` fetches a source."""

import os
import sys
from collections.abc import Sequence

from rfm.errors import RfmError
from server.data.datasets import Datasets
from server.processes import SENTENCE_MARK
from server.settings import ServerSettings


def main(arguments: Sequence[str]) -> int:
    """Fetch a source; print how far it is, and at last a sentence when it failed."""
    source, upload = arguments
    try:
        datasets = Datasets(ServerSettings.from_environment(os.environ))
        datasets.sources.receive(source, upload, _tell)
    except RfmError as error:
        print(f"{SENTENCE_MARK}{error}", flush=True)  # noqa: T201  the job's words
        return 1
    return 0


def _tell(how_far: str) -> None:
    print(f"1/1 Fetching: {how_far}", flush=True)  # noqa: T201  the job's words


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
