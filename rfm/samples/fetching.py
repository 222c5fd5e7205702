"""Fetching a sample that is not shipped: whole and checked, or not at all."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Final

from rfm.errors import SourceError
from rfm.samples.catalogue import SAMPLES, Sample, how_to_get, sample_file

if TYPE_CHECKING:
    import polars as pl

Opener = Callable[[str], IO[bytes]]

_SECONDS_TO_ANSWER: Final = 30


def fetch(name: str, folder: Path) -> Path:
    """Return the file of a sample, fetched into a folder unless it is there.

    Parameters
    ----------
    name : str
        A name of the catalogue.
    folder : Path
        Made where it is missing.

    Returns
    -------
    Path
        The file, complete.

    Raises
    ------
    SourceError
        When there is no such sample, it cannot be fetched, or what arrives is not the whole of
        it; nothing of it stays in the folder then.
    """
    if name not in SAMPLES:
        raise SourceError(f"There is no sample '{name}'. The samples are: {', '.join(SAMPLES)}.")
    sample = SAMPLES[name]
    if sample.page and not sample_file(sample, [folder]):
        raise SourceError(f"{sample.title} is not fetched. {how_to_get(sample, folder)}")
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
