"""What the server writes down: one line an event, and mistakes without anybody's data."""

import logging
import sys
import traceback

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def configure_logs(level: str) -> None:
    """Write messages of this level and above to standard error."""
    logging.basicConfig(stream=sys.stderr, format=FORMAT, level=level)
    logging.getLogger("alembic").setLevel(max(logging.WARNING, logging.getLevelName(level)))


def trace(error: BaseException) -> str:
    """Return where an error came from, without its message: that may hold a customer's data."""
    places = "".join(traceback.format_tb(error.__traceback__))
    cause = error.__cause__ or error.__context__
    before = f"{trace(cause)}which led to\n" if cause is not None else ""
    return f"{before}{type(error).__name__}\n{places}"
