"""The rival: what tutorials of this trade do, step by step, with pandas.

From a CSV file: read it with `read_csv` and `to_datetime`; drop rows with an empty field
(`dropna`), exact copies (`drop_duplicates`) and cancelled orders (number begins with C);
multiply quantity and price; one row per customer with `groupby` and lambdas (the favourite
product is `value_counts().index[0]`); quartile classes row by row with `apply`; the six named
segments of the published report row by row with `apply`; k-means on standardised recency, frequency
and monetary for k = 1..10 with ten starts each for the elbow, full silhouettes for k = 2..10;
then the tables as CSV and Parquet. What tutorials do only to look at the data (`info`, `describe`,
charts) is left out.
"""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from benchmarks.measuring import print_measures

if TYPE_CHECKING:
    import numpy as np

SEED = 42
MOST_CLUSTERS = 10
CLUSTERS = 4


def make_customers(lines: pd.DataFrame) -> pd.DataFrame:
    """Return one row per customer, as the tutorials do."""
    as_of = lines["InvoiceDate"].max() + pd.Timedelta(days=1)
    return lines.groupby("CustomerID").agg(
        Recency=("InvoiceDate", lambda dates: (as_of - dates.max()).days),
        Frequency=("InvoiceNo", "count"),
        Monetary=("Amount", "sum"),
        Products=("Description", "nunique"),
        Favourite=("Description", lambda names: names.value_counts().index[0]),
    )


def quartile_class(value: float, cuts: "np.ndarray", small_is_best: bool) -> int:
    """Return a class from 1, the best, to 4."""
    place: int = 1 + sum(bool(value > cut) for cut in cuts)
    return place if small_is_best else 5 - place


def segment(customer: pd.Series) -> str:
    """Return the name of a customer's segment in the published report."""
    if customer["Code"] == "111":
        return "Top Tier"
    if customer["F"] == 1:
        return "Frequent Supporters"
    if customer["M"] == 1:
        return "High Spenders"
    if customer["Code"] == "322":
        return "Inactive But Potentially Returning"
    if customer["Code"] == "444":
        return "Inactive and Unlikely to Return"
    return "Other"


def add_segments(customers: pd.DataFrame) -> None:
    """Add the quartile classes, their code and the segment, row by row."""
    for letter, name in (("R", "Recency"), ("F", "Frequency"), ("M", "Monetary")):
        cuts = customers[name].quantile([0.25, 0.5, 0.75]).to_numpy()
        customers[letter] = customers.apply(
            lambda row, name=name, cuts=cuts: quartile_class(row[name], cuts, name == "Recency"),
            axis=1,
        )
    customers["Code"] = customers.apply(lambda row: f"{row['R']}{row['F']}{row['M']}", axis=1)
    customers["Segment"] = customers.apply(segment, axis=1)


def add_clusters(customers: pd.DataFrame) -> pd.DataFrame:
    """Add the clusters and return the elbow with its silhouettes."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score
    from sklearn.preprocessing import StandardScaler

    values = StandardScaler().fit_transform(customers[["Recency", "Frequency", "Monetary"]])
    elbow = []
    for k in range(1, MOST_CLUSTERS + 1):
        model = KMeans(n_clusters=k, n_init=10, random_state=SEED).fit(values)
        silhouette = silhouette_score(values, model.labels_) if k > 1 else None
        elbow.append((k, model.inertia_, silhouette))
    final = KMeans(n_clusters=CLUSTERS, n_init=10, random_state=SEED)
    customers["Cluster"] = final.fit_predict(values)
    return pd.DataFrame(elbow, columns=["k", "Inertia", "Silhouette"])


def run(file: Path, folder: Path) -> None:
    """Do all steps from a CSV file to the tables."""
    lines = pd.read_csv(file, encoding="utf-8")
    lines["InvoiceDate"] = pd.to_datetime(lines["InvoiceDate"], format="%m/%d/%Y %H:%M")
    lines = lines.dropna().drop_duplicates()
    lines = lines[~lines["InvoiceNo"].astype(str).str.startswith("C")].copy()
    lines["Amount"] = lines["Quantity"] * lines["UnitPrice"]
    customers = make_customers(lines)
    add_segments(customers)
    elbow = add_clusters(customers)
    folder.mkdir(parents=True, exist_ok=True)
    customers.to_csv(folder / "customers.csv")
    elbow.to_csv(folder / "elbow.csv")
    lines.to_parquet(folder / "lines.parquet")


def count_customers(file: Path) -> None:
    """Print the seconds that one row per customer takes from lines in memory."""
    lines = pd.read_parquet(file)
    begun = time.perf_counter()
    make_customers(lines)
    print_measures(seconds=time.perf_counter() - begun)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        run(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        count_customers(Path(sys.argv[1]))
