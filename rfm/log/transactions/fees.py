"""Which rows are money but no product: postage, fees, discounts and corrections.

A rule for any shop's export, on words instead of one shop's codes. A row is no product when

* its code is one that exports use for such money ("POST", "AMAZONFEE");
* its description is nothing but a word for it ("Manual", "Discount", "adjustment"); or
* its description begins or ends with such a word ("DOTCOM POSTAGE", "Adjust bad debt"; not
  "POSTAGE STAMP MUG"), unless it has an article number: what is in the catalogue is a product.

A single letter is such a code only without a description, since it may also be a size. Gift
vouchers are chosen and paid for: they are products.
"""

from typing import Final

import polars as pl

from rfm import schema
from rfm.reading.coded import Coded

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


def is_product(sold: Coded) -> pl.Series:
    """Return whether each row is of a product.

    Parameters
    ----------
    sold : Coded
        The columns `product_id` (a code) and `product` (its description); cells may be missing.
    """
    words = pl.col(schema.PRODUCT).fill_null("").str.strip_chars().str.to_lowercase()
    letters = pl.col(schema.PRODUCT_ID).fill_null("").str.strip_chars().str.to_uppercase()
    last, first = "|".join(LAST_WORDS), "|".join(FIRST_WORDS)
    whole = "|".join(WHOLE_DESCRIPTIONS)
    facts = {
        "is_code": letters.is_in(CODES),
        "is_letter": letters.is_in(CODES_WITHOUT_DESCRIPTION),
        "is_article": letters.str.contains("[0-9]{2}"),
        "is_word": words.str.contains(f"^({last}|{whole})$"),
        "is_worded": words.str.contains(f"[^a-z]({last})$|^({first})( |$)"),
        "is_blank": words == "",
    }
    fact = pl.col
    money = (
        fact("is_code")
        | fact("is_word")
        | (fact("is_worded") & ~fact("is_article"))
        | (fact("is_blank") & fact("is_letter"))
    )
    return sold.work_out(facts).select(~money).to_series()
