"""What was understood of made-up files, as the page Data is handed it."""

from dataclasses import replace
from datetime import date
from typing import Any

from rfm.preview.document import (
    Choice,
    HowRead,
    Preview,
    PreviewColumn,
    PreviewField,
    PreviewFigures,
    Question,
    ReportRow,
)

ORDERS = Preview(
    kind="log",
    files=("orders.csv",),
    reading=HowRead(format="csv", encoding="utf-8", separator=";", header_row=1, currency="EUR"),
    columns=(
        PreviewColumn(
            name="Kundennr", field="customer_id", reason="Named so.", examples=("7", "8")
        ),
        PreviewColumn(name="Datum", field="ordered_at", reason="Named so.", examples=("1", "2")),
        PreviewColumn(name="Betrag", field="amount", reason="Named so.", examples=("9", "3")),
        PreviewColumn(name="Notiz", field="", reason="Not used.", examples=("<b>", "")),
    ),
    fields=(
        PreviewField(field="customer_id", label="customer", is_needed=True),
        PreviewField(field="ordered_at", label="date", is_needed=True),
        PreviewField(field="amount", label="amount", is_needed=True),
        PreviewField(field="product", label="product"),
    ),
    rows_shown=(("7", "05.01.2026", "9,50", "<b>"), ("8", "06.01.2026", "3", "")),
    first_row=2,
    figures=PreviewFigures(
        rows=12,
        customers=2,
        orders=10,
        revenue=12_345.6,
        currency="EUR",
        first=date(2026, 1, 5),
        last=date(2026, 2, 9),
    ),
    report=(
        ReportRow(name="purchase", label="Purchase", rows=10, kept=True, reason="Paid."),
        ReportRow(
            name="unpaid",
            label="Not paid",
            rows=2,
            kept=False,
            reason="It was never paid.",
            examples=("row 3", "row 9"),
        ),
        ReportRow(name="returned", label="Returned", rows=0, kept=False, reason="Came back."),
    ),
    notes=("Read as UTF-8.",),
    warnings=("No orders from 3 to 9 Jan.",),
)
DAY_OR_MONTH = Question(
    sentence="Is 01/02/2026 in February or in January?",
    option="settings.date_order",
    choices=(
        Choice(value="day-first", label="1 February"),
        Choice(value="month-first", label="2 January"),
    ),
)
WHICH_CUSTOMER = Question(
    sentence="No column is called like a customer.",
    option="columns.customer_id",
    choices=tuple(Choice(value=f"C{place}", label=f"C{place}") for place in range(12)),
)
MEMBERS = replace(
    ORDERS,
    kind="customers",
    files=("members.xlsx",),
    reading=HowRead(format="xlsx", header_row=3, sheet="2026", sheets=("2025", "2026")),
    figures=PreviewFigures(rows=240, customers=240),
    report=(),
    warnings=(),
)
BROKEN = Preview(files=("orders.docx",), problem="orders.docx is no table. Export it as CSV.")


def asking(question: Question, **changes: Any) -> Preview:
    """Return the orders with something to be answered first."""
    return replace(ORDERS, question=question, figures=None, report=(), warnings=(), **changes)
