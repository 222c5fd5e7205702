"""What the words of the page mean: one text for the bubbles and for the list below the page."""

from collections.abc import Mapping
from typing import Final

from dash import html

from rfm import schema, words

RISKS: Final = (
    f"From {100 * words.AT_RISK_FROM:.0f} %: {schema.AT_RISK}; from {100 * words.LOST_FROM:.0f} %: "
    f"{schema.PROBABLY_LOST}. Who usually comes more seldom than that is {schema.NOT_DUE} before "
    "two of their own gaps have passed."
)
DEFINITIONS: Final[Mapping[str, str]] = {
    "Customers": "Everyone with at least one purchase in this log.",
    "Orders": "Purchases: an order number, or one customer's purchases of a day where the log has "
    "no order numbers. Returns are not orders, nor is an order that was given back whole.",
    "Revenue": "The sum of all amounts; what was returned or cancelled is subtracted unless the "
    "analysis was told to ignore it.",
    "Average order": "Revenue divided by orders.",
    "Came back": "The share of customers who bought again on a later day.",
    "Top fifth's share": "The share of the revenue that the 20 % of customers who spend most "
    "bring.",
    "Buyers": "Customers with at least one order in the period.",
    "New customers": "Customers whose first order is in the period.",
    "Fell silent": "Customers who bought in the period before and not in this one. Came back: "
    "who bought in this one, not in the one before, but earlier.",
    "Recency": "Whole days from a customer's last order to the day the analysis looks back from. "
    "Small is good.",
    "Frequency": "How often a customer bought: orders, unless the analysis counts lines or days.",
    "Monetary": "What a customer spent in all, in the log's currency.",
    "Segment": "A group by rule: customers are scored on recency, frequency and monetary against "
    "all others, and a scheme names the combinations of scores.",
    "Cluster": "A group found by an algorithm (k-means) that puts customers with similar recency, "
    "frequency and monetary together; its name says how it differs.",
    "Still a customer": "The probability that a customer has not left for good (P(alive)). It is "
    "not the chance to buy soon: one who stays may pause.",
    "Churn probability": "The probability of no order within the horizon: as many days as most "
    "customers who come back take, unless the analysis was told otherwise. "
    f"{RISKS}",
    "Expected value": "What a customer is expected to bring from now on, within a year unless told "
    "otherwise, later money counting a little less (customer lifetime value, CLV).",
    "At stake": "The expected value of the customers at risk or probably lost.",
}


def section() -> html.Section:
    """Return all definitions, folded."""
    rows = [part for word, means in DEFINITIONS.items() for part in (html.Dt(word), html.Dd(means))]
    details = html.Details([html.Summary("What the words mean"), html.Dl(rows)], open=False)
    return html.Section(details, id="words", className="section glossary panel")
