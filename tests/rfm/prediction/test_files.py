"""A file of new customers is read as the file of the known ones was."""

import gzip

import polars as pl
import pytest

from rfm.errors import PredictionError
from rfm.prediction import Placing, place_file
from rfm.prediction.files import plain_numbers
from rfm.reading.tables import LINE
from tests.hand_made_attributes import category, number
from tests.rfm.prediction.conftest import rules

ATTRIBUTES = (number("spend", typical=10.0), category("club", "No", "Yes", typical_level="No"))


def test_money_percentages_and_every_spelling_of_yes_are_read(tmp_path):
    path = tmp_path / "new.csv"
    path.write_text("id;spend;club\na;€ 1.978,20;ja\nb;12,5 %;nein\nc;3,00;Ja\n", encoding="utf-8")
    probabilities = rules(
        ["Rich members", "Members", "Others"],
        [lambda c: c["spend"] > 1000, lambda c: c["club"] == "Yes"],
    )
    placed = place_file(path, Placing(attributes=ATTRIBUTES, probabilities=probabilities))
    assert placed.table["cluster_name"].tolist() == ["Rich members", "Others", "Members"]
    assert placed.table["filled"].tolist() == [0, 0, 0]
    assert placed.notes == ()


def read(*cells, **others):
    columns = {"money": list(cells)} | {name: list(more) for name, more in others.items()}
    texts = pl.DataFrame({LINE: range(1, len(cells) + 1), **columns})
    return plain_numbers(texts, list(columns))["money"].to_list()


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (("3", "-2.5"), ["3", "-2.5"]),
        (("1.234,50", "12,5", "1.234", "7"), ["1234.50", "12.5", "1234", "7"]),
        (("1,234.5", "1,234", "12.5"), ["1234.5", "1234", "12.5"]),
        (("£3.20", "£1,000.00"), ["3.2", "1000.0"]),
        (("1,5", "£2.50"), ["1.5", "2.5"]),
        (("many", None, "12,5"), ["many", None, "12.5"]),
    ],
)
def test_numbers_are_read_as_their_column_writes_them(cells, numbers):
    assert read(*cells) == numbers


def test_a_column_that_does_not_tell_follows_the_others():
    assert read("1,234", "5,678", price=("2,5", "3,75")) == ["1.234", "5.678"]


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("rfm.prediction.files.MOST_UNPACKED", 1_000_000)
    path = tmp_path / "new.csv.gz"
    path.write_bytes(gzip.compress(b"customer_id,Age\n" + b"A,40\n" * 300_000))
    placing = Placing(attributes=ATTRIBUTES, probabilities=rules(["All"], []))
    with pytest.raises(PredictionError, match="unpacks to more than 1 MB: split it"):
        place_file(path, placing)
