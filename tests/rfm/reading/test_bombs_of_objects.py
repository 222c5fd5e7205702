"""JSON that would fill the machine is refused with a sentence before it does."""

import pytest

from rfm.errors import SourceError
from rfm.reading.bounds import objects
from rfm.reading.opening import open_table


@pytest.mark.parametrize("name", ["name", "n" * 300, r"\u006e", r"\""])
def test_objects_that_have_nothing_in_common_are_refused(tmp_path, name):
    file = tmp_path / "log.jsonl"
    file.write_text("".join(f'{{"{name} {place}": 1}}\n' for place in range(2_100)))
    with pytest.raises(SourceError, match="more than 2,000 different names"):
        open_table(file, tmp_path, {})


@pytest.mark.parametrize("value", ["{}", "[]", "1", '{"a":1}'])
def test_objects_that_hold_next_to_nothing_are_refused(tmp_path, monkeypatch, value):
    monkeypatch.setattr(objects, "VALUES_ALWAYS", 1_000)
    file = tmp_path / "log.json"
    file.write_text(f'[{{"a": [{",".join([value] * 2_000)}]}}]')
    with pytest.raises(SourceError, match=r"^log\.json has about [0-9,]+ values in [0-9,]+ bytes"):
        open_table(file, tmp_path, {})


def test_lists_inside_of_the_rows_of_a_shop_are_usual(tmp_path, monkeypatch):
    monkeypatch.setattr(objects, "VALUES_ALWAYS", 10)
    file = tmp_path / "log.json"
    order = '{"customer": "a", "date": "2024-05-01", "amount": 5, "tags": ["new", "gift"]}'
    file.write_text(f"[{','.join([order] * 50)}]")
    assert open_table(file, tmp_path, {}).rows.collect()["amount"].to_list() == [5] * 50
