"""The logs that are measured: Online Retail where its file is at hand, else the gift shop."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.measuring import PROJECT

TILED_LINES: Final = 10_000_000
GIFT_SHOP_CUSTOMERS: Final = 100_000


@dataclass(frozen=True)
class Log:
    """A log with the name it has in the printed table."""

    title: str
    path: Path


def real_log(workspace: Path) -> Log:
    """Return Online Retail from a folder of samples, or say that it is the gift shop instead."""
    from rfm.samples.catalogue import ONLINE_RETAIL, sample_file
    from rfm.samples.gift_shop import write_gift_shop

    file = sample_file(ONLINE_RETAIL, sample_folders())
    if file is not None:
        return Log(ONLINE_RETAIL.title, file)
    return Log(
        "Gift shop (synthetic; Online Retail was not found)",
        write_gift_shop(workspace, GIFT_SHOP_CUSTOMERS),
    )


def sample_folders() -> list[Path]:
    """Return where the files of samples may be."""
    own = os.environ.get("RFM_SAMPLES")
    folders = [PROJECT / "var" / "samples", PROJECT / "data", PROJECT.parent / "shared" / "data"]
    return [*([Path(own)] if own else []), *folders]


def tile(log: Log, workspace: Path) -> Path:
    """Write a log in canonical form so often that it has ten million lines.

    Every tile has customers of its own, with numbers like those of the log.
    """
    import duckdb

    from rfm.log.reading import read_log
    from rfm.settings import Settings

    reading = read_log(log.path, Settings(), workspace)
    lines = reading.texts().collect().to_arrow()  # noqa: F841 - DuckDB finds it by its name
    target = workspace / "tiled.parquet"
    tiles = -(-TILED_LINES // reading.rows)
    duckdb.sql(
        f"""COPY (
            SELECT lines.* REPLACE (
                line_no + tile * {reading.rows} AS line_no,
                coalesce((TRY_CAST(customer_id AS BIGINT) + tile * 100000)::VARCHAR,
                         customer_id || '-' || tile) AS customer_id,
                hash(row_hash, tile) AS row_hash)
            FROM lines, range({tiles}) tiles(tile)
            ORDER BY tile, line_no LIMIT {TILED_LINES}
        ) TO '{target}'"""  # noqa: S608
    )
    return target


def write_csv(log: Log, workspace: Path) -> Path:
    """Write a log as the CSV file that circulates: American dates, 45 MB for Online Retail."""
    import polars as pl
    from polars import selectors

    target = workspace / "log.csv"
    pl.read_parquet(log.path).with_columns(
        selectors.datetime().dt.to_string("%-m/%-d/%Y %H:%M")
    ).write_csv(target)
    return target
