"""The list as a file: the columns that one sees, filtered and sorted as seen, sent as it is made.

The address of the file is that of the page; a part of so many customers is in memory at a time.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl, urlencode

import numpy as np
from dash import Dash
from flask import Response, request, stream_with_context

from callbacks.customers.listing.ordering import sorting_of_text
from callbacks.customers.listing.rows import Plays, file_rows
from callbacks.customers.listing.view import ListAnswers, ListView, list_view
from callbacks.parts.plays import plays_of
from layouts.customers.columns import PLAY, ListColumn
from layouts.customers.listing import OTHERS, SEARCH, SORT
from layouts.parts.listing import COLUMNS, FILE
from rfm.errors import RfmError
from rfm.exports import csv_text
from server.data.datasets import Datasets

ROWS_AT_ONCE: Final = 20_000
NOT_HERE: Final = "There is no such list. Open Customer Details and download it there."


def register(app: Dash, datasets: Datasets, answers: ListAnswers) -> None:
    """Answer to the address of the file."""
    app.server.add_url_rule(FILE, "customers_csv", partial(answer, datasets, answers))


def answer(datasets: Datasets, answers: ListAnswers) -> Response:
    """Return the file that an address asks for."""
    asked = dict(parse_qsl(request.query_string.decode("ascii", "replace"), max_num_fields=100))
    filters = {name: text for name, text in asked.items() if name not in OTHERS}
    token = {"name": asked.get("data", "")}
    try:
        view = list_view(
            datasets, answers, token, filters=urlencode(filters), search=asked.get(SEARCH)
        )
    except RfmError:
        return Response(NOT_HERE, HTTPStatus.NOT_FOUND, mimetype="text/plain")
    columns = view.chosen(asked.get(COLUMNS), is_narrow=False)
    plays: Plays = {}
    if PLAY in {each.key for each in columns}:
        plays = plays_of(datasets, view.snapshot.name, view.grouping)
    positions = view.positions(sorting_of_text(asked.get(SORT), view.columns))
    parts = csv_parts(view, columns, positions, plays)
    name = f'attachment; filename="{view.file_name}"'
    return Response(
        stream_with_context(parts), mimetype="text/csv", headers={"Content-Disposition": name}
    )


def csv_parts(
    view: ListView, columns: Sequence[ListColumn], positions: np.ndarray, plays: Plays
) -> Iterator[str]:
    """Yield the file a part at a time, its header first."""
    for begin in range(0, max(len(positions), 1), ROWS_AT_ONCE):
        part = file_rows(view, columns, positions[begin : begin + ROWS_AT_ONCE], plays)
        yield csv_text(part, has_header=begin == 0)
