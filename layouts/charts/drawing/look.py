"""What all charts of a page share: theme, colours, currency, and which group is lifted.

A chart gets its frame and one `Look`. Groups travel to the browser as their code, the position of
the group in `Look.names`, so that a click on any mark says which group was meant.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.theme import figure_template, group_colours, tokens
from rfm import schema, words

FADED: Final = 0.18
LIFTED: Final = 0.85
PLAIN: Final = 0.6
MOST_LETTERS: Final = 24

# The title of an axis of frequency, by what the settings of the analysis count.
_FREQUENCY_TITLES: Final = {
    "orders": "Orders",
    "lines": "Order lines",
    "days": "Days with a purchase",
}


@dataclass(frozen=True, kw_only=True)
class Look:
    """How the charts of one view are drawn: `names` are all groups of `grouping`, best first."""

    theme: str = "light"
    grouping: str = schema.GRID
    names: tuple[str, ...] = ()
    selected: str = ""
    currency: str = ""
    counted: str = "orders"
    measure: str = schema.CUSTOMERS
    is_log: bool = True
    colours: Mapping[str, str] = field(default_factory=dict)

    @property
    def column(self) -> str:
        """Return the column of the customer table that holds the group."""
        return schema.group_column(self.grouping)

    @property
    def group_word(self) -> str:
        """Return what a group is called."""
        return "cluster" if self.grouping == schema.CLUSTERS else "segment"

    @property
    def orders_word(self) -> str:
        """Return what frequency counts, in the middle of a sentence."""
        return words.FREQUENCY_UNITS[self.counted][1]

    def code(self, name: str) -> int:
        """Return the code of a group, -1 when there is no such group."""
        return self.names.index(name) if name in self.names else -1

    def codes(self, groups: pd.Series) -> np.ndarray:
        """Return each row's group as its code; -1 where it has none."""
        if isinstance(groups.dtype, pd.CategoricalDtype):
            known = tuple(groups.cat.categories)
            if known == self.names:
                return groups.cat.codes.to_numpy()
        return np.asarray(pd.Categorical(groups, categories=list(self.names)).codes)

    def colour(self, name: str) -> str:
        """Return the one colour of a group."""
        colours = self.colours or group_colours(self.grouping, list(self.names))
        return colours[name]

    def token(self, name: str) -> str:
        """Return a colour of the theme by its name."""
        return str(tokens(self.theme)[name])

    def lifting(self, name: str) -> "Look":
        """Return the same look with one group lifted."""
        return replace(self, selected=name)

    def shade(self, name: str) -> str:
        """Return a group's colour, mixed into the background while another group is lifted."""
        if self.selected in ("", name):
            return self.colour(name)
        return mix(self.colour(name), self.token("surface"), 0.75)

    def opacity(self, name: str) -> float:
        """Return how solid a group's marks are."""
        if not self.selected:
            return PLAIN
        return LIFTED if self.selected == name else FADED

    def axis_title(self, column: str) -> str:
        """Return the title of a measure's axis, with its unit."""
        if column == schema.RECENCY_DAYS:
            return "Days since last order"
        if column == schema.FREQUENCY:
            return _FREQUENCY_TITLES[self.counted]
        return self.with_currency("Spend")

    def short_value(self, column: str, value: float) -> str:
        """Return a measure of a customer in few characters: 18 days, 6, £1,766."""
        if column == schema.MONETARY:
            return words.short_money(value, self.currency)
        return words.days(value) if column == schema.RECENCY_DAYS else words.middling(value)

    def with_currency(self, title: str) -> str:
        """Return a title of an amount of money, with the currency where it is known."""
        return f"{title} ({self.currency})" if self.currency else title

    def value(self, column: str, value: float) -> str:
        """Return a measure of a customer in words: 18 days, 6 orders, £1,766."""
        if column == schema.RECENCY_DAYS:
            return words.days(value)
        if column == schema.FREQUENCY:
            return words.frequency(value, self.counted)
        return words.money(value, self.currency)

    def priced(self, place: str, digits: int = 2) -> str:
        """Return how hovering tells an amount of money that plotly finds at a place."""
        return words.with_currency(f"%{{{place}:,.{digits}f}}", self.currency)

    def outlined(self, size: Any, colour: Any, width: float = 2, **more: Any) -> dict[str, Any]:
        """Return marks with a rim of the surface, so that they stand out from what they cover."""
        rim = {"width": width, "color": self.token("surface")}
        return {"size": size, "color": colour, "line": rim, **more}

    def figure(self, *traces: Any, **layout: Any) -> go.Figure:
        """Return the traces as a figure of the theme."""
        template = figure_template(self.theme)
        shown = {"template": template} | layout
        # Checking the template again would take ten times as long as the rest of the figure.
        return go.Figure(data=list(traces), layout=shown, _validate=False)


def short_name(name: str, most: int = MOST_LETTERS) -> str:
    """Return a name short enough to label a mark directly."""
    return words.shortened(name, most)


def mix(colour: str, other: str, share: float) -> str:
    """Return a hex colour with a share of another one mixed in."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def clear(colour: str, opacity: float) -> str:
    """Return a hex colour as one that lets the background through."""
    red, green, blue = _channels(colour)
    return f"rgba({red},{green},{blue},{opacity:g})"


def ink_on(colour: str) -> str:
    """Return black or white, whichever is easier to read on a hex colour."""
    linear = [((c / 255 + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#10151C" if (luminance + 0.05) ** 2 > 1.05 * 0.058 else "#FFFFFF"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
