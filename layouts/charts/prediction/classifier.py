"""How well a model places customers it has not seen: confusions, importances, probabilities."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import share_ticks
from layouts.charts.drawing.comparisons import Chances, calibration_marks, interval
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look, ink_on, short_name
from layouts.charts.groups.segments import names_axis
from layouts.theme import colour_scale
from rfm import words

if TYPE_CHECKING:
    from rfm.classifier.model import ClassifierCard

NO_IMPORTANCES: Final = "No column was shuffled."
NOBODY: Final = "Nobody was held out to compare with."
MOST_IMPORTANCES: Final = 15
_LABEL: Final = 16
_CLOSE: Final = 0.05


def confusion(card: "ClassifierCard", look: Look) -> Drawn:
    """Draw a cell a pair of classes, coloured by the share of the true class, with its number."""
    counts = np.array(card.confusion)
    numbers = pd.DataFrame(counts, columns=[f"Said: {name}" for name in card.classes])
    numbers.insert(0, "They are", list(card.classes))
    shares = np.asarray(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1))
    people = words.counted(int(counts.sum()), "customer")
    return Drawn(
        figure=_matrix(card.classes, counts, shares, look),
        title=_most_confused(card.classes, shares),
        caption=f"{people} that the model had not seen. On the diagonal it is right.",
        numbers=numbers,
    )


def _matrix(
    classes: Sequence[str], counts: np.ndarray, shares: np.ndarray, look: Look
) -> go.Figure:
    places = [str(place) for place in range(len(classes))]
    cells = go.Heatmap(
        z=shares,
        x=places,
        y=places,
        zmin=0,
        zmax=1,
        colorscale=colour_scale(look.theme),
        showscale=False,
        xgap=2,
        ygap=2,
        customdata=counts,
        hovertext=[[f"{a}, said to be {b}" for b in classes] for a in classes],
        hovertemplate="%{hovertext}<br>%{customdata:,} customers, %{z:.1%}<extra></extra>",
    )
    names = [short_name(name, _LABEL) for name in classes]
    ticks = {"tickmode": "array", "tickvals": places, "ticktext": names, "type": "category"}
    return look.figure(
        cells,
        xaxis=ticks | {"title": {"text": "The model says"}, "side": "bottom", "showgrid": False},
        yaxis=names_axis() | ticks | {"title": {"text": "They are"}},
        annotations=_numbers(counts, shares, look),
    )


def _numbers(counts: np.ndarray, shares: np.ndarray, look: Look) -> list[dict[str, object]]:
    scale = colour_scale(look.theme)
    return [
        {
            "x": str(column),
            "y": str(row),
            "text": words.count(counts[row, column]),
            "showarrow": False,
            "font": {"size": 13, "color": _ink(float(shares[row, column]), scale)},
        }
        for row in range(len(counts))
        for column in range(counts.shape[1])
    ]


def _ink(share: float, scale: Sequence[Sequence[float | str]]) -> str:
    nearest = min(scale, key=lambda step: abs(float(step[0]) - share))
    return ink_on(str(nearest[1]))


def _most_confused(classes: Sequence[str], shares: np.ndarray) -> str:
    wrong = shares * (1 - np.eye(len(classes)))
    if wrong.max() == 0:
        return "No group is taken for another one"
    row, column = divmod(int(wrong.argmax()), len(classes))
    share = words.percent(float(wrong[row, column]))
    return f"Most often confused: {share} of {classes[row]} are taken for {classes[column]}"


def importances(card: "ClassifierCard", labels: Mapping[str, str], look: Look) -> Drawn:
    """Draw what each column is worth as a dot with its interval, the most needed first.

    `labels` are the names in words of the columns that have one.
    """
    every = card.importances
    names = [labels.get(each.attribute, each.attribute) for each in every]
    lost = np.array([(each.mean, each.low, each.high) for each in every]).reshape(-1, 3)
    numbers = pd.DataFrame(100 * lost, columns=["Accuracy lost (points)", "from", "to"])
    numbers.insert(0, "Column", names)
    no_title = "The model needs no column above the others"
    if not every:
        return nothing_drawn(NO_IMPORTANCES, no_title, look, numbers)
    left_out = len(every) - MOST_IMPORTANCES
    more = f" The {left_out} least needed are in the table." if left_out > 0 else ""
    return Drawn(
        figure=_dots(names[:MOST_IMPORTANCES], lost[:MOST_IMPORTANCES], look),
        title=f"The model needs {names[0]} most" if every[0].mean > 0 else no_title,
        caption="Each column was shuffled among held-out customers, several times; lines are 95 % "
        f"intervals. Columns that say the same share their weight.{more}",
        numbers=numbers,
    )


def _dots(names: Sequence[str], lost: np.ndarray, look: Look) -> go.Figure:
    means, low, high = lost.T
    dots = go.Scatter(
        x=means,
        y=[short_name(name) for name in names],
        mode="markers",
        error_x=interval(means, low, high, look),
        marker={"size": 11, "color": look.token("accent")},
        customdata=np.column_stack([low, high]),
        hovertemplate="%{y}: %{x:.1%} of accuracy lost<br>likely %{customdata[0]:.1%} to "
        "%{customdata[1]:.1%}<extra></extra>",
    )
    ends = min(0.0, float(low.min())), max(float(high.max()), 0.01)
    return look.figure(
        dots,
        xaxis={"title": {"text": "Accuracy lost when the column is shuffled"}}
        | share_ticks(ends[0] - 0.02, ends[1] * 1.06),
        yaxis=names_axis() | {"range": [len(names) - 0.4, -0.6], "autorange": False},
        showlegend=False,
    )


def placing_calibration(card: "ClassifierCard", look: Look) -> Drawn:
    """Draw how often the model was right against the probability it gave; on the line is right."""
    bins = Chances(
        predicted=np.array([each.predicted for each in card.calibration]),
        came=np.array([each.seen for each in card.calibration]),
        customers=np.array([each.customers for each in card.calibration]),
    )
    numbers = bins.as_table("Probability (%)", "Was right (%)")
    off = f"{100 * card.calibration_error:.1f} points on average"
    title = (
        f"Its probabilities can be taken at their word: off by {off}"
        if card.calibration_error <= _CLOSE
        else f"Its probabilities are off by {off}: read them as a ranking"
    )
    if not len(bins.predicted):
        return nothing_drawn(NOBODY, title, look, numbers)
    people = words.counted(int(bins.customers.sum()), "customer")
    return Drawn(
        figure=_reliability(bins, look),
        title=title,
        caption=f"{people} in bins by probability. A dot on the dotted line is right.",
        numbers=numbers,
    )


def _reliability(bins: Chances, look: Look) -> go.Figure:
    hover = "Probability %{x:.0%}: right for %{y:.0%} of %{customdata:,} customers"
    axes: list[dict[str, Any]] = [
        {"title": {"text": title}} | share_ticks(-0.03, 1.05)
        for title in ("Probability of what was said", "Share that was right")
    ]
    return look.figure(
        *calibration_marks(bins, look, hover), xaxis=axes[0], yaxis=axes[1], showlegend=False
    )
