"""Figure (g): placing new customers with a supervised model, one at a time and a file at once.

The table is made up: nine thousand holders of a card, fourteen amounts with heavy tails and three
categories, in five groups. One customer is placed with four values given and the others filled; a
file of 100,000 is read as CSV, placed, and written as CSV. The rival places one by one what
the file places at once, a hundred of them, and the time is scaled up.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from benchmarks.measuring import Figure, in_turns
from rfm import schema

if TYPE_CHECKING:
    import pandas as pd

    from rfm.prediction import Placing
    from rfm.table.attribute import Attribute

KNOWN: Final = 9_000
IN_A_FILE: Final = 100_000
ONE_BY_ONE: Final = 100
NUMBERS: Final = 14
GROUPS: Final = 5
SLOWEST_ONE: Final = 0.020
SLOWEST_FILE: Final = 5.0


def measure(workspace: Path, runs: int) -> list[Figure]:
    """Return the figures of placing."""
    from rfm.classifier.fitting import fit_classifier
    from rfm.prediction import Placing, place_table
    from rfm.prediction.placing import by_importance

    known, attributes, groups = card_holders(KNOWN, 0)
    found = fit_classifier(known, attributes, groups, seed=0)
    model = found.classifier
    if model is None:
        raise SystemExit(found.reason)
    needed = by_importance(attributes, model.card, None)
    placing = Placing(attributes=needed, probabilities=model.probabilities)
    given = known[[one.name for one in needed[:4]]].head(1)
    source, answer = workspace / "new.csv", workspace / "placed.csv"
    many, _, _ = card_holders(IN_A_FILE, 1)
    many.to_csv(source, index=False)
    one, whole = in_turns(
        [
            lambda: place_table(given, placing),
            lambda: place_csv(source, answer, placing),
        ],
        runs,
    )
    (singly,) = in_turns([lambda: place_singly(many, placing)], 1)
    return [
        *_figures(one, whole, singly, f"{model.card.judged[0].model}, {len(needed)} attributes")
    ]


def place_csv(source: Path, answer: Path, placing: "Placing") -> None:
    """Place a file of customers and write the answer."""
    import pandas as pd

    from rfm.prediction import place_table

    place_table(pd.read_csv(source), placing).table.to_csv(answer, index=False)


def place_singly(many: "pd.DataFrame", placing: "Placing") -> None:
    """Place some customers one after the other."""
    from rfm.prediction import place_table

    for row in range(ONE_BY_ONE):
        place_table(many.iloc[row : row + 1], placing)


def card_holders(
    size: int, seed: int
) -> "tuple[pd.DataFrame, tuple[Attribute, ...], pd.Series[Any]]":
    """Return made-up customers, their attributes, and the group that each is in."""
    import pandas as pd

    generator = np.random.default_rng(seed)
    group = generator.integers(0, GROUPS, size)
    # Each group is in two places, so that no straight border is enough.
    half = generator.integers(0, 2, size)
    middles = np.random.default_rng(42).normal(5, 1.5, (GROUPS, 2, NUMBERS))
    columns: dict[str, Any] = {schema.CUSTOMER_ID: [f"c{row:06d}" for row in range(size)]}
    attributes = []
    for number in range(NUMBERS):
        name = f"amount_{number + 1}"
        values = generator.lognormal(middles[group, half, number], 1).round(2)
        columns[name] = values
        attributes.append(_attribute(name, "number", typical=float(np.median(values))))
    for name, width in (("region", 9), ("plan", 4), ("is_member", 2)):
        levels = tuple(f"{name} {letter}" for letter in "abcdefghi"[:width])
        taken = (generator.geometric(0.4, size) + group) % width
        columns[name] = pd.Series(np.array(levels)[taken], dtype="str")
        attributes.append(_attribute(name, "category", levels=levels, typical_level=levels[0]))
    groups = pd.Series(np.array([f"Group {letter}" for letter in "ABCDE"])[group], dtype="str")
    return pd.DataFrame(columns), tuple(attributes), groups


def _attribute(name: str, kind: Any, **more: Any) -> "Attribute":
    from rfm.table.attribute import Attribute

    return Attribute(name=name, kind=kind, is_feature=True, reason="made up", **more)


def _figures(one: float, whole: float, singly: float, model: str) -> list[Figure]:
    scaled = singly * IN_A_FILE / ONE_BY_ONE
    return [
        Figure(
            "g",
            f"one new customer, four values given, the others filled ({model})",
            f"{1000 * one:.1f} ms",
            f"< {1000 * SLOWEST_ONE:.0f} ms",
            one < SLOWEST_ONE,
        ),
        Figure(
            "g",
            f"a CSV file of {IN_A_FILE:,} new customers to one with their clusters ({model})",
            f"{whole:.2f} s",
            f"< {SLOWEST_FILE:.0f} s",
            whole < SLOWEST_FILE,
        ),
        Figure(
            "g",
            f"{IN_A_FILE:,} customers: one by one / a file at once",
            f"{scaled / whole:.0f} x ({scaled:.0f} s / {whole:.2f} s)",
            "> 50 x",
            scaled > 50 * whole,
        ),
    ]
