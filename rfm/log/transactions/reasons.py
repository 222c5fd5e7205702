"""Why a row of the log counts or does not: the words of the report that users read.

Every row is counted under exactly one reason. A row that is left out is counted under the first
reason that leaves it out; a row that counts, under the first reason that describes it.
"""

from dataclasses import dataclass
from typing import Final

from rfm.log.transactions.tables import RowCount
from rfm.settings import Settings

NO_CUSTOMER: Final = "no-customer"
UNREADABLE: Final = "unreadable"
UNPAID: Final = "unpaid"
OTHER_CURRENCY: Final = "other-currency"
EMPTY_FIELD: Final = "empty-field"
AFTER_AS_OF: Final = "after-as-of"
DUPLICATE: Final = "duplicate"
NOT_A_PRODUCT: Final = "not-a-product"
CANCELLED: Final = "cancelled"
RETURNED: Final = "returned"
ZERO_PRICE: Final = "zero-price"
GIVEN_BACK: Final = "given-back"
GAVE_ALL_BACK: Final = "gave-everything-back"
NEVER_BOUGHT: Final = "never-bought"
PURCHASE: Final = "purchase"


@dataclass(frozen=True)
class Reason:
    """A reason with its name for readers, and what it says when rows of it count or do not."""

    name: str
    label: str
    kept: str = ""
    left_out: str = ""

    def count(self, rows: int, examples: tuple[str, ...], *, kept: bool) -> RowCount:
        """Return how many rows have the reason, with what it says of them and the first."""
        explanation = self.kept if kept else self.left_out
        return RowCount(self.name, self.label, rows, kept, explanation, examples)


REASONS: Final = (
    Reason(
        NO_CUSTOMER,
        "No customer",
        left_out="The row names no customer, so nobody's history can hold it.",
    ),
    Reason(
        UNREADABLE,
        "Date or amount missing",
        left_out="The row has no date or no amount that could be understood.",
    ),
    Reason(
        UNPAID,
        "Not paid, cancelled or given back",
        left_out="The order's status says that it was never paid, failed, was cancelled, or that "
        "all of it was given back.",
    ),
    Reason(
        OTHER_CURRENCY,
        "Another currency",
        left_out="The row's money is in another currency than the one chosen, or in none that is "
        "named.",
    ),
    Reason(
        EMPTY_FIELD,
        "An empty field",
        left_out="At least one field of the row is empty, and the settings ask for complete rows.",
    ),
    Reason(
        AFTER_AS_OF,
        "After the day looked back from",
        left_out="The row is later than the moment the analysis looks back from.",
    ),
    Reason(
        DUPLICATE,
        "Exact copy",
        left_out="The row repeats an earlier row in every field, order number included.",
    ),
    Reason(
        NOT_A_PRODUCT,
        "Not a product",
        "Postage, a fee, a discount or a correction: it counts as money and never as a product. "
        "Gift vouchers are products.",
        "Postage, a fee, a discount or a correction: the settings leave such rows out. "
        "Gift vouchers are products.",
    ),
    Reason(
        CANCELLED,
        "Cancelled",
        "The order number begins with C and the amount is negative: it is subtracted from what "
        "the customer spent.",
        "The order number begins with C and the amount is negative: the settings leave such "
        "rows out.",
    ),
    Reason(
        RETURNED,
        "Returned",
        "The amount is negative without a cancelled order number: it is subtracted from what "
        "the customer spent.",
        "The amount is negative without a cancelled order number: the settings leave such rows "
        "out.",
    ),
    Reason(
        ZERO_PRICE,
        "Zero price",
        "The row cost nothing and counts as a purchase: the log is of whole orders, or the "
        "settings say so.",
        "The row cost nothing: a gift, a sample or a correction of the stock.",
    ),
    Reason(
        GIVEN_BACK,
        "Given back whole",
        "All of the order was given back: it is no order, and its money and what was given back "
        "cancel each other.",
    ),
    Reason(
        GAVE_ALL_BACK,
        "Everything given back",
        left_out="The customer gave all orders back whole, and is no customer.",
    ),
    Reason(
        NEVER_BOUGHT,
        "Return without a purchase",
        left_out="Money given back to a customer whose purchases are not in the log.",
    ),
    Reason(PURCHASE, "Purchase", "A customer paid for a product."),
)
REASON: Final = {reason.name: reason for reason in REASONS}


@dataclass(frozen=True)
class RowRules:
    """Which reasons leave a row out and which describe one that counts, in order of checking."""

    left_out: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def places(self) -> tuple[str, ...]:
        """All reasons, those of rows that count first."""
        return (*self.kept, *self.left_out)


def rules_for(settings: Settings, *, has_orders: bool, has_products: bool) -> RowRules:
    """Return the rules of the settings for a log with or without order numbers and products."""
    leaves_out = {
        NO_CUSTOMER: True,
        UNREADABLE: True,
        UNPAID: True,
        OTHER_CURRENCY: True,
        EMPTY_FIELD: settings.needed_fields == "all",
        AFTER_AS_OF: settings.as_of is not None,
        DUPLICATE: settings.duplicates == "drop" and has_orders,
        NOT_A_PRODUCT: settings.non_products == "drop" and has_products,
        CANCELLED: settings.returns == "ignore",
        RETURNED: settings.returns == "ignore",
        # In a log of whole orders a free one is still an order: a gift, or paid with points.
        ZERO_PRICE: settings.zero_price == "drop" and has_products,
        GAVE_ALL_BACK: settings.returns == "net",
        NEVER_BOUGHT: True,
    }
    left_out = tuple(name for name, applies in leaves_out.items() if applies)
    impossible = (
        *(() if has_products else (NOT_A_PRODUCT,)),
        *((GIVEN_BACK,) if settings.returns == "ignore" else ()),
    )
    kept = tuple(
        reason.name
        for reason in REASONS
        if reason.kept and reason.name not in (*left_out, *impossible)
    )
    return RowRules(left_out, kept)
