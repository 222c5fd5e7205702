"""`python -m rfm changes`: how many rows differ between two logs, or tables, that were kept."""

import argparse
import json
from collections.abc import Iterator

from rfm.log.keeping import LOG, kept_facts, open_kept
from rfm.log.merging import merge
from rfm.table.keeping import TABLE
from rfm.table.merging import merge_tables
from rfm.words import counted


def run(chosen: argparse.Namespace) -> Iterator[str]:
    """Yield how many rows were added, removed, changed, and are the same.

    Raises
    ------
    SourceError
        When one of the files is not what `--keep` wrote, or they are of different kinds.
    """
    facts = kept_facts(chosen.source)
    kind = TABLE if facts is not None and facts["kind"] == TABLE else LOG
    (older, known), (newer, _) = (open_kept(path, kind) for path in (chosen.source, chosen.newer))
    first, second = older.texts(), newer.texts()
    if kind == TABLE:
        _, forth = merge_tables(first, second, known["id_column"])
        _, back = merge_tables(second, first, known["id_column"])
    else:
        _, forth = merge(first, second)
        _, back = merge(second, first)
    found = {
        "added": forth.appended,
        "removed": back.appended,
        "changed": forth.corrected,
        "same": forth.recognised,
    }
    if chosen.json:
        yield json.dumps(found)
    else:
        yield ", ".join(f"{counted(count, 'row')} {what}" for what, count in found.items())
