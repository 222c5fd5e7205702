"""The way to the list of customers, with what it is filtered by."""

from collections.abc import Mapping
from typing import Final, TypedDict, Unpack
from urllib.parse import urlencode

from rfm import schema

LIST: Final = "/customers"
# The same list as a file, and the part of its address that says which columns.
FILE: Final = f"{LIST}.csv"
COLUMNS: Final = "columns"
# What a list that is written to needs: who, what to do, and what each is worth.
_OF_A_FILE: Final = (
    *(schema.CUSTOMER_ID, schema.CUSTOMER_NAME, schema.EMAIL, schema.SEGMENT, schema.CLUSTER),
    *("play", schema.RECENCY_DAYS, schema.FREQUENCY, schema.MONETARY, schema.CHURN_PROBABILITY),
    *(schema.CLV, schema.COUNTRY, schema.FAVOURITE_PRODUCT),
)
# Before the name of an attribute, which may be any word.
ATTRIBUTE: Final = "attribute."
# Between the ends of a range.
BETWEEN: Final = ".."
NO_ATTRIBUTES: Final[Mapping[str, str]] = {}


class ListFilters(TypedDict, total=False):
    """What the list can be opened with; an empty text is no filter.

    `segment` is one of `scheme`, or of the scheme in use; `cluster` is a cluster's name. `left` and
    `came` name the segment that customers left, or came to, since the earlier moment. `risk` is of
    `schema.RISKS`; `product` is one that they bought.
    """

    segment: str
    cluster: str
    scheme: str
    left: str
    came: str
    risk: str
    product: str


def list_address(
    data: str, attributes: Mapping[str, str] = NO_ATTRIBUTES, **filters: Unpack[ListFilters]
) -> str:
    """Return the address of the list of a data set's customers, filtered.

    `attributes` are values of joined columns, or ranges such as "20..30", by the column's name.
    """
    asked = {name: str(value) for name, value in filters.items() if value}
    asked |= {f"{ATTRIBUTE}{name}": text for name, text in attributes.items()}
    return f"{LIST}?{urlencode({'data': data} | asked)}"


def file_address(data: str, **filters: Unpack[ListFilters]) -> str:
    """Return the address of the same list as a file, with the play of each customer."""
    asked = {name: str(value) for name, value in filters.items() if value}
    query = urlencode({"data": data} | asked | {COLUMNS: ",".join(_OF_A_FILE)}, safe=",")
    return f"{FILE}?{query}"
