"""The ids of the page Customer Details."""

from typing import Final

from layouts.ids.chart import Chart


class Customers:
    """The page Customer Details.

    MESSAGE takes the place of CARD and CHARTS while no customer is shown. FOCUS has no content: it
    moves the focus to the heading of a customer who was just opened.
    """

    ADDRESS: Final = "customers-address"
    SEARCH: Final = "customers-search"
    FOUND: Final = "customers-found"
    FOCUS: Final = "customers-focus"
    HEADING: Final = "customers-heading"
    MESSAGE: Final = "customers-message"
    CARD: Final = "customers-card"
    CHARTS: Final = "customers-charts"
    PLAY: Final = "customers-play"
    ORDERS: Final = "customers-orders"
    ORDERS_TITLE: Final = "customers-orders-title"
    ORDERS_CAPTION: Final = "customers-orders-caption"
    ORDERS_CSV: Final = "customers-orders-csv"
    ORDERS_DOWNLOAD: Final = "customers-orders-download"

    PURCHASES: Final = Chart("customers-purchases")
    STANDING: Final = Chart("customers-standing")
    TOP_PRODUCTS: Final = Chart("customers-top-products")
    BUYING_TIMES: Final = Chart("customers-buying-times")
    ORDER_VALUES: Final = Chart("customers-order-values")

    FUTURE: Final = "customers-future"
    FUTURE_CHARTS: Final = "customers-future-charts"
    ALIVE: Final = Chart("customers-alive")
    WORTH: Final = Chart("customers-worth")
