"""A made-up gift shop: a log with a known truth, so that models can be checked against it.

Every order of every customer is drawn from one published pair of models, with the parameters of
rfm/samples/gift_shop_truth.py, so that a fit to the log must find them again:

* **When** (BG/NBD): a customer's rate of buying is Gamma distributed over customers, and after
  each purchase but the first the customer leaves for good with a probability that is Beta
  distributed over customers.
* **How much** (Gamma-Gamma): an order's value is Gamma distributed around the customer's own
  mean, which differs from customer to customer. The value is split over the order's products to
  the cent, so that its lines sum to it.

What makes a log untidy does not move that truth: a returned product is an extra line of an order,
given back in full on an invoice "C…"; lines without a customer are extra orders by guests.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rfm.samples.gift_shop_truth import (
    DAYS,
    EVEN,
    GIFT_SHOP_TRUTH,
    Calendar,
    Integers,
    draw_purchases,
)

FIRST_DAY: Final = datetime(2020, 1, 2)
CUSTOMERS: Final = 5_000
SEED: Final = 20

_FIRST_NUMBER: Final = 10_001
_FIRST_INVOICE: Final = 400_001
_GUESTS: Final = 0.06  # of all orders
_RETURNS: Final = 0.04  # of all orders
_LONGEST_TO_RETURN: Final = 21
_MOST_LINES: Final = 6
_TO_TASTE: Final = 0.4
_MINUTES_A_DAY: Final = 1_440
_MICROSECONDS_A_MINUTE: Final = 60_000_000
_CENTS_A_LINE: Final = 150  # a line's least worth, where the order's value allows

_COUNTRIES: Final = {
    "Germany": 0.55, "Austria": 0.12, "Switzerland": 0.08, "France": 0.08, "Netherlands": 0.06,
    "Belgium": 0.04, "Denmark": 0.03, "Italy": 0.02, "Spain": 0.02,
}  # fmt: skip
_KINDS: Final = ("CANDLE", "MUG", "NOTEBOOK", "TEA TOWEL", "LANTERN", "PUZZLE", "CUSHION", "CLOCK")
_STYLES: Final = ("SMALL", "STRIPED", "BOTANICAL", "VINTAGE", "HAND MADE", "GRAND")
# A style's products cost at least this many cents a piece; the last is the dearest.
_STYLE_FROM: Final = (0, 300, 600, 1_000, 1_800, 3_500)


@dataclass(frozen=True)
class _Orders:
    """The shop's orders in order of time."""

    customer: Integers
    is_guest: NDArray[np.bool_]
    minute: Integers
    """Minutes since the shop opened."""
    cents: Integers


@dataclass(frozen=True)
class _Lines:
    """Products on orders; the order is a place in the shop's orders."""

    order: Integers
    product: Integers
    quantity: Integers
    cents: Integers
    """What one piece costs."""


def make_gift_shop(
    customers: int = CUSTOMERS, seed: int = SEED, calendar: Calendar = EVEN
) -> pl.DataFrame:
    """Return the lines of the gift shop's log, in order of time, in Online Retail's columns.

    Parameters
    ----------
    customers : int
        How many customers bought at least once; a million takes seconds.
    seed : int
        The same seed gives the same log.
    calendar : Calendar
        Season and trend; an even shop without.
    """
    random = np.random.default_rng(seed)
    orders = _draw_orders(customers, random, calendar)
    bought = _split(orders, random)
    extra, minutes_later = _returned(orders, random)
    given_back = _Lines(extra.order, extra.product, -extra.quantity, extra.cents)
    countries = random.choice(len(_COUNTRIES), customers, p=list(_COUNTRIES.values()))
    country = countries[orders.customer]
    log = pl.concat(
        (
            _rows(bought, orders, country),
            _rows(extra, orders, country),
            _rows(given_back, orders, country, minutes_later),
        )
    )
    return log.sort("InvoiceDate", maintain_order=True)


