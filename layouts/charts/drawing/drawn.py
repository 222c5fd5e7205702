"""A chart in full: what the card of a chart shows, and what its file holds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.look import Look
from layouts.parts.tables import worded
from layouts.theme import empty_figure


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A figure, what it shows in a title, how to read it in a caption, and the numbers behind it.

    `numbers` are the rows of the table view, whose heads are words. `file` makes the rows of the
    CSV file where these are others, mostly more of them: it is called only when they are saved.
    """

    figure: go.Figure
    title: str
    caption: str
    numbers: pd.DataFrame
    file: Callable[[], pd.DataFrame] | None = None

    @property
    def saved(self) -> pd.DataFrame:
        """The rows of the CSV file."""
        return self.numbers if self.file is None else self.file()


def nothing_drawn(
    sentence: str,
    question: str,
    look: Look,
    numbers: pd.DataFrame | None = None,
    file: Callable[[], pd.DataFrame] | None = None,
) -> Drawn:
    """Return a chart of nothing: the question as its title, and in a sentence why it is empty."""
    return Drawn(
        figure=empty_figure(sentence, look.theme),
        title=question,
        caption=sentence,
        numbers=pd.DataFrame() if numbers is None else numbers,
        file=file,
    )


def in_both(raw: pd.DataFrame, look: Look, shown: pd.DataFrame | None = None) -> dict[str, Any]:
    """Return both kinds of numbers of a chart: the file's as they are, and the view's in words.

    `shown` are the rows of the table view where these are fewer.
    """
    return {"numbers": worded(raw if shown is None else shown, look), "file": lambda: raw}
