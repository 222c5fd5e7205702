"""What is known of recency, frequency and money beyond what holds for every attribute."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from rfm import schema
from rfm.prediction.values import Limits
from rfm.segments import FittedScheme
from rfm.settings import Count
from rfm.table.attribute import MONEY, Attribute
from rfm.words import FREQUENCY_UNITS, listed

LIMITS: Final[Mapping[str, Limits]] = {
    schema.RECENCY_DAYS: Limits(
        name="Recency",
        least=0,
        refusal="Recency cannot be negative ({:g}): it counts the days since the customer's last "
        "order. Give 0 or more.",
        beyond=("bought less than {} ago", "last bought more than {} ago"),
    ),
    schema.FREQUENCY: Limits(
        name="Frequency",
        least=1,
        is_whole=True,
        refusal="Frequency must be a whole number from 1 up, not {:g}: it counts purchases, and "
        "every customer has made one.",
        beyond=("has fewer than {}", "has more than {}"),
    ),
    # Negative when more was returned than bought.
    schema.MONETARY: Limits(name="Monetary", beyond=("spent less than {}", "spent more than {}")),
}


def asked_purchases(attributes: Sequence[Attribute], count: Count) -> tuple[Attribute, ...]:
    """Return recency, frequency and money as they are asked for, and as sentences call them.

    Parameters
    ----------
    attributes : sequence of Attribute
        The three; whole ones get a whole typical value.
    count : {"orders", "lines", "days"}
        What frequency counts.

    Returns
    -------
    tuple of Attribute
        The three with the labels and units of the questions.
    """
    labels = ("Recency", "Frequency", "Monetary value")
    units = ("days", FREQUENCY_UNITS[count][1], MONEY)
    return tuple(
        replace(
            one,
            label=label,
            unit=unit,
            typical=float(round(one.typical or 0.0)) if one.is_whole else one.typical,
        )
        for one, label, unit in zip(attributes, labels, units, strict=True)
    )


def segments_of(
    values: Mapping[str, float], schemes: Sequence[FittedScheme]
) -> tuple[dict[str, tuple[str, str]], list[str]]:
    """Return code and segment by scheme, and a sentence for each scheme that asks for more.

    Parameters
    ----------
    values : mapping
        Recency, frequency and money of a customer.
    schemes : sequence of FittedScheme
        The schemes to name the segment under.
    """
    customer = pd.DataFrame([values], columns=list(schema.RFM))
    segments, sentences = {}, []
    for fitted in schemes:
        scheme = fitted.scheme
        more = [column for column in scheme.columns if column not in schema.RFM]
        if more:
            words = listed([column.replace("_", " ") for column in more])
            sentences.append(
                f"The segment under '{scheme.title}' cannot be told: it also asks for {words}."
            )
            continue
        assigned = fitted.assign(customer).iloc[0]
        segments[scheme.name] = (str(assigned[schema.RFM_CODE]), str(assigned[schema.SEGMENT]))
    return segments, sentences
