"""What the command line understands."""

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import get_args

from rfm import schema
from rfm.choices import DECIMAL_MARKS
from rfm.settings import (
    DEFAULT_PRESET,
    PRESETS,
    Algorithm,
    AmountIs,
    Count,
    DateOrder,
    Keep,
    Returns,
    Switch,
)


def parser(description: str | None) -> argparse.ArgumentParser:
    """Return the parser; `command` is the name of the chosen command."""
    whole = argparse.ArgumentParser(prog="python -m rfm", description=description)
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_analyse(commands.add_parser("analyse", help="analyse a log and publish its snapshot"))
    _add_preview(commands.add_parser("preview", help="tell how a file would be read"))
    _add_compare(commands.add_parser("compare", help="set algorithms for clusters side by side"))
    _add_back_test(commands.add_parser("backtest", help="test the models on a log's own past"))
    _add_predict(commands.add_parser("predict", help="place a customer, or a file of them"))
    _add_changes(commands.add_parser("changes", help="how many rows of two kept logs differ"))
    _add_samples(commands.add_parser("samples", help="list the sample logs, or get one"))
    return whole


def _add_analyse(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("--out", metavar="DIR", type=_folder, required=True, help="where the snapshot goes")
    add("--keep", metavar="DIR", type=Path, help="where what was read is kept, to be added to")
    add("--add-to", metavar="FILE", type=Path, help="what --keep wrote, which SOURCE is added to")
    add("--about", metavar="FILE", type=Path, help="what the snapshot says of itself, as JSON")
    add("--after", metavar="DIR", type=Path, help="a snapshot whose clusters' names go on")
    _add_analysis(command)


def _add_preview(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print what was understood as JSON")
    _add_analysis(command)


def _add_analysis(command: argparse.ArgumentParser) -> None:
    """Add what is asked about an analysis, whether it is made or only looked ahead to."""
    add = command.add_argument
    add(
        "--scheme",
        metavar="SCHEME",
        help="auto, grid, rhythm, report, three-tier, or a file of your own",
    )
    add("--clusters", metavar="K|auto", type=_clusters, help="how many clusters")
    add("--currency", metavar="SYMBOL", help="the symbol of the log's money")
    add("--count", choices=get_args(Count), help="what frequency counts")
    add("--join", metavar="TABLE", help="a customer table whose columns are added to a log's")
    _add_table_choices(command)
    add("--lifetime", choices=get_args(Switch), help="whether to look ahead: value, churn")
    _add_settings(command)
    add("more", metavar="MORE", nargs="*", help="more files of the same layout")


def _add_compare(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("--clusters", metavar="K|auto", type=_clusters, help="how many clusters")
    add("--currency", metavar="SYMBOL", help="the symbol of the money")
    add("--json", action="store_true", help="print the comparison as JSON")
    add("--keep", action="store_true", help="keep it with the snapshot that SOURCE is")
    _add_table_choices(command)
    _add_settings(command)


def _add_table_choices(command: argparse.ArgumentParser) -> None:
    """Add what is asked about tables of customers, and about clusters of any shape."""
    add = command.add_argument
    add("--kind", choices=(schema.LOG, schema.CUSTOMER_TABLE), help="what SOURCE is")
    add("--id", dest="id_column", metavar="COLUMN", help="the column that tells customers apart")
    add("--label", metavar="COLUMN", help="the column with a given label, or none")
    _add_several(command, "--ignore", "COLUMN", "a column that clusters are not made of")
    what = "what a column holds, where it is told wrongly"
    _add_several(command, "--type", "COLUMN=KIND", what, "zip=category")
    example = "'High Payments=Big Spenders'"
    _add_several(command, "--rename", "OLD=NEW", "another name for a cluster", example)
    add("--algorithm", choices=get_args(Algorithm), help="how clusters are found")
    what = "another choice in the pipeline, such as scaling=robust"
    _add_several(command, "--step", "STEP=CHOICE", what, "scaling=robust")


def _add_several(
    command: argparse.ArgumentParser, option: str, form: str, what: str, example: str = ""
) -> None:
    """Add an option that may be given several times; one with an example has two parts."""
    command.add_argument(
        option,
        metavar=form,
        type=_pair(f"{form}, such as {example}") if example else str,
        action="append",
        default=[],
        help=f"{what}; may be given several times",
    )


def _add_back_test(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("--cut", metavar="DAY", type=_moment, help="the last day that the models may know")
    add("--json", action="store_true", help="print the card as JSON")
    _add_settings(command)


def _add_settings(command: argparse.ArgumentParser) -> None:
    """Add the log and what is asked about any log."""
    add = command.add_argument
    add("source", metavar="SOURCE", help="a file (CSV, workbook, Parquet, JSON) or a sample's name")
    add("--choices", metavar="FILE", type=Path, help="choices for the file, as JSON")
    add("--encoding", metavar="NAME", help="the encoding of a text, such as cp1252")
    add("--separator", metavar="SIGN", type=_separator, help="what separates cells; 'tab' for one")
    add("--decimal", choices=DECIMAL_MARKS, help="the decimal mark of numbers")
    add("--header-row", metavar="ROW", type=int, help="the row with the columns' names")
    add("--sheet", metavar="NAME", help="the sheet of a workbook")
    add("--preset", choices=PRESETS, default=DEFAULT_PRESET, help="a set of settings by name")
    add("--as-of", type=_moment, help="look back from this day or time, such as 2011-12-10")
    add("--horizon", dest="horizon_days", metavar="DAYS", type=int, help="the days of churn")
    add("--returns", choices=get_args(Returns), help="subtract returns from spend, or ignore them")
    add("--currency-only", metavar="CODE", help="of several currencies, the one that counts")
    add("--rates", dest="rates_file", metavar="FILE", type=Path, help="rates: date,currency,rate")
    add("--duplicates", choices=get_args(Keep), help="exact copies of a line")
    add("--time-zone", metavar="ZONE", help="the shop's time zone, such as Europe/London")
    add("--date-order", choices=get_args(DateOrder), help="how to read 01/02/2011")
    add("--amount-is", choices=get_args(AmountIs), help="an amount is its line's, or its order's")
    add(
        "--status",
        dest="statuses",
        metavar="WORD=paid|unpaid",
        type=_pair("WORD=paid or WORD=unpaid, such as 'Awaiting stock=paid'"),
        action="append",
        help="what a word of a status means; may be given several times",
    )
    add(
        "--accept",
        dest="unread",
        action="store_const",
        const="accept",
        help="analyse a log most of whose rows cannot be read",
    )
    add("--value-days", metavar="DAYS", type=int, help="how far ahead a customer's value looks")
    add("--discount-rate", metavar="RATE", type=float, help="a year's, such as 0.1 for 10 %%")
    add("--seed", type=int, help="the seed of everything random")
    what = "the column of a field, such as customer_id=Kundennr"
    add(
        "--column",
        metavar="FIELD=NAME",
        type=_pair("FIELD=NAME, such as customer_id=Client", may_be_nothing=True),
        action="append",
        default=[],
        help=f"{what}; FIELD= for none; may be given several times",
    )


def _add_predict(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("--recency", help="days since the last order")
    add("--frequency", help="how many orders")
    add("--monetary", help="how much was spent")
    what = "a column of a customer table, such as BALANCE=1200"
    _add_several(command, "--value", "NAME=VALUE", what, "age=40")
    add("--file", metavar="IN", type=Path, help="place every customer of a file")
    add("--out", metavar="OUT", type=Path, help="the CSV file that --file writes")
    add("--json", action="store_true", help="print how many were placed, and notes, as JSON")
    add("--snapshot", metavar="DIR", type=Path, help="by default the site's own")


def _add_changes(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("source", metavar="OLDER", type=Path, help="what analyse --keep wrote")
    add("newer", metavar="NEWER", type=Path, help="the same of a newer one")
    add("--json", action="store_true", help="print the counts as JSON")


def _add_samples(command: argparse.ArgumentParser) -> None:
    command.set_defaults(action=None)
    actions = command.add_subparsers(dest="action", metavar="get")
    get = actions.add_parser("get", help="fetch a sample that is not shipped")
    get.add_argument("name", metavar="NAME")


def _folder(text: str) -> Path:
    if not text.strip():
        raise argparse.ArgumentTypeError("the name of a folder is missing")
    return Path(text)


def _separator(text: str) -> str:
    return {"tab": "\t", "\\t": "\t"}.get(text, text)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not a day or time: write it like 2011-12-10 or 2011-12-10T12:50"
        ) from None


def _clusters(text: str) -> int | str:
    if text == "auto":
        return text
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number or 'auto'") from None


def _pair(form: str, *, may_be_nothing: bool = False) -> Callable[[str], tuple[str, str]]:
    """Return what reads an option of two parts; `form` says how it is written."""

    def read(text: str) -> tuple[str, str]:
        first, equals, second = text.partition("=")
        if not (first and equals and (second or may_be_nothing)):
            raise argparse.ArgumentTypeError(f"'{text}' is not {form}")
        return first, second

    return read
