"""A later file of a shop is scored at the points of the first, also when it is analysed again."""

from rfm import schema
from rfm.commands.schemes import known_schemes
from rfm.snapshot import Snapshot
from tests.rfm.commands.test_keeping import analyse, analyse_file, orders
from tests.rfm.table.test_merging import customers


def cuts(snapshot):
    (rhythm,) = (
        fitted for fitted in Snapshot.open(snapshot).schemes if fitted.scheme.name == schema.RHYTHM
    )
    return rhythm.cuts


def dearer(first: int, last: int) -> str:
    return orders(first, last).replace(".50", "0.50")


def test_a_file_in_the_place_of_an_earlier_one_keeps_its_points(tmp_path):
    first = cuts(analyse(tmp_path, "orders", orders(0, 400)))
    assert cuts(analyse(tmp_path, "orders", dearer(0, 400))) == first
    assert cuts(analyse(tmp_path, "others", dearer(0, 400))) != first


def test_a_file_of_another_name_is_another_shop_unless_it_is_said_to_go_on(tmp_path):
    first = analyse(tmp_path, "orders", orders(0, 400))
    file = tmp_path / "later.csv"
    file.write_text(dearer(0, 400))
    assert cuts(analyse_file(tmp_path, "going-on", file, "--after", first)) == cuts(first)
    was = cuts(first)
    assert cuts(analyse_file(tmp_path, "orders", file)) != was


def test_what_is_kept_of_a_version_is_analysed_again_at_the_same_points(tmp_path):
    first = analyse(tmp_path, "orders", orders(0, 400))
    kept = tmp_path / "kept"
    second = analyse(tmp_path, "later", dearer(0, 400), "--after", first, "--keep", kept)
    again = analyse_file(tmp_path, "log", kept / "log.parquet")
    assert cuts(again) == cuts(second) == cuts(first)


def test_a_table_or_what_cannot_be_read_has_no_schemes(tmp_path):
    table = analyse(tmp_path, "table", customers(240))
    assert known_schemes(table) is None
    (tmp_path / "manifest.json").write_text("{}")
    assert known_schemes(tmp_path) is None
