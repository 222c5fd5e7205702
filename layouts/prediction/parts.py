"""Parts of an answer that both kinds of prediction have: probabilities, reasons, changes."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dash import html

from layouts.parts import words
from layouts.parts.components import aria

NO_DRIVER: Final = (
    "No single value drove it: with any one of them typical, the answer would be the same."
)
NO_CHANGE: Final = "No small change of what a shop can influence leads to another cluster."
_NEARLY_ALL: Final = 0.9995


def probability_bars(
    chances: Mapping[str, float], colours: Mapping[str, str], label: str
) -> html.Ul:
    """Return a line a group with its probability and a bar in its colour, the likeliest first."""
    ordered = sorted(chances.items(), key=lambda one: -one[1])
    return html.Ul(
        [_bar(name, chance, colours.get(name, "")) for name, chance in ordered],
        className="probabilities",
        **aria(label=label),
    )


def _bar(name: str, chance: float, colour: str) -> html.Li:
    width: dict[str, Any] = {"width": f"{100 * chance:.1f}%"}
    if colour:
        width["background"] = colour
    meter = html.Div(html.Span(style=width), className="meter", **aria(hidden="true"))
    return html.Li([html.Span(name), html.Strong(_chance(chance)), meter])


def _chance(chance: float) -> str:
    # Nothing that could be otherwise is told as certain.
    return ">99.9 %" if _NEARLY_ALL <= chance < 1 else words.percent(chance)


def reasons(drivers: Sequence[str], changes: Sequence[str], width: str) -> html.Section:
    """Return what drove a prediction, and the nearest changes to another cluster.

    `width` is the class of the card's width, such as "third".
    """
    return html.Section(
        [
            html.H2("What drove it", className="card-heading"),
            _sentences(drivers, NO_DRIVER),
            html.H2("What would change it", className="card-heading"),
            _sentences(changes, NO_CHANGE),
        ],
        className=f"panel {width} reasons",
    )


def _sentences(told: Sequence[str], otherwise: str) -> Any:
    if not told:
        return html.P(otherwise, className="note")
    return html.Ul([html.Li(each) for each in told], className="sentences")
