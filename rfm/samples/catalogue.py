"""The samples by name: real ones, and made-up ones whose truth is known."""

import importlib.util
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from rfm.errors import SourceError


@dataclass(frozen=True)
class Sample:
    """A log or a customer table that can be analysed by its name.

    Attributes
    ----------
    kind : {"log", "customers"}
        Whether a row is a purchase or a customer.
    files : tuple of str
        The names its file may have in a folder of samples; empty when it is always at hand.
    url : str
        Where it is fetched from; empty when it is not fetched.
    page : str
        Where a person can download what is not fetched.
    rows : int
        How many rows the whole file has.
    """

    name: str
    title: str
    description: str
    licence: str
    currency: str
    time_zone: str = "UTC"
    files: tuple[str, ...] = ()
    url: str = ""
    page: str = ""
    rows: int = 0
    kind: Literal["log", "customers"] = "log"


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
)
CREDIT_CARDS: Final = Sample(
    name="credit-cards",
    title="Credit cards",
    description="Real: 8,950 credit card holders over six months, 17 columns of behaviour",
    licence="Credit Card Dataset for Clustering by A. Bhasin, Kaggle; its page states the terms",
    currency="",
    files=("cc_general.csv", "cc_general.csv.gz", "CC GENERAL.csv"),
    page="https://www.kaggle.com/datasets/arjunbhasin2013/ccdata",
    rows=8_950,
    kind="customers",
)
LOYALTY_CARDS: Final = Sample(
    name="loyalty-cards",
    title="Loyalty cards (synthetic)",
    description="Synthetic: 3,000 made-up card holders, mixed columns, groups of known shape",
    licence="Made by this project, MIT",
    currency="€",
    time_zone="Europe/Berlin",
    rows=3_000,
    kind="customers",
)
SAMPLES: Final = {
    sample.name: sample for sample in (ONLINE_RETAIL, CDNOW, GIFT_SHOP, CREDIT_CARDS, LOYALTY_CARDS)
}

SITE_SAMPLES: Final = Path("var/samples")
_CDNOW_FILE: Final = Path("datasets", "CDNOW_master.txt")


def sample_folders() -> list[Path]:
    """Return where the files of samples are looked for: $RFM_SAMPLES, then what was fetched."""
    own = os.environ.get("RFM_SAMPLES")
    return [*([Path(own)] if own else []), SITE_SAMPLES]


def default_sample(folders: Sequence[Path]) -> Sample:
    """Return the sample to show first: Online Retail where its file is present, else CDNOW."""
    return ONLINE_RETAIL if available(ONLINE_RETAIL, folders) else CDNOW


def available(sample: Sample, folders: Sequence[Path]) -> bool:
    """Return whether a sample can be analysed without fetching anything.

    Parameters
    ----------
    sample : Sample
        Of the catalogue.
    folders : sequence of Path
        Where the files of samples are looked for.

    Returns
    -------
    bool
        Always true of a sample that is made here.
    """
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
    """Write CDNOW as a Parquet file into a folder: every row is an order, so it gets a number."""
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


def write_sample(sample: Sample, workspace: Path, folders: Sequence[Path]) -> Path:
    """Return the file of a sample, made in the workspace where it does not exist as one."""
    from rfm.samples.gift_shop import write_gift_shop
    from rfm.samples.loyalty_cards import write_loyalty_cards

    if sample == CDNOW:
        return write_cdnow(workspace)
    if sample == GIFT_SHOP:
        return write_gift_shop(workspace)
    if sample == LOYALTY_CARDS:
        return write_loyalty_cards(workspace)
    file = sample_file(sample, folders)
    if file is None:
        looked = ", ".join(str(folder) for folder in folders) or "no folder"
        raise SourceError(
            f"The sample {sample.name} is not here yet (looked in {looked}). "
            f"{how_to_get(sample, folders[-1] if folders else 'a folder of samples')}",
            how=f"Or run: python -m rfm samples get {sample.name}" if sample.url else "",
        )
    return file


def how_to_get(sample: Sample, folder: Path | str) -> str:
    """Return what to do in order to have the file of a sample."""
    if sample.url:
        return f"Download {sample.url} and put '{sample.files[-1]}' into {folder}."
    return (
        f"Download it with a browser from {sample.page} and put '{sample.files[0]}' into {folder}."
    )
