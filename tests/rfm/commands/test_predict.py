"""`python -m rfm predict`: one customer by values, or a file of them."""

import json
import re

import pandas as pd

from rfm import schema
from rfm.__main__ import main
from rfm.snapshot import Snapshot


def test_a_customer_is_placed_by_three_values(var_folder, capsys):
    snapshot = str(var_folder / "snapshots" / "cdnow")
    values = ["--recency", "34", "--frequency", "5", "--monetary", "66"]
    assert main(["predict", *values, "--snapshot", snapshot]) == 0
    said = dict(line.split(": ", 1) for line in capsys.readouterr().out.splitlines())
    assert said["cluster"] in {"1", "2", "3", "4"}
    assert said["name"]
    assert re.fullmatch(r"\d+ %", said["certainty"])
    assert {"segment (grid)", "segment (report)", "segment (three-tier)"} < set(said)
    assert main(["predict", "--snapshot", snapshot, "--value", "Age=61"]) == 1
    assert "placed by three values" in capsys.readouterr().err


def test_values_of_nobody_get_the_nearest_customers_and_no_percentage(var_folder, capsys):
    folder = var_folder / "snapshots" / "cdnow"
    values = ["--recency", "34", "--frequency", "55", "--monetary", "-66"]
    assert main(["predict", *values, "--snapshot", str(folder)]) == 0
    out, noted = capsys.readouterr()
    said = dict(line.split(": ", 1) for line in out.splitlines())
    assert said["cluster"] in {"1", "2", "3", "4"}
    assert "certainty" not in said
    assert "%" not in out.split("segment")[0]
    assert "No customer has values like these" in noted
    named = re.findall(r"\d+", noted.split("Nearest: ")[1])
    assert len(named) == 5
    assert set(named) <= set(Snapshot.open(folder).customers(schema.CUSTOMER_ID).iloc[:, 0])


def test_a_customer_of_a_table_is_placed_by_its_columns(var_of_table, capsys):
    snapshot = str(var_of_table / "snapshots" / "members")
    values = ["--value", "Age=61", "--value", "plan=x", "--value", "Visits=3"]
    assert main(["predict", "--snapshot", snapshot, *values]) == 1
    assert "'plan' is not asked for here" in capsys.readouterr().err
    assert main(["predict", "--snapshot", snapshot, *values[:2], *values[4:]]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("cluster: ")
    assert "probability of " in out
    assert "Level Gold: " in out
    assert "filled with the typical value: " in err
    three = ["--recency", "1", "--frequency", "1", "--monetary", "1"]
    assert main(["predict", "--snapshot", snapshot, *three]) == 1
    assert "placed by its columns, one or more of them" in capsys.readouterr().err


def test_a_file_of_customers_is_placed_whole_or_not_at_all(var_of_table, tmp_path, capsys):
    snapshot = str(var_of_table / "snapshots" / "members")
    out = tmp_path / "placed.csv"
    ask = ["predict", "--snapshot", snapshot, "--out", str(out), "--file"]
    assert main([*ask, str(tmp_path / "no-such.csv")]) == 1
    assert not out.exists()
    assert main([*ask, str(var_of_table / "members.csv")]) == 0
    said, noted = capsys.readouterr()
    assert said == f"240 customers placed, in {out}\n"
    assert main([*ask, str(var_of_table / "members.csv"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["customers"] == 240
    assert [f"note: {note}" for note in told["notes"]] == noted.splitlines()[1:]
    nowhere = [*ask, str(var_of_table / "members.csv"), "--out", str(out / "placed.csv")]
    assert main(nowhere) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert "Level is not an attribute that decides here and was ignored." in noted
    rows = out.read_text(encoding="utf-8").splitlines()
    assert len(rows) == 241
    assert rows[1].startswith("M0000,")
    assert list(tmp_path.iterdir()) == [out]


def test_a_file_of_a_log_has_no_percentage_for_values_of_nobody(var_folder, tmp_path, capsys):
    asked, out = tmp_path / "asked.csv", tmp_path / "placed.csv"
    asked.write_text("recency,orders,spend\n34,5,66\n34,55,-66\n")
    snapshot = str(var_folder / "snapshots" / "cdnow")
    ask = ["predict", "--snapshot", snapshot, "--file", str(asked), "--out", str(out)]
    assert main(ask) == 0
    first, second = pd.read_csv(out)[schema.CLUSTER_PROBABILITY]
    assert 0 < first <= 1
    assert pd.isna(second)
    assert "1 customer has values like those of no known customer" in capsys.readouterr().err
