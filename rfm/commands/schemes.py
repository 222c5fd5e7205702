"""The schemes that `analyse` goes on from: those kept beside the rows, or those of a snapshot."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rfm.errors import RfmError
from rfm.records import as_record, from_record

if TYPE_CHECKING:
    from rfm.segments.known import KnownSchemes

SCHEMES_FILE: Final = "schemes.json"


def schemes_before(chosen: argparse.Namespace) -> "KnownSchemes | None":
    """Return the schemes at whose points customers are scored on; None where there are none.

    What is kept of a log keeps them too, so that it can be analysed again to the same segments.
    """
    from rfm.log.keeping import kept_facts
    from rfm.samples.sources import name_of
    from rfm.segments.known import KnownSchemes

    source = Path(chosen.source)
    if source.is_file() and kept_facts(source) is not None:
        path = source.with_name(SCHEMES_FILE)
        stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
        return from_record(KnownSchemes, stored) if stored else None
    # Without --after, what was at the address may be of another shop.
    known = known_schemes(chosen.after or chosen.out, "" if chosen.after else name_of(source))
    if chosen.keep is not None and known is not None:
        chosen.keep.mkdir(parents=True, exist_ok=True)
        text = json.dumps(as_record(known))
        (chosen.keep / SCHEMES_FILE).write_text(text, encoding="utf-8")
    return known


def known_schemes(address: Path, source: str = "") -> "KnownSchemes | None":
    """Return the schemes of the snapshot at an address; None without any.

    It has to be of a log; of a certain source, where that is named.
    """
    from rfm import schema
    from rfm.segments.known import KnownSchemes
    from rfm.snapshot import Snapshot

    if not address.exists():
        return None
    try:
        snapshot = Snapshot.open(address.absolute())
        if snapshot.kind != schema.LOG or source not in ("", snapshot.manifest["source"]["name"]):
            return None
        return KnownSchemes.under(snapshot.schemes, snapshot.settings)
    except RfmError:
        # Damaged, or of another version: then nothing is known of it.
        return None
