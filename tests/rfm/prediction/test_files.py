"""A file of new customers is read as the file of the known ones was."""

from rfm.prediction import Placing, place_file
from rfm.table.attribute import Attribute

SPEND = Attribute(name="spend", kind="number", is_feature=True, reason="", typical=10.0)
CLUB = Attribute(
    name="club", kind="yes-no", is_feature=True, reason="", typical_level="No", levels=("No", "Yes")
)


def test_money_percentages_and_every_spelling_of_yes_are_read(tmp_path, rules):
    path = tmp_path / "new.csv"
    path.write_text("id;spend;club\na;€ 1.978,20;ja\nb;12,5 %;nein\nc;3,00;Ja\n", encoding="utf-8")
    probabilities = rules(
        ["Rich members", "Members", "Others"],
        [lambda c: c["spend"] > 1000, lambda c: c["club"] == "Yes"],
    )
    placed = place_file(path, Placing(attributes=(SPEND, CLUB), probabilities=probabilities))
    assert placed.table["cluster_name"].tolist() == ["Rich members", "Others", "Members"]
    assert placed.table["filled"].tolist() == [0, 0, 0]
    assert placed.notes == ()
