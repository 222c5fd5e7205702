"""How the charts of a data set are drawn: its currency, its groups, best first, and the theme."""

from layouts.figures.look import Look
from rfm import schema
from rfm.snapshot import Snapshot


def look_of(snapshot: Snapshot, theme: str, grouping: str = "") -> Look:
    """Return the look of charts in the colours of a grouping; by default of the chosen scheme."""
    chosen = grouping if grouping in snapshot.groupings else snapshot.groupings[0]
    names = snapshot.customers(schema.group_column(chosen))[schema.group_column(chosen)]
    return Look(
        theme=theme,
        grouping=chosen,
        names=tuple(str(name) for name in names.cat.categories),
        currency=snapshot.currency,
        counted=snapshot.settings.count,
    )
