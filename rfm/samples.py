"""The sample logs by name: two real ones and a made-up one whose truth is known."""

import importlib.util
import shutil
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Final

from rfm.errors import SourceError
from rfm.gift_shop import write_gift_shop

if TYPE_CHECKING:
    import polars as pl

Opener = Callable[[str], IO[bytes]]


@dataclass(frozen=True)
class Sample:
    """A log that can be analysed by its name.

    Attributes
    ----------
    files : tuple of str
        The names its file may have in a folder of samples; empty when it is always at hand.
    url : str
        Where it is fetched from.
    rows : int
        How many rows the whole log has.
    """

    name: str
    title: str
    description: str
    licence: str
    currency: str
    time_zone: str = "UTC"
    is_synthetic: bool = False
    files: tuple[str, ...] = ()
    url: str = ""
    rows: int = 0


ONLINE_RETAIL: Final = Sample(
    name="online-retail",
    title="Online Retail",
    description="Real: 541,909 lines of a British gift shop's web orders, 2010-2011",
    licence="CC BY 4.0, D. Chen, UCI Machine Learning Repository, data set 352",
    currency="£",
    time_zone="Europe/London",
    files=("online_retail.parquet", "online_retail.csv", "Online Retail.xlsx"),
    url="https://archive.ics.uci.edu/static/public/352/online+retail.zip",
    rows=541_909,
)
CDNOW: Final = Sample(
    name="cdnow",
    title="CDNOW",
    description="Real: 69,659 orders of 23,570 customers of a music shop, 1997-1998",
    licence="Published for research by P. Fader and B. Hardie; shipped in the lifetimes package",
    currency="$",
    time_zone="America/New_York",
    rows=69_659,
)
GIFT_SHOP: Final = Sample(
    name="gift-shop",
    title="Gift shop (synthetic)",
    description="Synthetic: 5,000 made-up customers from models with known parameters, 2020-2024",
    licence="Made by this project, MIT",
    currency="€",
    time_zone="Europe/Berlin",
    is_synthetic=True,
)
SAMPLES: Final = (ONLINE_RETAIL, CDNOW, GIFT_SHOP)

_CDNOW_FILE: Final = Path("datasets", "CDNOW_master.txt")
_SECONDS_TO_ANSWER: Final = 30


def find_sample(name: str) -> Sample:
    """Return a sample by its name.

    Raises
    ------
    SourceError
        When there is none of this name.
    """
    for sample in SAMPLES:
        if sample.name == name:
            return sample
    raise SourceError(f"There is no sample '{name}'. The samples are: {sample_names()}.")


def sample_names() -> str:
    """Return the names of all samples as words of a sentence."""
    return ", ".join(sample.name for sample in SAMPLES)


def default_sample(folders: Sequence[Path]) -> Sample:
    """Return the sample to show first: Online Retail where its file is present, else CDNOW."""
    return ONLINE_RETAIL if available(ONLINE_RETAIL, folders) else CDNOW


def available(sample: Sample, folders: Sequence[Path]) -> bool:
    """Return whether a sample can be analysed without fetching anything."""
    if sample == CDNOW:
        return cdnow_file() is not None
    return not sample.files or sample_file(sample, folders) is not None


def sample_file(sample: Sample, folders: Sequence[Path]) -> Path | None:
    """Return the first file of a sample in folders, None when there is none."""
    places = (folder / file for folder in folders for file in sample.files)
    return next((place for place in places if place.is_file()), None)


def cdnow_file() -> Path | None:
    """Return the CDNOW log inside the lifetimes package, which is found without importing it."""
    package = importlib.util.find_spec("lifetimes")
    places = package.submodule_search_locations if package else None
    files = (Path(place) / _CDNOW_FILE for place in places or ())
    return next((file for file in files if file.is_file()), None)


