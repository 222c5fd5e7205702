"""The published CDNOW sample, and shops made up from known parameters."""

import gzip
import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.lifetime import BgNbd, MbgNbd, ParetoNbd, PurchaseDays
from rfm.lifetime.fit import look_ahead
from rfm.samples.gift_shop_truth import DAYS, DAYS_OF_ARRIVALS, GIFT_SHOP_TRUTH
from rfm.settings import Settings


@pytest.fixture(scope="session")
def cdnow(shared):
    """Return x, t_x and T in weeks of the 2,357 customers of the published tables."""
    text = gzip.decompress((shared / "data" / "cdnow_sample_cbs_published.csv.gz").read_bytes())
    return pd.read_csv(io.BytesIO(text))[["frequency", "recency", "T"]].to_numpy()


@pytest.fixture(scope="session")
def fitted(cdnow):
    """Return each purchase model, fitted to those customers."""
    return {kind: kind().fit(cdnow) for kind in (BgNbd, MbgNbd, ParetoNbd)}


@pytest.fixture(scope="session")
def cdnow_spend():
    """Return repeat orders and their mean value of all 2,357 customers, in the file's order."""
    folder = Path(find_spec("lifetimes").submodule_search_locations[0]) / "datasets"
    table = pd.read_csv(folder / "cdnow_customers_summary_with_transactions.csv")
    return table[["x", "zbar"]].to_numpy(dtype=float)


@dataclass(frozen=True)
class MadeUpShop:
    """Customers drawn from the gift shop's truth, and what they went on to do."""

    customers: pd.DataFrame
    days: PurchaseDays
    as_of: datetime
    later_customer: np.ndarray
    later_day: np.ndarray
    later_amount: np.ndarray


def make_up(size: int, seed: int, ahead: int = 365) -> MadeUpShop:
    """Return a shop after five years, counted by days as a log is, and the time that follows."""
    truth, known = GIFT_SHOP_TRUTH, DAYS
    random = np.random.default_rng(seed)
    pace, leaving = (
        random.gamma(truth.r, 1 / truth.alpha, size),
        random.beta(truth.a, truth.b, size),
    )
    customer, moment = np.arange(size), random.uniform(0, DAYS_OF_ARRIVALS, size)
    customers, moments = [customer], [moment]
    while customer.size:
        moment = moment + random.exponential(size=customer.size) / pace[customer]
        in_time = moment < known + ahead
        customer, moment = customer[in_time], moment[in_time]
        customers.append(customer)
        moments.append(moment)
        stays = random.random(customer.size) >= leaving[customer]
        customer, moment = customer[stays], moment[stays]
    customer, moment = np.concatenate(customers), np.concatenate(moments)
    spread = random.gamma(truth.q, 1 / truth.gamma, size)
    amount = random.gamma(truth.p, 1 / spread[customer])
    past = moment < known
    days = PurchaseDays.of(customer[past], np.floor(moment[past]).astype(int), amount[past])
    return MadeUpShop(
        customers_of(days, known),
        days,
        datetime(1970, 1, 1) + timedelta(days=known),
        customer[~past],
        moment[~past] - known,
        amount[~past],
    )


def customers_of(days: PurchaseDays, as_of_day: int) -> pd.DataFrame:
    """Return the columns of the customer table that the models of lifetime need."""
    rows = pd.DataFrame({"customer": days.customer, "day": days.day, "amount": days.amount})
    grouped = rows.groupby("customer")
    first, last = grouped["day"].min(), grouped["day"].max()
    return pd.DataFrame(
        {
            schema.CUSTOMER_ID: days.customer_ids,
            schema.REPEAT_ORDERS: grouped.size() - 1,
            schema.LAST_REPEAT_DAYS: last - first,
            schema.TENURE_DAYS: as_of_day - first,
            schema.MONETARY: grouped["amount"].sum(),
            schema.RETURNED_AMOUNT: 0.0,
        }
    ).reset_index(drop=True)


@pytest.fixture(scope="session", autouse=True)
def few_draws():
    """Draw fewer parameters and futures than in earnest: what is tested does not need as many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rfm.lifetime.models.bootstrap.DRAWS", 40)
        patch.setattr("rfm.lifetime.models.bootstrap.FEWEST_DRAWS", 8)
        patch.setattr("rfm.lifetime.forecast.futures.FUTURES", 120)
        yield


@pytest.fixture(scope="session")
def shop():
    """Return one made-up shop of 1,500 customers."""
    return make_up(1500, 1)


@pytest.fixture(scope="session")
def ahead(shop, few_draws):  # noqa: ARG001
    """Return what the models expect of that shop."""
    return look_ahead(shop.customers, shop.days, Settings(currency="€"), as_of=shop.as_of)
