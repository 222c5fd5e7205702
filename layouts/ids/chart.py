"""The ids of one chart's card."""

from dataclasses import dataclass

from layouts.ids.part import Part


@dataclass(frozen=True)
class Chart:
    """The ids of one chart's card, all beginning with `name`.

    `graph` takes the figure, `title` and `caption` words, `table` the rows of the table view,
    `csv` is the button and `download` the `dcc.Download` it feeds.
    """

    name: str

    card = Part("The card around everything.")
    graph = Part("The `dcc.Graph`.")
    title = Part("The heading: the finding or the question.")
    caption = Part("The sentence below the chart.")
    seen = Part("The store that says whether the card came into view: a chart is drawn only then.")
    asked = Part("The store of what the chart is to show, filled once the card was seen.")
    table = Part("The container of the table view.")
    csv = Part("The button that downloads the chart's numbers.")
    download = Part("The `dcc.Download` of that button.")

    @property
    def what(self) -> str:
        """The name without that of the page."""
        return self.name.partition("-")[2]
