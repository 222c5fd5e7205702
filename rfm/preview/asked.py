"""What a preview is asked about: files, and the choices made so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rfm.settings import Settings
from rfm.table.attribute import TableChoices


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be read, and how the user says that it is.

    Parameters
    ----------
    source, more : str, tuple of str
        A sample's name or a file's path, and the paths of further files of the same layout.
    kind : {"", "log", "customers"}
        What the files are; told from them where it is empty.
    columns : mapping of str to str
        Of a log: the column of each field that the user named.
    settings : Settings
        Of a log: every choice that changes a number.
    table : TableChoices
        Of a customer table: what the user says of its columns.
    folders : tuple of Path
        Where the files of samples are looked for.
    """

    source: str
    more: tuple[str, ...] = ()
    kind: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    table: TableChoices = field(default_factory=TableChoices)
    folders: tuple[Path, ...] = ()
