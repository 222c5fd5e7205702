"""The site's settings, read once from the environment and typed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from rfm.errors import SettingsError

PROJECT: Final = Path(__file__).resolve().parent.parent
LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")
MEGABYTE: Final = 1_000_000
MOST_PROXIES: Final = 5
MOST_WORKERS: Final = 16
SHORTEST_KEY: Final = 32
OWN_FILE: Final = "sqlite"
OWN_FOLDER: Final = "folder"
MOST_MEGABYTES: Final = 1_000_000
MOST_KEPT: Final = 1_000
MOST_LEASE: Final = 3_600
MOST_DAYS: Final = 36_500
JOB_RUNNERS: Final = ("site", "apart")
YES_OR_NO: Final = ("no", "yes")
_BUCKET: Final = re.compile(r"s3://[a-z0-9][a-z0-9.-]{2,62}(/[\w.-]+)*/?")


@dataclass(frozen=True, kw_only=True)
class ServerSettings:
    """What the site needs to know about the machine it runs on.

    Parameters
    ----------
    host, port : str, int
        The address `python app.py` listens on. Gunicorn takes its own from `gunicorn.conf.py`.
    var : Path
        The folder of the running site's files: snapshots, progress of jobs, fetched samples.
    snapshot : str
        The address of a snapshot to show first, wherever it was published; empty for none.
    source : str
        A file to analyse and show first, a log or a table of customers; empty for none.
    samples : Path
        The folder where the files of samples that are not shipped are looked for.
    proxies : int
        How many proxies of the host stand in front, each trusted to name the client and the scheme.
    log_level : {"DEBUG", "INFO", "WARNING", "ERROR"}
        The least severe kind of message in the log.
    database_url : str
        The database in SQLAlchemy's words; "sqlite" is a file of the site's own.
    storage_url : str
        Where files are kept: "folder" is one of the site's own, "s3://BUCKET/FOLDER" a bucket.
    most_upload_mb : int
        How many MB of files are taken at once.
    keep_versions : int
        How many versions of a data set are kept beside the one that is shown.
    job_runner : {"site", "apart"}
        Whether the site starts what runs its jobs, or somebody else does.
    job_workers : int
        How many jobs run at once.
    job_lease_seconds : int
        After so long without a sign of life, whoever works on a job is believed dead.
    uploads_kept_days, requests_kept_days : int
        How long brought files are kept that no version needs any more, and what was asked.
    allow_editing : {"no", "yes"}
        Whether visitors may change texts although the site is not for this machine alone.
    data_folder : str
        A folder of this machine whose files visitors may choose; empty for none.
    source_hosts : str
        The hosts of databases and buckets that a site for others may fetch from, with commas.
    secret_key : str
        What passwords of sources are sealed with; empty for a key of the site's own.

    Raises
    ------
    SettingsError
        When a variable of the environment has a value that cannot be used.
    """

    host: str = field(default="127.0.0.1", metadata={"variable": "HOST"})
    port: int = field(default=8050, metadata={"variable": "PORT"})
    var: Path = field(default=PROJECT / "var", metadata={"variable": "VAR_DIR"})
    snapshot: str = field(default="", metadata={"variable": "SNAPSHOT"})
    source: str = field(default="", metadata={"variable": "SOURCE"})
    samples: Path = field(default=PROJECT / "var" / "samples", metadata={"variable": "RFM_SAMPLES"})
    proxies: int = field(default=0, metadata={"variable": "PROXIES"})
    log_level: str = field(default="INFO", metadata={"variable": "LOG_LEVEL"})
    # It may hold a password.
    database_url: str = field(default=OWN_FILE, repr=False, metadata={"variable": "DATABASE_URL"})
    storage_url: str = field(default=OWN_FOLDER, metadata={"variable": "STORAGE_URL"})
    most_upload_mb: int = field(default=4096, metadata={"variable": "MOST_UPLOAD_MB"})
    keep_versions: int = field(default=20, metadata={"variable": "KEEP_VERSIONS"})
    job_runner: str = field(default="site", metadata={"variable": "JOB_RUNNER"})
    job_workers: int = field(default=2, metadata={"variable": "JOB_WORKERS"})
    job_lease_seconds: int = field(default=60, metadata={"variable": "JOB_LEASE_SECONDS"})
    uploads_kept_days: int = field(default=30, metadata={"variable": "UPLOADS_KEPT_DAYS"})
    requests_kept_days: int = field(default=90, metadata={"variable": "REQUESTS_KEPT_DAYS"})
    allow_editing: str = field(default="no", metadata={"variable": "ALLOW_EDITING"})
    data_folder: str = field(default="", metadata={"variable": "DATA_FOLDER"})
    source_hosts: str = field(default="", metadata={"variable": "SOURCE_HOSTS"})
    secret_key: str = field(default="", repr=False, metadata={"variable": "SECRET_KEY"})

    def __post_init__(self) -> None:
        _ensure_between("PORT", self.port, 1, 65_535)
        _ensure_between("PROXIES", self.proxies, 0, MOST_PROXIES)
        _ensure_between("JOB_WORKERS", self.job_workers, 1, MOST_WORKERS)
        if self.snapshot and not Path(self.snapshot).is_symlink():
            raise SettingsError(
                f"'{self.snapshot}' is no file and no published snapshot: name a log, a table of "
                "customers, or a folder that `python -m rfm analyse FILE --out FOLDER` made."
            )
        if self.source and not Path(self.source).is_file():
            raise SettingsError(f"There is no file '{self.source}'. Check the path.")
        if self.data_folder and not Path(self.data_folder).is_dir():
            raise SettingsError(f"DATA_FOLDER is '{self.data_folder}', which is no folder here.")
        if self.secret_key and len(self.secret_key) < SHORTEST_KEY:
            raise SettingsError(
                f"SECRET_KEY is shorter than {SHORTEST_KEY} characters: give a longer one, such as "
                "`openssl rand -base64 32` prints."
            )
        _ensure_one_of("LOG_LEVEL", self.log_level, LOG_LEVELS)
        _ensure_between("MOST_UPLOAD_MB", self.most_upload_mb, 1, MOST_MEGABYTES)
        _ensure_between("KEEP_VERSIONS", self.keep_versions, 0, MOST_KEPT)
        _ensure_between("JOB_LEASE_SECONDS", self.job_lease_seconds, 1, MOST_LEASE)
        _ensure_between("UPLOADS_KEPT_DAYS", self.uploads_kept_days, 1, MOST_DAYS)
        _ensure_between("REQUESTS_KEPT_DAYS", self.requests_kept_days, 1, MOST_DAYS)
        _ensure_storage(self.storage_url)
        _ensure_one_of("JOB_RUNNER", self.job_runner, JOB_RUNNERS)
        _ensure_one_of("ALLOW_EDITING", self.allow_editing, YES_OR_NO)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "ServerSettings":
        """Return the settings that an environment asks for; what it leaves out has its default."""
        chosen: dict[str, Any] = {}
        for setting in fields(cls):
            variable = setting.metadata["variable"]
            text = environment.get(variable, "").strip()
            if text:
                chosen[setting.name] = _read(variable, text, type(setting.default))
        if "var" in chosen:
            chosen.setdefault("samples", chosen["var"] / "samples")
        return cls(**chosen)

    def opening(self, arguments: Sequence[str]) -> "ServerSettings":
        """Return the settings with the snapshot or file that a command line names, if any."""
        if not arguments:
            return self
        named = _read("SOURCE", arguments[0], str)
        if Path(named).is_file():
            return replace(self, source=named, snapshot="")
        return replace(self, source="", snapshot=named)

    @property
    def snapshot_name(self) -> str:
        """The name under which the site lists what it shows first; empty for none."""
        shown = Path(self.source).name.split(".")[0] if self.source else Path(self.snapshot).name
        name = re.sub("[^A-Za-z0-9_-]+", "-", shown).strip("-_")[:64]
        return (name or "snapshot") if self.source or self.snapshot else ""

    def source_of(self, dataset: str) -> str:
        """Return what a data set is analysed from: a file, or a sample by its name."""
        return self.source if self.source and dataset == self.snapshot_name else dataset

    def address(self, dataset: str) -> Path:
        """Return where the snapshots of a data set are published."""
        opened = self.snapshot and dataset == self.snapshot_name
        return Path(self.snapshot) if opened else self.snapshots / dataset

    def address_of_version(self, dataset: str, number: int) -> Path:
        """Return where the snapshot of a version of a data set is published."""
        return self.var / "versions" / dataset / str(number)

    @property
    def snapshots(self) -> Path:
        """The folder of the published snapshots, one address a data set."""
        return self.var / "snapshots"

    @property
    def jobs(self) -> Path:
        """The folder where running jobs say how far they are."""
        return self.var / "jobs"

    @property
    def environment(self) -> dict[str, str]:
        """The variables that give another process the same settings."""
        return {
            setting.metadata["variable"]: str(getattr(self, setting.name))
            for setting in fields(self)
        }


def _read(variable: str, text: str, kind: type) -> Any:
    if issubclass(kind, Path):
        return Path(text).expanduser().resolve()
    if variable == "DATA_FOLDER":
        return str(Path(text).expanduser().resolve())
    if variable in ("SNAPSHOT", "SOURCE"):
        # Not resolved: it is a link, which the next version moves.
        return "" if text == "none" else str(Path(text).expanduser().absolute())
    if kind is int:
        if not (text.isascii() and text.isdigit()):
            raise SettingsError(f"{variable} is '{text}': give a whole number.")
        return int(text)
    if variable == "LOG_LEVEL":
        return text.upper()
    return text.lower() if variable in ("JOB_RUNNER", "ALLOW_EDITING") else text


def _ensure_one_of(variable: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise SettingsError(f"{variable} is '{value}': give one of {', '.join(choices)}.")


def _ensure_between(variable: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise SettingsError(f"{variable} is {value}: give a number from {least} to {most}.")


def _ensure_storage(url: str) -> None:
    if url != OWN_FOLDER and not _BUCKET.fullmatch(url):
        raise SettingsError(
            f"STORAGE_URL is '{url}': give s3://BUCKET or s3://BUCKET/FOLDER, or leave it out for "
            "a folder below VAR_DIR. Keys and endpoint come from the variables AWS_ACCESS_KEY_ID, "
            "AWS_SECRET_ACCESS_KEY and AWS_ENDPOINT_URL."
        )
