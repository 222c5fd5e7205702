"""What a visitor sees, and the log keeps, when a callback fails."""

import logging

from dash import ctx, set_props

from layouts import ids
from layouts.parts import components
from rfm.errors import RfmError
from server.data.listed import NotReadyError
from server.logs import trace

SORRY = (
    "Something went wrong on the server, so a part of this page is not up to date. "
    "Try again; the operator finds the reason in the server's log."
)

log = logging.getLogger(__name__)


def report_error(error: Exception) -> None:
    """Show a fault's own sentence, or a general one; what the callback would fill stays as it is.

    While a data set is being analysed nothing is said here: the page itself says so.
    """
    if isinstance(error, NotReadyError):
        return
    if isinstance(error, RfmError):
        sentence = str(error)
    else:
        sentence = SORRY
        log.error("The callback of %s failed: %s", _outputs(), trace(error))
    set_props(ids.Shell.TOASTS, {"children": components.toast(sentence)})


def _outputs() -> str:
    outputs = ctx.outputs_list
    return ", ".join(
        f"{output['id']}.{output['property']}"
        for output in (outputs if isinstance(outputs, list) else [outputs])
        if isinstance(output, dict)
    )
