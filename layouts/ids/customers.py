"""The ids of the page Customer Details."""

from typing import Final

from layouts.ids.parts import Chart, Opening


class Customers:
    """The page Customer Details.

    MESSAGE takes the place of CARD and of what is below while no customer is shown. OF_LOG and
    OF_TABLE hold what only a customer of a log, or of a table, has. FOCUS has no content: it moves
    the focus to the heading of a customer who was just opened.
    """

    ADDRESS: Final = "customers-address"
    SEARCH: Final = "customers-search"
    EVERY: Final = "customers-every"
    FOUND: Final = "customers-found"
    FOCUS: Final = "customers-focus"
    HEADING: Final = "customers-heading"
    MESSAGE: Final = "customers-message"
    CARD: Final = "customers-card"
    OF_LOG: Final = "customers-of-log"
    OF_TABLE: Final = "customers-of-table"
    PLAY: Final = "customers-play"
    OFFER: Final = "customers-offer"

    # Sections that open, and the store with the names of those that are.
    OPENED: Final = "customers-opened"
    ORDERED: Final = Opening("customers-ordered")
    BUYING: Final = Opening("customers-buying")
    BESIDE: Final = Opening("customers-beside")

    ORDERS: Final = "customers-orders"
    ORDERS_TITLE: Final = "customers-orders-title"
    ORDERS_CAPTION: Final = "customers-orders-caption"
    ORDERS_CSV: Final = "customers-orders-csv"
    ORDERS_DOWNLOAD: Final = "customers-orders-download"

    PURCHASES: Final = Chart("customers-purchases")
    PERCENTILES: Final = Chart("customers-percentiles")
    TOP_PRODUCTS: Final = Chart("customers-top-products")
    BUYING_TIMES: Final = Chart("customers-buying-times")
    ORDER_VALUES: Final = Chart("customers-order-values")

    FUTURE: Final = "customers-future"
    ALIVE: Final = Chart("customers-alive")
    WORTH: Final = Chart("customers-worth")

    ATTRIBUTES: Final = "customers-attributes"
    ATTRIBUTES_CSV: Final = "customers-attributes-csv"
    ATTRIBUTES_DOWNLOAD: Final = "customers-attributes-download"
    ATTRIBUTE_PERCENTILES: Final = Chart("customers-attribute-percentiles")
    MAP: Final = Chart("customers-map")
