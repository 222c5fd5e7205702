"""`python -m rfm preview`: its document, its lines, and the choices that it takes."""

import json
from hashlib import sha256

import pytest

from rfm.__main__ import main
from tests.rfm.preview.conftest import GERMAN, HOLDERS


def test_the_command_prints_the_document_or_lines(tmp_path, capsys):
    path = tmp_path / "sales.csv"
    path.write_text(GERMAN, encoding="utf-8")
    assert main(["preview", str(path), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["figures"]["revenue"] == pytest.approx(1050.5)
    assert document["question"] is None
    assert main(["preview", str(path)]) == 0
    printed = capsys.readouterr().out
    assert "4 rows, 2 customers, 3 orders, 1,050.50, 5 Jan 2024 to 25 Feb 2024" in printed
    assert main(["preview", str(tmp_path / "none.csv"), "--json"]) == 1


def test_choices_of_a_file_reach_the_preview_and_the_analysis(tmp_path, capsys):
    path, choices = tmp_path / "sales.csv", tmp_path / "choices.json"
    path.write_text(GERMAN.replace("Kunde", "Wer"), encoding="utf-8")
    chosen = {
        "columns": {"customer_id": "Wer"},
        "settings": {"currency": "€", "duplicates": "keep", "seed": 0},
    }
    choices.write_text(json.dumps(chosen))
    assert main(["preview", str(path), "--choices", str(choices), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["reading"]["currency"] == "€"
    out = tmp_path / "out"
    options = ["--out", str(out), "--choices", str(choices), "--lifetime", "off"]
    assert main(["analyse", str(path), *options, "--currency", "$"]) == 0
    settings = json.loads((out / "manifest.json").read_text())["settings"]
    assert settings["currency"] == "$"
    assert settings["duplicates"] == "keep"
    assert settings["seed"] == 0


def test_lines_for_people_name_what_is_asked_and_what_is_wrong(tmp_path, capsys):
    path = tmp_path / "log.csv"
    path.write_text("Order ID,Order Date,Customer ID,Total\n1,01/02/2024,A,10\n2,03/04/2024,B,2\n")
    assert main(["preview", str(path)]) == 0
    assert "To be answered: log.csv, column 'Order Date'" in capsys.readouterr().out
    path.write_text(" \n")
    assert main(["preview", str(path)]) == 0
    assert "holds nothing but blanks" in capsys.readouterr().out
    path.write_text(HOLDERS)
    assert main(["preview", str(path), "--kind", "customers"]) == 0
    assert "30 rows, 30 customers" in capsys.readouterr().out


def test_a_sample_is_previewed_by_its_name(capsys):
    assert main(["preview", "cdnow", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["kind"], document["figures"]["customers"]) == ("log", 23_570)
    assert document["reading"]["currency"] == "$"


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"settings": {"colour": "red"}}, "'colour' cannot be chosen: choose among"),
        ({"settings": {"join": "/etc/passwd"}}, "'join' cannot be chosen"),
        ({"settings": {"scheme": "/etc/passwd"}}, "cannot be chosen as the scheme"),
        ({"settings": {"statuses": {"done": "maybe"}}}, "'maybe' is not a value of the status"),
        ({"settings": {"as_of": "soon"}}, "'soon' is not a value of as_of"),
        ({"settings": {"horizon_days": "many"}}, "'many' is not a value of horizon_days"),
        ({"settings": {"statuses": 3}}, "'3' is not a value of statuses"),
        ({"settings": {"date_order": "whichever"}}, "'whichever' is not a value of date_order"),
        ({"reading": {"encoding": "klingon"}}, "'klingon' is no encoding"),
    ],
)
def test_choices_that_cannot_be_made_end_in_a_sentence(tmp_path, capsys, choices, says):
    path, file = tmp_path / "sales.csv", tmp_path / "choices.json"
    path.write_text(GERMAN, encoding="utf-8")
    file.write_text(json.dumps(choices))
    assert main(["preview", str(path), "--choices", str(file), "--json"]) == 1
    assert says in capsys.readouterr().err


def test_choices_of_a_table_and_of_a_log_reach_what_they_are_of(tmp_path, capsys):
    path, file = tmp_path / "holders.csv", tmp_path / "choices.json"
    path.write_text(HOLDERS)
    table = {"id_column": "Holder", "ignore": ["Age"], "kinds": {"Plan": "text"}}
    settings = {"date_order": "day-first", "returns": "ignore", "statuses": {"x": "paid"}}
    chosen = {"kind": "customers", "table": table, "columns": {"amount": "Age"}}
    file.write_text(json.dumps({**chosen, "settings": settings}))
    assert main(["preview", str(path), "--choices", str(file), "--json"]) == 0
    columns = json.loads(capsys.readouterr().out)["columns"]
    assert [column["field"] for column in columns] == ["id_column", "ignore", "text"]
    path.write_text(GERMAN, encoding="utf-8")
    days = {"as_of": "2024-02-20", "rates": [["2024-01-01", "EUR", 2]], "clusters": None}
    log = {"kind": "log", "table": table, "settings": {**days, "discount_rate": 0.2}}
    file.write_text(json.dumps(log))
    options = ["--choices", str(file), "--json", "--currency", "USD", "--status", "y=paid"]
    assert main(["preview", str(path), *options, "--separator", ";"]) == 0
    assert json.loads(capsys.readouterr().out)["figures"] is None


def test_several_files_and_a_separator_in_words_are_understood(tmp_path, capsys):
    for name in ("a", "b"):
        (tmp_path / f"{name}.tsv").write_text(GERMAN.replace(";", "\t"), encoding="utf-8")
    files = [str(tmp_path / f"{name}.tsv") for name in ("a", "b")]
    assert main(["preview", *files, "--separator", "tab", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["files"] == ["a.tsv", "b.tsv"]
    assert document["figures"]["rows"] == 8
    nobody = {row["name"]: row["examples"] for row in document["report"]}["no-customer"]
    assert nobody == ["a.tsv, row 5", "b.tsv, row 5"]


def test_rates_of_a_file_are_those_of_the_preview(tmp_path, capsys):
    path, rates = tmp_path / "log.csv", tmp_path / "rates.csv"
    path.write_text("Customer,Date,Amount,Currency\nA,2024-01-05,10,USD\nB,2024-01-06,5,EUR\n")
    rates.write_text("date,currency,rate\n2024-01-01,USD,0.5\n")
    assert main(["preview", str(path), "--rates", str(rates), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["figures"]["revenue"] == pytest.approx(10)
    one = ["--currency-only", "USD", "--column", "country="]
    assert main(["preview", str(path), *one, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["figures"]["revenue"] == pytest.approx(10)


def test_several_files_are_analysed_as_they_are_previewed(tmp_path, capsys):
    for name, shift in (("a", 0), ("b", 7)):
        rows = [f"c{n % 9},2024-0{1 + n % 6}-1{n % 9},{n + shift}" for n in range(1, 40)]
        (tmp_path / f"{name}.csv").write_text("\n".join(["Customer,Date,Amount", *rows]) + "\n")
    files = [str(tmp_path / "a.csv"), str(tmp_path / "b.csv")]
    assert main(["preview", *files, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert main(["analyse", *files, "--out", str(tmp_path / "out"), "--lifetime", "off"]) == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    shown = manifest["key_figures"]
    for name in ("customers", "orders", "revenue"):
        assert shown[name] == pytest.approx(figures[name])
    one, other = (tmp_path / f"{name}.csv" for name in "ab")
    digests = b"".join(sha256(path.read_bytes()).digest() for path in (one, other))
    assert manifest["source"]["sha256"] == sha256(digests).hexdigest()


def test_choices_reach_the_back_test_too(tmp_path, capsys):
    path, file = tmp_path / "sales.csv", tmp_path / "choices.json"
    path.write_text("Wer,Wann,Was\na,2024-01-05,5\n")
    file.write_text(json.dumps({"columns": {"customer_id": "Wen"}}))
    assert main(["backtest", str(path), "--choices", str(file)]) == 1
    assert "there is no column 'Wen'" in capsys.readouterr().err


def test_rows_of_files_that_are_added_to_a_log_are_named_in_their_own_files(tmp_path):
    def write(name, first):
        rows = [f"{first + n},2024-0{1 + n % 6}-1{n % 9},c{n % 9},5" for n in range(30)]
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join(["Order ID,Date,Customer,Amount", *rows, f"{first},,c1,"]) + "\n")
        return str(path)

    def analysed(out, *arguments):
        options = ["--out", str(tmp_path / out), "--keep", str(tmp_path / f"kept-{out}")]
        (tmp_path / f"kept-{out}").mkdir()
        assert main(["analyse", *arguments, *options, "--lifetime", "off"]) == 0
        report = json.loads((tmp_path / out / "manifest.json").read_text())["quality"]["rows"]
        return {row["reason"]: row["examples"] for row in report}["unreadable"]

    one = analysed("one", write("a", 100), write("b", 200))
    assert one == ["a.csv, row 32", "b.csv, row 32"]
    kept = str(tmp_path / "kept-one" / "log.parquet")
    both = analysed("both", write("c", 300), write("d", 400), "--add-to", kept)
    assert both == ["row 32 of what was there before"] * 2 + ["c.csv, row 32"]
