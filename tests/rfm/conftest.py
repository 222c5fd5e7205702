"""Customers of real and made-up shops, summed here independently of the product's own steps."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.samples.catalogue import cdnow_file


def base(recency, frequency, monetary) -> pd.DataFrame:
    columns = [np.asarray(values, dtype=float) for values in (recency, frequency, monetary)]
    customers = pd.DataFrame(dict(zip(schema.RFM, columns, strict=True)))
    customers.insert(0, schema.CUSTOMER_ID, [f"{number:06d}" for number in range(len(customers))])
    return customers


def summed(lines: pd.DataFrame, frequency: str) -> pd.DataFrame:
    """Sum lines with the columns customer, order, when, amount."""
    as_of = lines["when"].max() + pd.Timedelta(days=1)
    groups = lines.groupby("customer")
    recency = (as_of - groups["when"].max()).dt.days
    counts = groups.size() if frequency == "lines" else groups["order"].nunique()
    return base(recency, counts, groups["amount"].sum().round(2))


def plain(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of a shop's log that were bought, under plain names."""
    names = {"CustomerID": "customer", "InvoiceNo": "order", "InvoiceDate": "when"}
    lines = lines.rename(columns=names).dropna(subset=["customer"])
    lines["amount"] = lines["Quantity"] * lines["UnitPrice"]
    return lines[(lines["Quantity"] > 0) & ~lines["order"].str.startswith("C")]


@pytest.fixture(scope="session")
def online_retail_lines(shared: Path) -> pd.DataFrame:
    """The lines of the published report."""
    lines = pd.read_parquet(shared / "data" / "online_retail.parquet")
    return plain(lines.dropna().drop_duplicates())


@pytest.fixture(scope="session")
def online_retail_by_lines(online_retail_lines: pd.DataFrame) -> pd.DataFrame:
    """The customers of the published report."""
    return summed(online_retail_lines, "lines")


def cdnow_lines(*, sample: bool = False) -> pd.DataFrame:
    """Return the CDNOW log, or that of every tenth customer, the sample of the literature."""
    path = cdnow_file()
    if path is None:
        pytest.skip("The lifetimes package, which holds the CDNOW log, is not installed.")
    names = ["customer", "when", "discs", "amount"]
    if sample:
        path, names = path.with_name("CDNOW_sample.txt"), ["master", *names]
    texts = {"customer": str, "when": str}
    lines = pd.read_csv(
        path, sep=r"\s+", header=None, skiprows=int(not sample), names=names, dtype=texts
    )
    return lines.assign(when=pd.to_datetime(lines["when"]))
