"""A file of new customers is read as the file of the known ones was."""

from rfm.prediction.attribute_values import read_attribute_values
from rfm.prediction.files import FilePlacing, place_file
from rfm.table.attribute import Attribute

SPEND = Attribute(name="spend", kind="number", is_feature=True, reason="", typical=10.0)
CLUB = Attribute(
    name="club", kind="yes-no", is_feature=True, reason="", typical_level="No", levels=("No", "Yes")
)


def test_money_percentages_and_every_spelling_of_yes_are_read(tmp_path, rules):
    path = tmp_path / "new.csv"
    path.write_text("id;spend;club\na;€ 1.978,20;ja\nb;12,5 %;nein\nc;3,00;Ja\n", encoding="utf-8")
    place = rules(
        ["Rich members", "Members", "Others"],
        [lambda c: c["spend"] > 1000, lambda c: c["club"] == "Yes"],
    )
    placed = place_file(path, FilePlacing(attributes=(SPEND, CLUB), place=place))
    assert placed.table["cluster_name"].tolist() == ["Rich members", "Others", "Members"]
    assert placed.table["filled"].tolist() == [0, 0, 0]
    assert placed.notes == ()


def test_every_spelling_of_yes_can_be_typed():
    assert read_attribute_values({"club": "ja"}, (CLUB,)).values == {"club": "Yes"}
    assert read_attribute_values({"club": "FALSE"}, (CLUB,)).values == {"club": "No"}


def test_the_example_of_a_large_number_can_be_typed():
    income = Attribute(name="income", kind="number", is_feature=True, reason="", typical=1234567.0)
    (problem,) = read_attribute_values({"income": "much"}, (income,)).problems.values()
    assert "give one such as 1234567," in problem
