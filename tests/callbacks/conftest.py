"""The data sets that the pages are tried on: logs and tables, with enough to tell and without."""

from pathlib import Path

import pytest

from rfm.snapshot import Snapshot
from tests.hand_made_joins import publish_joined
from tests.hand_made_sites import Shop, analysed
from tests.hand_made_tables import holders, publish_holders

LOG = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID
1,A,CUP,2,2011-01-03 09:30,2.5,100
2,B,VASE,1,2011-02-07 09:45,30,100
C2,B,VASE,-1,2011-02-08 12:00,30,100
3,A,=cmd|calc,4,2011-03-01 10:00,2.5,=1+1
4,A,CUP,1,2011-03-02 10:00,2.5,a/b ü
5,A,CUP,1,2011-03-03 10:00,2.5,101
"""


@pytest.fixture(scope="session")
def cdnow(var_folder: Path) -> Shop:
    """Return the log of a shop that sold CDs."""
    return Shop(Snapshot.open(var_folder / "snapshots" / "cdnow"))


@pytest.fixture(scope="session")
def tiny_log(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Return a log of four customers: too few for clusters or models, with odd numbers."""
    return analysed(tmp_path_factory.mktemp("log"), LOG)


@pytest.fixture(scope="session")
def joined_log(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Return a log of twelve customers with what a table says of them."""
    return Shop(publish_joined(tmp_path_factory.mktemp("joined")))


@pytest.fixture(scope="session")
def card_holders(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Return a table with three clusters."""
    return Shop(publish_holders(tmp_path_factory.mktemp("holders")))


@pytest.fixture(scope="session")
def tiny_table(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Return a table of six customers: too few for clusters."""
    rows = holders(2).to_csv(index=False)
    return analysed(tmp_path_factory.mktemp("tiny"), rows, "--kind", "customers")