def write_cdnow(folder: Path) -> Path:
    """Write CDNOW as a Parquet file into a folder: every row is an order, so it gets a number.

    Raises
    ------
    SourceError
        When the lifetimes package is not installed.
    """
    import polars as pl

    file = cdnow_file()
    if file is None:
        raise SourceError(
            "The sample cdnow is part of the package lifetimes, which is not installed: "
            "run pip install -r requirements.txt."
        )
    cells = pl.Series(file.read_text(encoding="ascii").split()).reshape((-1, 4)).to_list()
    names, *rows = cells
    orders = pl.DataFrame(rows, schema=names, orient="row").select(
        pl.int_range(1, pl.len() + 1).alias("order_id"),
        "customer_id",
        pl.col("date").str.to_date("%Y%m%d"),
        pl.col("number_of_cds").cast(pl.Int64),
        pl.col("dollar_value").cast(pl.Float64),
    )
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "cdnow.parquet"
    orders.write_parquet(target)
    return target


def fetch(name: str, folder: Path) -> Path:
    """Return the file of a sample, fetched into a folder unless it is there.

    Raises
    ------
    SourceError
        When the sample cannot be fetched, or what arrives is not the whole of it; nothing of it
        stays in the folder then.
    """
    sample = find_sample(name)
    if not sample.url:
        raise SourceError(f"The sample {name} needs no fetching: analyse it by its name.")
    return sample_file(sample, [folder]) or fetch_workbook(sample, folder, _open_url)


def fetch_workbook(sample: Sample, folder: Path, opener: Opener) -> Path:
    """Fetch the archive of a sample and keep its workbook as Parquet, checked, in one step."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / sample.files[0]
    with TemporaryDirectory(prefix=".fetching-", dir=folder) as scratch:
        archive = Path(scratch, "archive.zip")
        try:
            with opener(sample.url) as answer, archive.open("wb") as copy:
                shutil.copyfileobj(answer, copy)
        except OSError as error:
            raise SourceError(
                f"{sample.title} could not be fetched ({error}). Download {sample.url} with a "
                f"browser, unpack it, and put '{sample.files[-1]}' into {folder.absolute()}."
            ) from error
        lines = _lines_of(archive, Path(scratch), sample)
        if lines.height != sample.rows:
            raise SourceError(
                f"{sample.url} brought {lines.height:,} rows instead of {sample.rows:,}, so it is "
                "not the whole log. Try again later."
            )
        unfinished = Path(scratch, target.name)
        lines.write_parquet(unfinished)
        return unfinished.replace(target)


def _lines_of(archive: Path, scratch: Path, sample: Sample) -> "pl.DataFrame":
    import fastexcel

    try:
        with zipfile.ZipFile(archive) as packed:
            workbook = packed.extract(sample.files[-1], scratch)
        sheet = fastexcel.read_excel(workbook).load_sheet(
            0, dtypes={"InvoiceNo": "string", "StockCode": "string", "Description": "string"}
        )
    except (zipfile.BadZipFile, KeyError, OSError, fastexcel.FastExcelError) as error:
        raise SourceError(
            f"{sample.url} did not bring the workbook '{sample.files[-1]}'. Try again later, or "
            "download it with a browser."
        ) from error
    lines: pl.DataFrame = sheet.to_polars()
    return lines


def _open_url(url: str) -> IO[bytes]:
    from urllib.request import urlopen

    answer: IO[bytes] = urlopen(url, timeout=_SECONDS_TO_ANSWER)  # noqa: S310  # only our https
    return answer


def write_sample(sample: Sample, workspace: Path, folders: Sequence[Path]) -> Path:
    """Return the file of a sample, made in the workspace where it does not exist as one.

    Raises
    ------
    SourceError
        When the sample has to be fetched first.
    """
    if sample == CDNOW:
        return write_cdnow(workspace)
    if sample == GIFT_SHOP:
        return write_gift_shop(workspace)
    file = sample_file(sample, folders)
    if file is None:
        looked = ", ".join(str(folder) for folder in folders) or "no folder"
        raise SourceError(
            f"The sample {sample.name} is not here yet (looked in {looked}). Run "
            f"'python -m rfm samples get {sample.name}', or download {sample.url} and put "
            f"'{sample.files[-1]}' into {folders[-1] if folders else 'a folder of samples'}."
        )
    return file
