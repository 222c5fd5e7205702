"""An analysis as a folder on disk: written whole, read lazily."""

from rfm.snapshot.buyers import buyers_of
from rfm.snapshot.reader import Snapshot
from rfm.snapshot.writer import publish

__all__ = ["Snapshot", "buyers_of", "publish"]
