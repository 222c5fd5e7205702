"""Ids that begin with the name of what they belong to: a chart's card, a filter, a section."""

from dataclasses import dataclass


class Part:
    """The id of a part: the name of the whole, and that of the attribute."""

    def __init__(self, what: str) -> None:
        self.__doc__ = what

    def __set_name__(self, owner: type, name: str) -> None:
        self._end = name.replace("_", "-")

    def __get__(self, whole: "Chart | Filter | Opening", owner: type | None = None) -> str:
        return f"{whole.name}-{self._end}"


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


@dataclass(frozen=True)
class Filter:
    """The ids of a filter by an attribute, all beginning with `name`.

    CHOSEN (store): what is asked for, as texts: `{"where": "region", "is": "North"}`, or "from" and
    "to". `field` holds the controls, hidden where there is nothing to filter by; `empty` says that
    nothing matches, and `clear` is its button.
    """

    name: str

    chosen = Part("The store of what is asked for.")
    field = Part("Around all controls.")
    where = Part("The choice of an attribute.")
    level = Part("The choice of a value.")
    level_field = Part("Around that choice: hidden unless the attribute has values to choose from.")
    low = Part("The lower end of a range.")
    high = Part("The upper end of a range.")
    range_field = Part("Around both ends: hidden unless the attribute is a number.")
    note = Part("What could not be understood.")
    chip = Part("The filter that holds.")
    chip_field = Part("Around the chip and its button.")
    remove = Part("The chip's button.")
    empty = Part("What is shown while nothing matches.")
    empty_text = Part("The sentence of it.")
    clear = Part("The button of it.")


@dataclass(frozen=True)
class Opening:
    """The ids of a section that opens, all beginning with `name`.

    `fold` is the section, `body` takes its contents, and `wanted` (store) says that somebody opened
    it: they are asked for only then.
    """

    name: str

    fold = Part("The section that opens and closes.")
    body = Part("Around its contents.")
    wanted = Part("The store that says whether the section was ever open.")

    @property
    def what(self) -> str:
        """The name without that of the page: how the address calls the section."""
        return self.name.partition("-")[2]
