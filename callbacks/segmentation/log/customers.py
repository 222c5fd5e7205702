"""The list of a log's customers, with the columns of a table that was joined."""

from functools import partial
from typing import Any, Final

import pandas as pd

from callbacks.parts import customer_list, listing
from callbacks.parts.attributes import joined_attributes
from callbacks.segmentation.log.view import CHOSEN, View, view_of
from layouts.ids import General
from layouts.parts import grids, words
from layouts.segmentation import table_grids
from rfm import schema

READ: Final = (schema.CUSTOMER_ID, *schema.RFM, schema.AVERAGE_ORDER_VALUE, schema.LAST_ORDER_AT)


def _heads(view: View) -> list[dict[str, Any]]:
    look = view.look
    columns = grids.customer_columns(
        look.group_word, look.axis_title(schema.FREQUENCY), look.currency
    )
    return columns + table_grids.attribute_columns(joined_attributes(view.snapshot))


def _columns(view: View) -> listing.Columns:
    numbers, texts = table_grids.fields_by_kind(joined_attributes(view.snapshot))
    return listing.Columns(
        numbers=(*schema.RFM, schema.AVERAGE_ORDER_VALUE, *numbers),
        texts=(schema.CUSTOMER_ID, *texts),
        others=(schema.LAST_ORDER_AT, schema.GROUP),
    )


def _table(view: View) -> pd.DataFrame:
    fields = table_grids.fields_of(joined_attributes(view.snapshot))
    customers = view.snapshot.customers(*READ, view.column, *fields)
    return customers.rename(columns=fields | {view.column: schema.GROUP})


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    days = [words.date_text(day) for day in rows[schema.LAST_ORDER_AT]]
    return rows.assign(**{schema.LAST_ORDER_AT: days})


def _file(view: View) -> pd.DataFrame:
    fields = table_grids.fields_of(joined_attributes(view.snapshot))
    return _table(view).rename(columns={field: name for name, field in fields.items()})


LIST: Final = customer_list.CustomerList(
    ids=General,
    chosen=CHOSEN,
    view=view_of,
    heads=_heads,
    columns=_columns,
    table=_table,
    told=_told,
    file=_file,
)
register: Final = partial(customer_list.register_list, LIST)
head: Final = partial(customer_list.head, LIST)
page: Final = partial(customer_list.page, LIST)
export: Final = partial(customer_list.export, LIST)
