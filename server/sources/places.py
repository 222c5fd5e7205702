"""The places that data are fetched from, each as a file that arrives in pieces."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlsplit

from rfm.errors import RfmError
from server.settings import ServerSettings
from server.sources.databases import file_of, host_of, read_database

if TYPE_CHECKING:
    from s3fs import S3FileSystem

Kind = Literal["folder", "bucket", "database"]
FOLDER: Final = "folder"
BUCKET: Final = "bucket"
DATABASE: Final = "database"
MOST_LISTED: Final = 1_000
SECONDS_TO_CONNECT: Final = 10
AMAZON: Final = "s3.amazonaws.com"
_CHUNK: Final = 1 << 20

Told = Callable[[str], object]


class SourceRefusedError(RfmError):
    """A source cannot be used: it is not there, does not answer, or is not allowed here."""


@dataclass(frozen=True)
class SourceFile:
    """A file that can be fetched."""

    name: str
    bytes: int


@dataclass(frozen=True)
class BucketAddress:
    """A bucket of Amazon or of another S3 endpoint, and who asks it.

    Parameters
    ----------
    bucket : str
        Its name, and a folder in it if need be: "shop/exports".
    endpoint : str
        The address of another endpoint than Amazon's, such as https://minio.example.com.
    key, secret : str
        The access key; both empty for a public bucket.
    """

    bucket: str
    endpoint: str = ""
    key: str = ""
    secret: str = ""

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> "BucketAddress":
        """Return what a form says."""
        names = {name: str(texts.get(name, "")).strip() for name in cls.__dataclass_fields__}
        names["bucket"] = names["bucket"].removeprefix("s3://").strip("/")
        if not names["bucket"]:
            raise SourceRefusedError("Give the bucket's name, such as my-shop/exports.")
        return cls(**names)

    @property
    def host(self) -> str:
        """The server that is asked."""
        return (urlsplit(self.endpoint).hostname or "").lower() if self.endpoint else AMAZON

    def files(self) -> "S3FileSystem":
        """Return what reads it."""
        from s3fs import S3FileSystem

        return S3FileSystem(
            anon=not self.key,
            key=self.key or None,
            secret=self.secret or None,
            endpoint_url=self.endpoint or None,
            use_listings_cache=False,
            skip_instance_cache=True,
            config_kwargs={"connect_timeout": SECONDS_TO_CONNECT, "retries": {"max_attempts": 2}},
        )


def files_in_folder(settings: ServerSettings) -> list[SourceFile]:
    """Return the files of the server's folder, by name; none where there is no such folder."""
    if not settings.data_folder:
        return []
    root = Path(settings.data_folder)
    found = sorted(path for path in root.rglob("*") if path.is_file())
    shown = (path for path in found if not _is_hidden(path.relative_to(root)))
    return [
        SourceFile(path.relative_to(root).as_posix(), path.stat().st_size)
        for path in islice(shown, MOST_LISTED)
    ]


def files_in_bucket(address: BucketAddress) -> list[SourceFile]:
    """Return the files of a bucket's folder, by name.

    Raises
    ------
    SourceRefusedError
        When it does not answer, or does not let us.
    """
    with _explaining(address):
        found = address.files().find(address.bucket, detail=True)
    below = f"{address.bucket}/"
    names = sorted(name for name in found if name.startswith(below) and found[name]["size"])
    return [
        SourceFile(name.removeprefix(below), int(found[name]["size"]))
        for name in names[:MOST_LISTED]
    ]


@contextmanager
def fetching(
    kind: str, address: str, asked: str, settings: ServerSettings, told: Told
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield the name of a source's file, and its content in pieces.

    Parameters
    ----------
    kind, address, asked : str
        What the source is, where it is (empty for the server's folder), and what is asked of it.
    settings : ServerSettings
        Names the server's folder.
    told : callable
        Told in words how far it is.

    Raises
    ------
    SourceRefusedError, RfmError
        When it cannot be read.
    """
    if kind == FOLDER:
        with _file_in_folder(asked, settings).open("rb") as file:
            yield PurePath(asked).name, _pieces(file, told)
    elif kind == BUCKET:
        bucket = BucketAddress(**json.loads(address))
        with _explaining(bucket), bucket.files().open(f"{bucket.bucket}/{asked}", "rb") as file:
            yield PurePath(asked).name, _pieces(file, told)
    else:
        with TemporaryDirectory(prefix="rfm-") as folder:
            target = Path(folder) / "rows.parquet"
            read_database(address, asked, target, lambda rows: told(f"{rows:,} rows"))
            with target.open("rb") as file:
                yield f"{_name_of(asked)}.parquet", _pieces(file, told)


def ensure_place_allowed(kind: str, address: str, settings: ServerSettings) -> None:
    """Refuse what visitors from elsewhere may not reach from this server.

    Raises
    ------
    SourceRefusedError
        When the host is none of SOURCE_HOSTS, or the database's file is not in DATA_FOLDER.
    """
    if kind == FOLDER:
        return
    if kind == DATABASE and (file := file_of(address)):
        root = settings.data_folder
        if not root or not Path(file).resolve().is_relative_to(root):
            raise SourceRefusedError(
                "Database files are read from the server's own folder alone, which its operator "
                "names with DATA_FOLDER."
            )
        return
    host = host_of(address) if kind == DATABASE else BucketAddress(**json.loads(address)).host
    allowed = {each.strip().lower() for each in settings.source_hosts.split(",")}
    if host not in allowed:
        raise SourceRefusedError(
            f"This site does not fetch from {host}. Its operator can allow that with SOURCE_HOSTS."
        )


def _file_in_folder(name: str, settings: ServerSettings) -> Path:
    """Return a file of the server's folder; a path that leads out of it is none."""
    root = settings.data_folder
    try:
        path = Path(root, name).resolve() if root else None
        if path and path.is_relative_to(root) and path.is_file():
            return path
    except (OSError, ValueError):
        pass
    raise SourceRefusedError("This file is not in the server's folder any more. Choose another.")


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _pieces(file: IO[bytes], told: Told) -> Iterator[bytes]:
    read = 0
    while chunk := file.read(_CHUNK):
        read += len(chunk)
        told(f"{read / 1e6:,.0f} MB")
        yield chunk


def _name_of(asked: str) -> str:
    """Return what to call the file of a table, or of a query."""
    is_table = not any(character.isspace() for character in asked.strip())
    return asked.strip().replace(".", "-") if is_table else "query"


@contextmanager
def _explaining(address: BucketAddress) -> Iterator[None]:
    """Turn what goes wrong with a bucket into a sentence without its key."""
    from botocore.exceptions import BotoCoreError, ClientError

    where = f"The bucket '{address.bucket}' at {address.host}"
    try:
        yield
    except FileNotFoundError:
        raise SourceRefusedError(f"{where}, or the file in it, is not there.") from None
    except PermissionError:
        raise SourceRefusedError(f"{where} does not let this key read.") from None
    except (OSError, ClientError, BotoCoreError, ValueError) as error:
        reason: Any = type(error).__name__
        raise SourceRefusedError(f"{where} does not answer ({reason}). Check both.") from None
