"""The ids of one chart's card."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Chart:
    """The ids of one chart's card, all beginning with `name`.

    `graph` takes the figure, `title` and `caption` words, `table` the rows of the table view,
    `csv` is the button and `download` the `dcc.Download` it feeds.
    """

    name: str

    @property
    def what(self) -> str:
        """The name without that of the page."""
        return self.name.partition("-")[2]

    @property
    def card(self) -> str:
        """The card around everything."""
        return f"{self.name}-card"

    @property
    def graph(self) -> str:
        """The `dcc.Graph`."""
        return f"{self.name}-graph"

    @property
    def title(self) -> str:
        """The heading: the finding or the question."""
        return f"{self.name}-title"

    @property
    def caption(self) -> str:
        """The sentence below the chart."""
        return f"{self.name}-caption"

    @property
    def seen(self) -> str:
        """The store that says whether the card came into view: a chart is drawn only then."""
        return f"{self.name}-seen"

    @property
    def asked(self) -> str:
        """The store of what the chart is to show, filled once the card was seen."""
        return f"{self.name}-asked"

    @property
    def table(self) -> str:
        """The container of the table view."""
        return f"{self.name}-table"

    @property
    def csv(self) -> str:
        """The button that downloads the chart's numbers."""
        return f"{self.name}-csv"

    @property
    def download(self) -> str:
        """The `dcc.Download` of that button."""
        return f"{self.name}-download"
