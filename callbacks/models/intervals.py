"""Whether the intervals that are shown held what came, on days of the log's own past."""

from typing import Any, Final

from layouts.parts.facts_tables import Cell, Row, comparison
from rfm import schema, words
from rfm.lifetime import Lifetime
from rfm.lifetime.backtesting import BackTest, card
from rfm.lifetime.seasons.correction import Correction

_OF_CUSTOMERS: Final = {
    card.ORDERS: "Orders of a customer",
    card.REVENUE: "Value of a customer",
}
_NOTE: Final = (
    "Nine in ten are meant to. Intervals of customers are those of the models at the cut, without "
    "what is learned from the season; intervals of sums are as they would have been given at days "
    "of the past, from what was known by then."
)


def intervals_card(lifetime: Lifetime, tested: BackTest | None) -> Any:
    """Return how many of the intervals of each kind held what came."""
    rows = [*_of_customers(tested), *_of_sums(lifetime)]
    heads = ("90 % interval", "Looked at", "Held what came")
    return comparison("Do the intervals keep their word?", heads, rows, _NOTE)


def _of_customers(tested: BackTest | None) -> list[Row]:
    if tested is None:
        return []
    return [
        Row(
            name=_OF_CUSTOMERS[row[card.MEASURE]],
            meaning=f"Within {words.days(int(row[card.DAYS]))} after the cut.",
            cells=(
                Cell(words.counted(int(row[card.CUSTOMERS]), "customer")),
                Cell(words.percent(float(row[card.HELD]))),
            ),
        )
        for row in tested.coverage.to_dict("records")
    ]


def _of_sums(lifetime: Lifetime) -> list[Row]:
    horizon, value = words.days(lifetime.horizon_days), words.span(lifetime.value_days)
    named = {
        schema.EXPECTED_ORDERS: f"Orders of all customers in {horizon}",
        schema.EXPECTED_REVENUE: f"Revenue of all customers in {horizon}",
        schema.CLV: f"Value of all customers within {value}",
    }
    return [
        _of_sum(name, lifetime.corrections[column])
        for column, name in named.items()
        if column in lifetime.corrections
    ]


def _of_sum(name: str, found: Correction) -> Row:
    if not found.checked:
        why = found.indicative_reason or (
            "No earlier day has four others and a year before it, from which an interval could "
            "have been made there."
        )
        return Row(
            name=name, meaning=why, cells=(Cell(words.MISSING), Cell("not known", mark="watch"))
        )
    looked_at = words.counted(found.checked, "earlier day")
    held = f"{words.count(found.held)} of {words.count(found.checked)}"
    share = words.percent(found.held / found.checked)
    return Row(name=name, cells=(Cell(looked_at), Cell(held, share)))
