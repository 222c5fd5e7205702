"""The list of a table's customers with all their attributes."""

from functools import partial
from typing import Any, Final

import pandas as pd

from callbacks.parts import customer_list, listing
from callbacks.parts.attributes import shown_attributes
from callbacks.segmentation.table.view import CHOSEN, TableView, view_of
from layouts.ids import TableGeneral
from layouts.segmentation import table_grids
from rfm import schema


def _heads(view: TableView) -> list[dict[str, Any]]:
    shown = shown_attributes(view.snapshot)
    return table_grids.listed_columns(shown, has_clusters=view.has_clusters)


def _columns(view: TableView) -> listing.Columns:
    numbers, texts = table_grids.fields_by_kind(shown_attributes(view.snapshot))
    probability = (schema.CLUSTER_PROBABILITY,) if view.has_clusters else ()
    return listing.Columns(
        numbers=(*numbers, *probability),
        texts=(schema.CUSTOMER_ID, *texts),
        others=(schema.GROUP,) if view.has_clusters else (),
    )


def _table(view: TableView) -> pd.DataFrame:
    fields = table_grids.fields_of(shown_attributes(view.snapshot))
    probability = (schema.CLUSTER_PROBABILITY,) if view.has_clusters else ()
    customers = view.customers(*probability, *fields)
    return customers.rename(columns=fields | {view.column: schema.GROUP})


def _file(view: TableView) -> pd.DataFrame:
    names = (each.name for each in shown_attributes(view.snapshot))
    of_clusters = (schema.CLUSTER_PROBABILITY, schema.IS_OUTLIER) if view.has_clusters else ()
    return view.customers(*names, *of_clusters).rename(columns={view.column: schema.GROUP})


LIST: Final = customer_list.CustomerList(
    ids=TableGeneral,
    chosen=CHOSEN,
    view=view_of,
    heads=_heads,
    columns=_columns,
    table=_table,
    file=_file,
)
register: Final = partial(customer_list.register_list, LIST)
head: Final = partial(customer_list.head, LIST)
page: Final = partial(customer_list.page, LIST)
export: Final = partial(customer_list.export, LIST)
