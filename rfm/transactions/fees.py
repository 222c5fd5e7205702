"""Which rows are money but no product: postage, fees, discounts and corrections.

A rule for any shop's export, on words instead of one shop's codes. A row is no product when

* its code is one that exports use for such money ("POST", "AMAZONFEE");
* its description is nothing but a word for it ("Manual", "Discount", "adjustment"); or
* its description begins or ends with such a word ("DOTCOM POSTAGE", "Adjust bad debt"; not
  "POSTAGE STAMP MUG"), unless it has an article number: what is in the catalogue is a product.

A single letter is such a code only without a description, since it may also be a size. Gift
vouchers are chosen and paid for: they are products.
"""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import ibis.expr.types as ir

LAST_WORDS: Final = (
    "postage", "carriage", "shipping", "freight", "delivery", "handling", "surcharge",
    "discount", "rebate", "refund", "fee", "fees", "charge", "charges", "commission", "adjust",
    "adjustment",
    "versand", "versandkosten", "porto", "rabatt", "gebühr", "gebühren",
    "frais de port", "livraison", "remise", "gastos de envío", "descuento", "spese di spedizione",
)  # fmt: skip
WHOLE_DESCRIPTIONS: Final = ("manual", "sample", "samples", "tax", "vat", "tip", "rounding")
FIRST_WORDS: Final = ("adjust", "adjustment", "correction", "write-off")
CODES: Final = (
    "POST", "POSTAGE", "DOT", "C2", "C3", "CARRIAGE", "SHIPPING", "SHIP", "FREIGHT", "DELIVERY",
    "DISCOUNT", "REFUND", "FEE", "BANK CHARGES", "AMAZONFEE", "AMAZON FEE", "CRUK", "MANUAL",
    "ADJUST", "ADJUST2", "SAMPLES", "TAX", "VAT", "TIP",
)  # fmt: skip
CODES_WITHOUT_DESCRIPTION: Final = ("M", "D", "S", "B")


def is_product(code: "ir.StringValue", description: "ir.StringValue") -> "ir.BooleanValue":
    """Return whether a product code and its description (either may be null) are a product's."""
    words = description.fill_null("").strip().lower()
    letters = code.fill_null("").strip().upper()
    last, first = "|".join(LAST_WORDS), "|".join(FIRST_WORDS)
    whole = "|".join(WHOLE_DESCRIPTIONS)
    money = (
        letters.isin(CODES)
        | words.re_search(f"^({last}|{whole})$")
        | (words.re_search(f"[^a-z]({last})$|^({first})( |$)") & ~letters.re_search("[0-9]{2}"))
        | ((words == "") & letters.isin(CODES_WITHOUT_DESCRIPTION))
    )
    return ~money
