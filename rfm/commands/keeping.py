"""What `analyse` keeps for a version of a data set, and what the snapshot says of that version."""

import argparse
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rfm import schema
from rfm.errors import RfmError, SettingsError
from rfm.log.keeping import Keeping
from rfm.records import from_record
from rfm.stopwatch import measuring

if TYPE_CHECKING:
    import pandas as pd

    from rfm.clusters.identity import KnownClusters

CLUSTERS_FILE: Final = "clusters.parquet"
TIMES_FILE: Final = "seconds.json"
_NAMES: Final = b"rfm.clusters"


@dataclass(frozen=True, kw_only=True)
class About:
    """What a snapshot is told of itself.

    Parameters
    ----------
    title : str
        What it is called; empty for the name of its file.
    version : mapping
        Which version of which data set it is of.
    published_at : str
        When it was published first, where it is made again; empty for now.
    """

    title: str = ""
    version: Mapping[str, Any] = field(default_factory=dict)
    published_at: str = ""

    @property
    def moment(self) -> datetime:
        """When it is published, as it says."""
        now = self.published_at
        return datetime.fromisoformat(now) if now else datetime.now(UTC)


def about(chosen: argparse.Namespace) -> About:
    """Return what a snapshot is told of itself.

    Raises
    ------
    SettingsError
        When the file that says it cannot be read.
    """
    if chosen.about is None:
        return About()
    try:
        says = json.loads(chosen.about.read_text(encoding="utf-8"))
        if not isinstance(says, dict):
            raise TypeError
        return from_record(About, says)
    except (OSError, TypeError, ValueError, RfmError):
        raise SettingsError(
            f"'{chosen.about.name}' does not say what the snapshot is of: give a JSON object with "
            "title, version and published_at."
        ) from None


def keeping(chosen: argparse.Namespace) -> Keeping | None:
    """Return where what is read is kept; None where it is not."""
    if chosen.keep is None and chosen.add_to is None:
        return None
    if chosen.keep is None:
        raise SettingsError(
            "What a file is added to is kept in a folder, which has to be named.",
            how="--add-to needs --keep: the folder that both together are kept in.",
        )
    chosen.keep.mkdir(parents=True, exist_ok=True)
    return Keeping(chosen.keep, chosen.add_to)


@contextmanager
def times_kept(chosen: argparse.Namespace) -> Iterator[None]:
    """Have the seconds that fitting took be those that were kept, or keep them."""
    from rfm.log.keeping import kept_facts

    source, known = Path(chosen.source), {}
    if source.is_file() and kept_facts(source) is not None:
        known = _times(source.with_name(TIMES_FILE))
    with measuring(known) as measured:
        yield
        if chosen.keep is not None:
            text = json.dumps(measured, sort_keys=True)
            (chosen.keep / TIMES_FILE).write_text(text, encoding="utf-8")


def _times(path: Path) -> dict[str, float]:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def clusters_before(chosen: argparse.Namespace) -> "KnownClusters | None":
    """Return the clusters whose names and colours go on: the kept ones, or those of a snapshot.

    What is kept of a log keeps them too, so that it can be analysed again to the same names.
    """
    from rfm.log.keeping import kept_facts

    source = Path(chosen.source)
    if source.is_file() and kept_facts(source) is not None:
        return _read(source.with_name(CLUSTERS_FILE))
    known = known_clusters((chosen.after or chosen.out).absolute())
    if chosen.keep is not None and known is not None:
        chosen.keep.mkdir(parents=True, exist_ok=True)
        _write(known, chosen.keep / CLUSTERS_FILE)
    return known


def known_clusters(address: Path) -> "KnownClusters | None":
    """Return the clusters at an address, whose names and colours go on; None without any."""
    from rfm.clusters.identity import KnownClusters
    from rfm.snapshot import Snapshot

    if not address.exists():
        return None
    try:
        snapshot = Snapshot.open(address)
        if schema.CLUSTERS not in snapshot.groupings:
            return None
        clusters = snapshot.groups(schema.CLUSTERS)
        customers = snapshot.customers(schema.CUSTOMER_ID, schema.CLUSTER)
    except RfmError:
        # Damaged, or of another version: then nothing is known of it.
        return None
    return KnownClusters(
        tuple(clusters[schema.GROUP].astype("str")),
        tuple(map(int, clusters[schema.SLOT])),
        _numbers(customers.set_index(schema.CUSTOMER_ID)[schema.CLUSTER] - 1, clusters),
    )


def _numbers(members: "pd.Series", clusters: "pd.DataFrame") -> "pd.Series":
    """Return the numbers of customers' clusters, where the group of those in none is -1."""
    if schema.IS_NOISE not in clusters:
        return members
    is_noise = clusters[schema.IS_NOISE].to_numpy(dtype=bool)
    return members.where(~is_noise[members.to_numpy()], schema.NOISE)


def _write(known: "KnownClusters", path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    members = pa.table(
        {
            schema.CUSTOMER_ID: known.members.index.astype("str").to_numpy(dtype=object),
            schema.CLUSTER: known.members.to_numpy(),
        }
    )
    names = json.dumps({"names": known.names, "slots": known.slots})
    pq.write_table(members.replace_schema_metadata({_NAMES: names}), path, compression="zstd")


def _read(path: Path) -> "KnownClusters | None":
    import pandas as pd
    import pyarrow.parquet as pq

    from rfm.clusters.identity import KnownClusters

    if not path.exists():
        return None
    table = pq.read_table(path)
    found = json.loads(table.schema.metadata[_NAMES])
    index = pd.Index(table[schema.CUSTOMER_ID].to_pandas(), name=schema.CUSTOMER_ID)
    members = pd.Series(table[schema.CLUSTER].to_numpy(), index=index, name=schema.CLUSTER)
    return KnownClusters(tuple(found["names"]), tuple(found["slots"]), members)