def write_gift_shop(
    folder: Path, customers: int = CUSTOMERS, seed: int = SEED, calendar: Calendar = EVEN
) -> Path:
    """Write the gift shop's log as a Parquet file into a folder and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    times = "" if calendar == EVEN else f"-{calendar.season}-{calendar.trend}"
    target = folder / f"gift-shop-{customers}-{seed}{times}.parquet"
    unfinished = target.with_suffix(".part")
    make_gift_shop(customers, seed, calendar).write_parquet(unfinished)
    return unfinished.replace(target)


def _draw_orders(customers: int, random: np.random.Generator, calendar: Calendar) -> _Orders:
    """Return all orders: those of customers by the models of the truth, and those of guests."""
    customer, day = draw_purchases(customers, random, calendar)
    truth = GIFT_SHOP_TRUTH
    rate = random.gamma(truth.q, 1 / truth.gamma, customers)
    value = random.gamma(truth.p, 1 / rate[customer])
    guests = int(customer.size * _GUESTS)
    copied = random.integers(customer.size, size=guests)
    customer = np.concatenate((customer, customer[copied]))
    day = np.concatenate((day, random.integers(DAYS, size=guests)))
    value = np.concatenate((value, value[copied]))
    # Doors open at eight, most buy after lunch, and nobody after ten.
    minute = day * _MINUTES_A_DAY + random.triangular(480, 840, 1_320, day.size).astype(np.int64)
    in_time = np.argsort(minute, kind="stable")
    return _Orders(
        customer[in_time],
        (np.arange(customer.size) >= customer.size - guests)[in_time],
        minute[in_time],
        np.maximum(np.rint(value * 100), 1).astype(np.int64)[in_time],
    )


def _split(orders: _Orders, random: np.random.Generator) -> _Lines:
    """Return the lines of all orders; the cents of an order's lines sum to the order's."""
    affordable = 1 + orders.cents // _CENTS_A_LINE
    wanted = np.minimum(1 + random.poisson(1.6, affordable.size), _MOST_LINES)
    lines = np.minimum(wanted, affordable)
    order = np.repeat(np.arange(lines.size), lines)
    first = np.cumsum(lines) - lines
    least = np.minimum(orders.cents // lines, _CENTS_A_LINE)
    # Cut what is above the least at sorted places: the gaps go to the lines.
    spare = orders.cents - lines * least
    weight = random.gamma(2, size=order.size)
    before = np.concatenate(([0.0], np.cumsum(weight)))
    share = (before[1:] - before[first][order]) / np.add.reduceat(weight, first)[order]
    cut = np.rint(np.clip(share, 0, 1) * spare[order]).astype(np.int64)
    cut[first + lines - 1] = spare
    previous = np.concatenate(([0], cut[:-1]))
    previous[first] = 0
    return _priced(order, least[order] + cut - previous, orders, random)


def _returned(orders: _Orders, random: np.random.Generator) -> tuple[_Lines, Integers]:
    """Return extra lines that are all given back, and how many minutes later."""
    last = DAYS * _MINUTES_A_DAY
    delay = random.integers(1, _LONGEST_TO_RETURN, orders.cents.size) * _MINUTES_A_DAY
    picked = random.random(orders.cents.size) < _RETURNS
    order = np.flatnonzero(picked & ~orders.is_guest & (orders.minute + delay < last))
    worth = random.integers(_CENTS_A_LINE, 4_000, order.size)
    return _priced(order, worth, orders, random), delay[order]


def _priced(
    order: Integers, cents: Integers, orders: _Orders, random: np.random.Generator
) -> _Lines:
    """Return lines worth the given cents, as pieces of a product of fitting price."""
    wanted = 1 + random.geometric(0.6, order.size) % 6
    quantity = np.where(cents % wanted == 0, wanted, 1)
    piece = cents // quantity
    style = np.searchsorted(_STYLE_FROM, piece, side="right") - 1
    chosen = random.integers(len(_KINDS), size=order.size)
    # Customers have a favourite kind: two in five of their lines are of it.
    favourite = orders.customer[order] % len(_KINDS)
    kind = np.where(random.random(order.size) < _TO_TASTE, favourite, chosen)
    return _Lines(order, style * len(_KINDS) + kind, quantity, piece)


def _rows(
    lines: _Lines, orders: _Orders, country: Integers, minutes_later: Integers | None = None
) -> pl.DataFrame:
    """Return lines as rows of the log; those given back later get invoices of their own."""
    minute = orders.minute[lines.order]
    invoice = pl.Series(_FIRST_INVOICE + lines.order).cast(pl.String)
    if minutes_later is not None:
        minute = minute + minutes_later
        invoice = "C" + invoice
    opened = np.datetime64(FIRST_DAY, "us").astype(np.int64)
    names = [f"{style} {kind}" for style in _STYLES for kind in _KINDS]
    codes = [f"G{number:03}" for number in range(100, 100 + len(names))]
    customer = pl.Series(_FIRST_NUMBER + orders.customer[lines.order]).cast(pl.String)
    is_guest = pl.Series(orders.is_guest[lines.order])
    return pl.DataFrame(
        {
            "InvoiceNo": invoice,
            "StockCode": pl.Series(codes).gather(lines.product),
            "Description": pl.Series(names).gather(lines.product),
            "Quantity": pl.Series(lines.quantity).cast(pl.Int32),
            "InvoiceDate": pl.Series(opened + minute * _MICROSECONDS_A_MINUTE).cast(
                pl.Datetime("us")
            ),
            "UnitPrice": lines.cents / 100,
            "CustomerID": customer.set(is_guest, None),
            "Country": pl.Series(list(_COUNTRIES)).gather(country[lines.order]),
        }
    )
