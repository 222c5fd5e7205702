"""Whether what a command is given is a log or a customer table."""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rfm import schema
from rfm.commands.chosen import reading_of
from rfm.errors import SettingsError

# What only one kind of source can be asked, by the name of the option.
ONLY_LOGS: Final = {
    "as_of": "--as-of",
    "count": "--count",
    "returns": "--returns",
    "duplicates": "--duplicates",
    "scheme": "--scheme",
    "lifetime": "--lifetime",
    "horizon_days": "--horizon",
    "value_days": "--value-days",
    "discount_rate": "--discount-rate",
    "time_zone": "--time-zone",
    "currency_only": "--currency-only",
    "rates_file": "--rates",
    "column": "--column",
    "join": "--join",
}
ONLY_TABLES: Final = {
    "id_column": "--id",
    "label": "--label",
    "ignore": "--ignore",
    "step": "--step",
    "type": "--type",
    "rename": "--rename",
}
# What may be asked of a table that is joined to a log.
OF_JOINED: Final = ("id_column", "ignore")


def kind_of(chosen: argparse.Namespace) -> str:
    """Return `schema.LOG` or `schema.CUSTOMER_TABLE`, as asked or as the source itself tells.

    Raises
    ------
    RfmError
        When the source cannot be opened or is neither, or an option asks what it cannot have.
    """
    kind = chosen.kind or _recognised(chosen)
    wrong = ONLY_LOGS if kind == schema.CUSTOMER_TABLE else ONLY_TABLES
    allowed = OF_JOINED if getattr(chosen, "join", None) else ()
    for name, option in wrong.items():
        if getattr(chosen, name, None) and name not in allowed:
            what, other = (
                ("a customer table", "logs") if wrong is ONLY_LOGS else ("a log", "customer tables")
            )
            raise SettingsError(
                f"A choice is for {other}, and '{chosen.source}' is {what}.",
                how=f"Leave out {option}, or say what the source is with --kind.",
            )
    return kind


def _recognised(chosen: argparse.Namespace) -> str:
    from rfm.samples.catalogue import SAMPLES

    if chosen.source in SAMPLES:
        return SAMPLES[chosen.source].kind
    if chosen.column or getattr(chosen, "join", None):
        return schema.LOG
    from rfm.reading.opening import open_table
    from rfm.samples.sources import own_file
    from rfm.table.recognising import recognise

    with TemporaryDirectory(prefix="rfm-") as folder:
        workspace = Path(folder)
        table = open_table(own_file(chosen.source), workspace, {}, reading_of(chosen), held="")
        return recognise(table, id_column=chosen.id_column or "").kind
