"""The tables of AG Grid: which columns, how numbers look, what a row may do.

Numbers stay numbers, so that sorting and filtering by them work; the browser formats them.
"""

from typing import Any, Final

from rfm import schema

THEME: Final = "ag-theme-quartz"
PAGE_ROWS: Final = 100

_CONDITIONS: Final[dict[str, Any]] = {"maxNumConditions": 1, "buttons": ["reset"]}
COLUMN: Final[dict[str, Any]] = {
    "sortable": True,
    "resizable": True,
    "filter": "agNumberColumnFilter",
    "minWidth": 88,
    "filterParams": _CONDITIONS,
    "suppressHeaderMenuButton": False,
    "wrapHeaderText": True,
    "autoHeaderHeight": True,
}
_RIGHT: Final[dict[str, Any]] = {"type": "rightAligned", "width": 104}
_TEXT: Final[dict[str, Any]] = {"filter": "agTextColumnFilter"}

# The Tab key leaves the table, arrow keys move inside: a table is no row of a hundred stops.
KEYS: Final[dict[str, Any]] = {
    "tabToNextCell": {"function": "false"},
    "tabToNextHeader": {"function": "false"},
}

SEGMENTS_OPTIONS: Final[dict[str, Any]] = KEYS | {
    "domLayout": "autoHeight",
    "rowSelection": {"mode": "singleRow", "checkboxes": False, "enableClickSelection": False},
    "rowClassRules": {"chosen-row": "params.data && params.data.chosen"},
    "tooltipShowDelay": 300,
    # A column of a table may have a dot in its name.
    "suppressFieldDotNotation": True,
    "suppressCellFocus": False,
}
LISTED_OPTIONS: Final[dict[str, Any]] = KEYS | {
    "cacheBlockSize": PAGE_ROWS,
    "maxBlocksInCache": 10,
    "infiniteInitialRowCount": 1,
    "tooltipShowDelay": 300,
    # A column of a table may have a dot in its name.
    "suppressFieldDotNotation": True,
}


def numbers(field: str, head: str, digits: int = 0, **more: Any) -> dict[str, Any]:
    """Return a column of numbers with so many decimals."""
    written = f"params.value == null ? '–' : d3.format(',.{digits}f')(params.value)"
    column = {"field": field, "headerName": head, "valueFormatter": {"function": written}}
    return _RIGHT | column | more


def shares(field: str, head: str) -> dict[str, Any]:
    """Return a column of shares, shown in per cent."""
    written = "params.value == null ? '–' : d3.format('.1f')(100 * params.value) + ' %'"
    return _RIGHT | {"field": field, "headerName": head, "valueFormatter": {"function": written}}


def group_columns(group_word: str, counted: str, currency: str) -> list[dict[str, Any]]:
    """Return the columns of the table of groups; what is measured stands above its numbers."""
    money = f" ({currency})" if currency else ""
    return [
        measured(group_word.capitalize(), group_name_column()),
        measured("Customers", numbers(schema.CUSTOMERS, "Count"), shares(schema.SHARE, "Share")),
        measured(
            f"Revenue{money}",
            numbers(schema.REVENUE, "Total", minWidth=110),
            shares(schema.REVENUE_SHARE, "Share"),
        ),
        measured(
            "Recency (days)",
            numbers(schema.RECENCY_MEAN, "Mean", 1),
            numbers(schema.RECENCY_MEDIAN, "Median"),
        ),
        measured(
            counted,
            numbers(schema.FREQUENCY_MEAN, "Mean", 1),
            numbers(schema.FREQUENCY_MEDIAN, "Median"),
        ),
        measured(
            f"Spend{money}",
            numbers(schema.MONETARY_MEAN, "Mean", 2),
            numbers(schema.MONETARY_MEDIAN, "Median", 2),
        ),
    ]


def expected_columns(currency: str, spans: tuple[str, str], mark: str) -> list[dict[str, Any]]:
    """Return the columns of what groups are expected to bring, with what is likely.

    `spans` are in words: how far ahead revenue and value look. `mark` stands behind the heading of
    sums that are no more than a hint.
    """
    money = f" ({currency})" if currency else ""
    soon, later = spans
    return [
        measured(
            f"Revenue in {soon}{money}{mark}",
            numbers(schema.EXPECTED_REVENUE, "Expected", minWidth=110),
            numbers(schema.EXPECTED_REVENUE_LOW, "Likely from"),
            numbers(schema.EXPECTED_REVENUE_HIGH, "to"),
        ),
        measured(
            f"Value within {later}{money}{mark}",
            numbers(schema.CLV, "Expected", minWidth=110),
            numbers(schema.CLV_LOW, "Likely from"),
            numbers(schema.CLV_HIGH, "to"),
        ),
    ]


def group_name_column() -> dict[str, Any]:
    """Return the column of a table of groups that names them; it stays in sight."""
    return _TEXT | {
        "field": schema.GROUP,
        "headerName": "Name",
        "cellRenderer": "GroupCell",
        "tooltipField": schema.DESCRIPTION,
        "width": 270,
        "minWidth": 170,
        "wrapText": True,
        "autoHeight": True,
        "pinned": "left",
        "lockPinned": True,
    }


def measured(head: str, *columns: dict[str, Any]) -> dict[str, Any]:
    """Return columns that stand together below one heading."""
    return {"headerName": head, "children": list(columns), "marryChildren": True}


def product_column() -> dict[str, Any]:
    """Return the column of each group's favourite product."""
    named = {"field": schema.TOP_PRODUCT, "headerName": "Top product", "minWidth": 200}
    return named | {"tooltipField": schema.TOP_PRODUCT} | _TEXT


def customer_column() -> dict[str, Any]:
    """Return the column of customer numbers, which open the customer's page."""
    options = {"filterOptions": ["contains", "startsWith", "equals"]} | _CONDITIONS
    named = {"field": schema.CUSTOMER_ID, "headerName": "Customer", "minWidth": 120}
    return named | {"cellRenderer": "CustomerLink", "filterParams": options} | _TEXT


def text_column(field: str, head: str) -> dict[str, Any]:
    """Return a column of texts."""
    options = {"filterOptions": ["contains", "startsWith", "equals", "blank", "notBlank"]}
    written = {"function": "params.value == null ? '–' : params.value"}
    named = {"field": field, "headerName": head, "minWidth": 110, "valueFormatter": written}
    return named | {"filterParams": options | _CONDITIONS} | _TEXT
