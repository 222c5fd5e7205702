"""Where a log or a customer table comes from: a file, or a sample by its name."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from rfm.errors import SourceError
from rfm.samples.catalogue import CDNOW, SAMPLES, cdnow_file, write_sample


@dataclass(frozen=True)
class Source:
    """A log or a customer table that can be read.

    Attributes
    ----------
    path : Path
        The file to read.
    original : Path
        The source's own file, from which the one to read may have been made.
    more : tuple of Path
        Further files of the same layout, read after the first.
    sha256 : str
        The fingerprint of its own file; empty before it is read.
    currency, time_zone : str
        What is known of the log beforehand; empty when nothing is.
    """

    name: str
    title: str
    path: Path
    original: Path
    more: tuple[Path, ...] = ()
    sha256: str = ""
    currency: str = ""
    time_zone: str = ""

    @property
    def paths(self) -> tuple[Path, ...]:
        """All files to read, in their order."""
        return (self.path, *self.more)

    @property
    def originals(self) -> tuple[Path, ...]:
        """All files that the source is made of, in their order."""
        return (self.original, *self.more)

    @property
    def facts(self) -> dict[str, str]:
        """The settings that the log itself decides, where its user does not."""
        facts = {"currency": self.currency, "time_zone": self.time_zone}
        return {name: value for name, value in facts.items() if value}


def open_source(
    source: str, workspace: Path, folders: Sequence[Path], more: Sequence[str] = ()
) -> Source:
    """Return a log by a sample's name or a file's path.

    Parameters
    ----------
    source : str
        A sample's name, else a path.
    workspace : Path
        Where the file of a sample is made that does not exist as one.
    folders : sequence of Path
        Where the files of samples are looked for.
    more : sequence of str
        Paths of further files of the same layout.

    Returns
    -------
    Source
        The file, and what is known about it.

    Raises
    ------
    SourceError
        When there is neither such a sample nor such a file.
    """
    if source in SAMPLES and not more:
        sample = SAMPLES[source]
        path = write_sample(sample, workspace, folders)
        shipped = cdnow_file() if sample == CDNOW else None
        return Source(
            name=sample.name,
            title=sample.title,
            path=path,
            original=shipped or path,
            currency=sample.currency,
            time_zone=sample.time_zone,
        )
    path = own_file(source)
    title = name_of(path)
    others = tuple(own_file(name) for name in more)
    return Source(name=title, title=title, path=path, original=path, more=others)


def own_file(source: str) -> Path:
    """Return the file at a path, which can be read.

    Raises
    ------
    SourceError
        When there is no such file, or it may not be read.
    """
    path = Path(source).expanduser()
    try:
        is_file = path.is_file()
    except (OSError, ValueError):  # a name too long, or with a zero byte
        is_file = False
    if not is_file:
        raise SourceError(
            f"There is neither a file nor a sample '{source}'. Give the path of a .csv, .parquet "
            f"or .xlsx file, or one of the samples {', '.join(SAMPLES)}."
        )
    with _reading(path):
        return path


@contextmanager
def fingerprinting(source: Source) -> Iterator[Callable[[], str]]:
    """Yield what works out the fingerprint of a source as it is now, though it change meanwhile.

    That of several files is the fingerprint of theirs, one after the other.

    Raises
    ------
    SourceError
        When the file may not be read.
    """
    with ExitStack() as opened:
        files = [opened.enter_context(_reading(path)) for path in source.originals]
        yield lambda: _fingerprint(files)


def _fingerprint(files: Sequence[BufferedReader]) -> str:
    digests = [hashlib.file_digest(file, "sha256") for file in files]
    if len(digests) == 1:
        return digests[0].hexdigest()
    return hashlib.sha256(b"".join(each.digest() for each in digests)).hexdigest()


@contextmanager
def _reading(path: Path) -> Iterator[BufferedReader]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise SourceError(
            f"'{path}' cannot be read ({error.strerror}). Check who may read it."
        ) from error
    with file:
        yield file


def name_of(path: Path) -> str:
    """Return what a file's data are called: its name without what says how it is written."""
    return path.name.removesuffix(".gz").rsplit(".", 1)[0]
