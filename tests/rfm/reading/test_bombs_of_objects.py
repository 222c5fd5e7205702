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


@pytest.mark.parametrize("letters", ["x" * 3_000, r"\"" * 1_500, r"\\" * 1_500, "€" * 1_500])
@pytest.mark.parametrize("mark", ['"', ""])
def test_a_value_that_does_not_end_is_refused_with_its_line(tmp_path, monkeypatch, letters, mark):
    monkeypatch.setattr(objects, "LONGEST_VALUE", 1_000)
    monkeypatch.setattr(objects, "_CHUNK", 101)
    file = tmp_path / "log.jsonl"
    row = '{"customer": "a", "amount": 5}\n'
    file.write_text(row * 20 + f'{{"customer": {mark}{letters}{mark}}}\n', encoding="utf-8")
    with pytest.raises(SourceError, match=r"^log\.jsonl, line 21: a value has more than 1,000"):
        open_table(file, tmp_path, {})


@pytest.mark.parametrize("chunk", [7, 64, 1 << 22])
def test_marks_and_brackets_inside_of_texts_open_nothing(tmp_path, monkeypatch, chunk):
    monkeypatch.setattr(objects, "LONGEST_VALUE", 100)
    monkeypatch.setattr(objects, "DEEPEST", 3)
    monkeypatch.setattr(objects, "_CHUNK", chunk)
    file = tmp_path / "log.json"
    note = r'"[{ a 7\" disc \\"'
    order = f'{{"customer": "a", "date": "2024-05-01", "amount": 5, "note": {note}}}'
    file.write_text(f"[{','.join([order] * 50)}]")
    assert open_table(file, tmp_path, {}).rows.collect()["amount"].to_list() == [5] * 50


@pytest.mark.parametrize("inside", ['{"a":', "["])
def test_objects_deep_inside_of_each_other_are_refused(tmp_path, inside):
    ends = {"{": "}", "[": "]"}[inside[0]]
    deep = inside * 600 + "1" + ends * 600
    file = tmp_path / "log.json"
    file.write_text(f'[{{"customer": "a", "amount": {deep}}}]')
    with pytest.raises(SourceError, match=r"^log\.json holds objects or lists more than 500 deep"):
        open_table(file, tmp_path, {})
