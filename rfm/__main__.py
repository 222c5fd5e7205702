"""The command line: analyse a log, test its models, place a customer, list the samples.

Exit codes: 0 when it worked, 1 when the log or a value could not be used (the last line of standard
error says why), 2 when the command itself was not understood.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Final, get_args

from rfm.errors import RfmError
from rfm.settings import DEFAULT_PRESET, PRESETS, Count, DateOrder, Keep, Returns, Settings, preset

SETTINGS: Final = frozenset(field.name for field in fields(Settings))
SITE_SNAPSHOTS: Final = Path("var/snapshots")
SITE_SAMPLES: Final = Path("var/samples")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    # Read by NumPy and SciPy when they are imported: the threads of their linear algebra take
    # longer to wake up than the small products of the models take.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        chosen.run(chosen)
    except RfmError as error:
        _say(f"rfm: {error}")
        return 1
    except KeyboardInterrupt:
        _say("rfm: stopped; nothing was published.")
        return 130
    return 0


def analyse(chosen: argparse.Namespace) -> None:
    """Analyse a log and publish its snapshot."""
    from threading import Thread

    # It takes a second, and the database works on the log meanwhile.
    Thread(target=import_module, args=("sklearn.cluster",), daemon=True).start()

    from rfm.analysis import STEPS, analysing
    from rfm.commands.progress import Progress
    from rfm.snapshot import publish

    settings = _settings(chosen)
    progress = Progress()
    with analysing(
        chosen.source,
        settings,
        folders=sample_folders(),
        columns=dict(chosen.column),
        progress=progress.begin,
    ) as analysis:
        progress.begin(len(STEPS) - 1)
        publish(analysis, chosen.out, datetime.now(UTC))
    progress.end()
    figures = analysis.key_figures
    print(
        f"{analysis.source.title}: {figures['customers']:,} customers, "
        f"{figures['orders']:,} orders, in {chosen.out}"
    )


def back_test(chosen: argparse.Namespace) -> None:
    """Print how the models of lifetime would have done on a log's own past."""
    import json

    from rfm.commands.backtest import card_lines, run_back_test

    found = run_back_test(
        chosen.source,
        _settings(chosen),
        folders=sample_folders(),
        columns=dict(chosen.column),
        cut=chosen.cut and chosen.cut.date(),
    )
    print(json.dumps(found.as_json()) if chosen.json else "\n".join(card_lines(found)))


def predict(chosen: argparse.Namespace) -> None:
    """Print the cluster and the segments of a customer with the given values."""
    from rfm import schema
    from rfm.prediction import place, read_values
    from rfm.snapshot import Snapshot

    values = read_values(chosen.recency, chosen.frequency, chosen.monetary)
    snapshot = Snapshot.open(chosen.snapshot or _site_snapshot())
    placement = place(
        *values,
        clusters=snapshot.cluster_model,
        schemes=snapshot.schemes,
        customers=snapshot.customers(schema.CUSTOMER_ID, *schema.RFM, schema.SEGMENT),
        currency=snapshot.currency,
    )
    if placement.cluster is None:
        print(f"cluster: none. {snapshot.no_clusters_reason}")
    else:
        print(f"cluster: {placement.cluster + 1}")
        print(f"name: {placement.name}")
        print(f"certainty: {placement.certainty:.0%}")
    for scheme, (code, segment) in placement.segments.items():
        print(f"segment ({scheme}): {segment} ({code})")
    for warning in placement.warnings:
        _say(f"note: {warning}")


def samples(chosen: argparse.Namespace) -> None:
    """List the sample logs, or fetch one."""
    from rfm.samples import SAMPLES, available, fetch

    if chosen.action == "get":
        print(fetch(chosen.name, SITE_SAMPLES))
        return
    for sample in SAMPLES:
        here = available(sample, sample_folders())
        state = "" if here else f" (get it: python -m rfm samples get {sample.name})"
        print(f"{sample.name:14} {sample.description}{state}")


def sample_folders() -> list[Path]:
    """Return where the files of samples are looked for: $RFM_SAMPLES, then what was fetched."""
    own = os.environ.get("RFM_SAMPLES")
    return [*([Path(own)] if own else []), SITE_SAMPLES]


