"""Columns of a table of sixty customers."""

ROWS = 60


def column(cells):
    return [cells[place % len(cells)] for place in range(ROWS)]


def ids():
    return [f"C{place:03}" for place in range(ROWS)]


def only(table, name):
    (found,) = [attribute for attribute in table.attributes if attribute.name == name]
    return found
