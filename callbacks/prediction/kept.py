"""What is kept of a prediction: the values by column, and where they were placed."""

from typing import Any

from callbacks.prediction.view import PredictionView


def asked_of(view: PredictionView) -> dict[str, Any]:
    """Return what was asked: values, or what was typed where it cannot be read."""
    if view.read.problems:
        return {"texts": dict(view.given)}
    return {"values": dict(view.read.values)}


def answer_of(view: PredictionView) -> dict[str, Any]:
    """Return what was answered."""
    placed = view.placement
    if placed is None:
        return {"problems": dict(view.read.problems)}
    segments = {scheme: segment for scheme, (_, segment) in placed.segments.items()}
    return {
        "cluster": placed.cluster,
        "probabilities": dict(placed.probabilities),
        "segments": segments,
        "filled": [one.name for one in placed.filled],
    }
