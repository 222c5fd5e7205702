"""The chart of how often customers come back, seen and expected, and the numbers behind it."""

from typing import Final

import numpy as np
import pandas as pd

from callbacks.models.charts import Question
from layouts.charts.drawing.look import Look
from layouts.charts.lifetime import repeats
from layouts.ids import Models
from rfm.lifetime import Lifetime
from rfm.snapshot import Snapshot


def counted(snapshot: Snapshot) -> Lifetime | None:
    """Return the models, where it was counted how often customers come back."""
    lifetime = snapshot.lifetime
    return lifetime if lifetime is not None and lifetime.seen_repeats else None


def repeats_of(lifetime: Lifetime) -> repeats.Repeats:
    """Return the customers at each count, and those that the model in use expects."""
    return repeats.Repeats(
        seen=np.array(lifetime.seen_repeats),
        expected=np.array(lifetime.candidate.expected_repeats),
        model=lifetime.candidate.title,
    )


def table_of_repeats(lifetime: Lifetime, look: Look) -> pd.DataFrame:
    """Return the customers at each count: in the log, and under every model."""
    del look
    table = pd.DataFrame(
        {"Came back": repeats_of(lifetime).names, "Customers seen": lifetime.seen_repeats}
    )
    for each in lifetime.candidates:
        table[f"Expected by {each.title}"] = np.round(each.expected_repeats, 1)
    return table


REPEATS: Final = Question(
    chart=Models.REPEATS,
    draw=repeats.draw_repeats,
    finding=repeats.finding_of_repeats,
    caption=repeats.caption_of_repeats,
    facts=repeats_of,
    table=table_of_repeats,
    source=counted,
    file="models",
)