def _site_snapshot() -> Path:
    """Return the site's own snapshot, made from the default sample where there is none yet."""
    from rfm.samples import default_sample

    name = default_sample(sample_folders()).name
    address = SITE_SNAPSHOTS / name
    if not address.exists():
        _say(f"No snapshot yet: analysing the sample {name} first.")
        analyse(_parser().parse_args(["analyse", name, "--out", str(address)]))
    return address


def _settings(chosen: argparse.Namespace) -> Settings:
    given = {
        name: value
        for name, value in vars(chosen).items()
        if name in SETTINGS and value is not None
    }
    if given.get("clusters") == "auto":
        given["clusters"] = None
    return preset(chosen.preset, **given)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m rfm", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_analyse(commands.add_parser("analyse", help="analyse a log and publish its snapshot"))
    _add_back_test(commands.add_parser("backtest", help="test the models on a log's own past"))
    _add_predict(commands.add_parser("predict", help="place a customer by three values"))
    _add_samples(commands.add_parser("samples", help="list the sample logs, or get one"))
    return parser


def _add_analyse(command: argparse.ArgumentParser) -> None:
    command.set_defaults(run=analyse)
    add = command.add_argument
    add("--out", metavar="DIR", type=Path, required=True, help="where the snapshot goes")
    add("--scheme", metavar="SCHEME", help="report, grid, three-tier, or the file of your own")
    add("--clusters", metavar="K|auto", type=_clusters, help="how many clusters")
    add("--currency", metavar="SYMBOL", help="the symbol of the log's money")
    add("--count", choices=get_args(Count), help="what frequency counts")
    _add_settings(command)


def _add_back_test(command: argparse.ArgumentParser) -> None:
    command.set_defaults(run=back_test)
    add = command.add_argument
    add("--cut", metavar="DAY", type=_moment, help="the last day that the models may know")
    add("--json", action="store_true", help="print the card as JSON")
    _add_settings(command)


def _add_settings(command: argparse.ArgumentParser) -> None:
    """Add the log and what is asked about any log."""
    add = command.add_argument
    add("source", metavar="SOURCE", help="a .csv, .parquet or .xlsx file, or a sample's name")
    add("--preset", choices=PRESETS, default=DEFAULT_PRESET, help="a set of settings by name")
    add("--as-of", type=_moment, help="look back from this day or time, such as 2011-12-10")
    add("--horizon", dest="horizon_days", metavar="DAYS", type=int, help="the days of churn")
    add("--returns", choices=get_args(Returns), help="subtract returns from spend, or ignore them")
    add("--duplicates", choices=get_args(Keep), help="exact copies of a line")
    add("--time-zone", metavar="ZONE", help="the shop's time zone, such as Europe/London")
    add("--date-order", choices=get_args(DateOrder), help="how to read 01/02/2011")
    add("--value-days", metavar="DAYS", type=int, help="how far ahead a customer's value looks")
    add("--discount-rate", metavar="RATE", type=float, help="a year's, such as 0.1 for 10 %%")
    add("--seed", type=int, help="the seed of everything random")
    add(
        "--column",
        metavar="FIELD=NAME",
        type=_column,
        action="append",
        default=[],
        help="the column of a field, such as customer_id=Kundennr; may be given several times",
    )


def _add_predict(command: argparse.ArgumentParser) -> None:
    command.set_defaults(run=predict)
    command.add_argument("--recency", required=True, help="days since the last order")
    command.add_argument("--frequency", required=True, help="how many orders")
    command.add_argument("--monetary", required=True, help="how much was spent")
    command.add_argument("--snapshot", metavar="DIR", type=Path, help="by default the site's own")


def _add_samples(command: argparse.ArgumentParser) -> None:
    command.set_defaults(run=samples, action=None)
    actions = command.add_subparsers(dest="action", metavar="get")
    get = actions.add_parser("get", help="fetch a sample that is not shipped")
    get.add_argument("name", metavar="NAME")


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


def _column(text: str) -> tuple[str, str]:
    field, equals, name = text.partition("=")
    if not (field and equals and name):
        raise argparse.ArgumentTypeError(f"'{text}' is not FIELD=NAME, such as customer_id=Client")
    return field, name


if __name__ == "__main__":
    sys.exit(main())
