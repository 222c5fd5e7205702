"""What a file does not tell is asked, one question after the other, until it can be imported."""

import pytest

from rfm.choices import Choices, answered

LOG = "Order ID,Order Date,Customer ID,Total"


def ask(read, text, answers):
    """Give the answers one after the other; return what was asked, and the last preview."""
    choices, options = Choices(), []
    for value in answers:
        asked = read(text, choices).question
        options.append(asked.option)
        if asked.choices:
            assert value in [choice.value for choice in asked.choices]
        choices = answered(choices, asked.option, value)
    return options, read(text, choices)


@pytest.mark.parametrize(
    ("rows", "option", "answers"),
    [
        (
            [LOG, "1,01/02/2024,A,10", "2,03/04/2024,B,20"],
            "settings.date_order",
            {"day-first": ("2024-02-01", 2), "month-first": ("2024-01-02", 2)},
        ),
        (
            [LOG + ",Status", "1,2024-01-05,A,10,paid", "2,2024-01-06,B,20,Awaiting stars"],
            "settings.statuses.Awaiting stars",
            {"paid": ("2024-01-05", 2), "unpaid": ("2024-01-05", 1)},
        ),
        (
            [LOG + ",Item", *(f"{n // 2},2024-01-05,A,{10 + n // 2},x{n}" for n in range(8))],
            "settings.amount_is",
            {"order": ("2024-01-05", 1), "line": ("2024-01-05", 1)},
        ),
        (
            ["Customer;Date;Amount", "A;2024-01-05;1,234", "B;2024-01-06;2,345"],
            "reading.decimal",
            {"comma": ("2024-01-05", 2), "point": ("2024-01-05", 2)},
        ),
        (
            ["Customer,Date,Amount", "A,2024-01-05,1", "B,soon,2", "C,later,3"],
            "settings.unread",
            {"accept": ("2024-01-05", 1)},
        ),
        (
            ["Customer ID,Date,Amount,Wer", "A,2024-01-05,1,x", "B,2024-01-06,2,y"],
            None,
            {},
        ),
    ],
    ids=["date order", "status", "amount", "decimal mark", "unread", "nothing"],
)
def test_each_question_names_the_choice_that_answers_it(with_choices, rows, option, answers):
    text = "\n".join(rows) + "\n"
    asked = with_choices(text, Choices()).question
    assert (asked and asked.option) == option
    assert [choice.value for choice in asked.choices] == list(answers) if asked else not answers
    for value, (first, customers) in answers.items():
        found = with_choices(text, answered(Choices(), option, value))
        assert found.question is None
        assert (str(found.figures.first), found.figures.customers) == (first, customers)


def test_the_total_of_an_order_and_of_a_line_are_added_as_answered(with_choices):
    rows = [LOG + ",Item", *(f"{n // 2},2024-01-05,A,{10 + n // 2},x{n}" for n in range(8))]
    text = "\n".join(rows)
    of_orders = with_choices(text, answered(Choices(), "settings.amount_is", "order"))
    of_lines = with_choices(text, answered(Choices(), "settings.amount_is", "line"))
    assert of_orders.figures.revenue == pytest.approx(10 + 11 + 12 + 13)
    assert of_lines.figures.revenue == pytest.approx(2 * (10 + 11 + 12 + 13))


def test_a_decimal_mark_that_is_chosen_is_that_of_the_amounts(with_choices):
    text = "Customer;Date;Amount\nA;2024-01-05;1,234\nB;2024-01-06;2,345\n"
    comma = with_choices(text, answered(Choices(), "reading.decimal", "comma"))
    assert comma.figures.revenue == pytest.approx(3.579)
    point = with_choices(text, answered(Choices(), "reading.decimal", "point"))
    assert point.figures.revenue == pytest.approx(3579)
    assert point.reading.decimal == "point"


def test_needed_columns_are_asked_for_one_after_the_other_the_likeliest_first(with_choices):
    text = "Order no,Wert gross,Buyer key,issued on,Filiale\n" + "".join(
        f"{n},{n + 5},k{n % 2},2024-01-0{n},7\n" for n in range(1, 6)
    )
    asked = with_choices(text, Choices()).question
    assert asked.option == "columns.customer_id"
    assert asked.choices[0].value == "Buyer key"
    options, found = ask(with_choices, text, ["Buyer key", "issued on", "Wert gross"])
    assert options == ["columns.customer_id", "columns.ordered_at", "columns.amount"]
    assert (found.figures.customers, found.figures.revenue) == (2, 40)
    chosen = {column.name: column.reason for column in found.columns}
    assert chosen["Buyer key"] == "Chosen by you."


def test_where_every_column_is_in_use_each_may_still_be_the_answer(with_choices):
    text = "Order ID,Date,Total,Country\n1,2024-01-05,5,FR\n2,2024-01-06,6,DE\n"
    asked = with_choices(text, Choices()).question
    assert asked.option == "columns.customer_id"
    assert {choice.value for choice in asked.choices} == {"Order ID", "Date", "Total", "Country"}
    found = with_choices(text, answered(Choices(), asked.option, "Country"))
    assert found.figures.customers == 2


def test_two_columns_that_differ_are_asked_about(with_choices):
    text = "Customer ID,Date,Amount,Total\nA,2024-01-05,5,6\nB,2024-01-06,7,8\n"
    asked = with_choices(text, Choices()).question
    assert asked.option == "columns.amount"
    assert {choice.value for choice in asked.choices} == {"Amount", "Total"}


def test_a_customer_that_is_new_with_each_order_is_asked_about(with_choices):
    text = "order_id,customer_id,customer_unique_id,date,amount\n" + "".join(
        f"{n},c{n},u{n % 3},2024-01-0{n},5\n" for n in range(1, 8)
    )
    asked = with_choices(text, Choices()).question
    assert asked.option == "columns.customer_id"
    found = with_choices(text, answered(Choices(), asked.option, "customer_unique_id"))
    assert found.figures.customers == 3


def test_a_column_without_any_date_is_asked_about(with_choices):
    text = "Customer,Date,Day of sale,Amount\nA,soon,2024-01-05,5\nB,later,2024-01-06,6\n"
    asked = with_choices(text, Choices()).question
    assert asked.option == "columns.ordered_at"
    assert asked.choices[0].value == "Day of sale"
    assert with_choices(text, answered(Choices(), asked.option, "Day of sale")).figures.orders == 2


def test_what_the_rows_are_is_asked_and_then_what_tells_customers_apart(with_choices):
    rows = [f"{('north', 'south')[n % 2]},{n % 3},{n % 4}" for n in range(12)]
    text = "\n".join(["region,visits,children", *rows]) + "\n"
    found = with_choices(text, Choices())
    assert (found.question.option, found.kind) == ("kind", "")
    options, customers = ask(with_choices, text, ["customers", "rows"])
    assert options == ["kind", "table.id_column"]
    assert customers.figures.customers == 12
    of_log = with_choices(text, answered(Choices(), "kind", "log"))
    assert of_log.question.option == "columns.customer_id"


def test_rows_of_one_customer_that_differ_are_asked_about(with_choices):
    rows = [f"{n % 3},{n},{'xyz'[n % 3]}{n}" for n in range(12)]
    text = "\n".join(["Member,visits,card", *rows]) + "\n"
    choices = answered(answered(Choices(), "kind", "customers"), "table.id_column", "Member")
    asked = with_choices(text, choices).question
    assert asked.option == "table.id_column"
    assert "card" in [choice.value for choice in asked.choices]
    assert with_choices(text, answered(choices, asked.option, "card")).figures.customers == 12
    empty = with_choices("Member,visits\n,3\n,4\n", choices).question
    assert empty.option == "table.id_column"


@pytest.mark.parametrize(
    "text",
    [
        f"{LOG}\n1,01/02/2024,A,10\n2,03/04/2024,B,20\n",
        f"{LOG},Status\n1,2024-01-05,A,10,paid\n2,2024-01-06,B,20,Awaiting stars\n",
        f"{LOG},Currency\n1,2024-01-05,A,10,EUR\n2,2024-01-06,B,20,USD\n",
        f"{LOG},Currency\n1,2024-01-05,A,10 €,USD\n",
        "Customer;Date;Amount\nA;2024-01-05;1,234\nB;2024-01-06;2,345\n",
        "Customer,Date,Amount\nA,2024-01-05,1\nB,soon,2\nC,later,3\n",
        "Customer,Date,Amount\nA,soon,1\n",
        "Customer,Date,Amount,Total\nA,2024-01-05,1,2\nB,2024-01-05,3,4\n",
        "Order no,Wert gross,Buyer key,issued on\n1,2,3,4\n",
        "region,visits\nnorth,1\nsouth,1\nnorth,2\n",
    ],
)
def test_a_question_names_no_option_of_the_command_line(with_choices, text):
    question = with_choices(text, Choices()).question
    assert "--" not in question.sentence
    assert question.sentence[-1] in ".?"


def test_a_choice_of_a_column_that_is_not_there_is_asked_about_again(with_choices):
    text = f"{LOG}\n1,2024-01-05,A,10\n"
    asked = with_choices(text, answered(Choices(), "columns.customer_id", "Kunde")).question
    assert asked.option == "columns.customer_id"
    assert asked.choices[0].value == "Customer ID"
    choices = answered(answered(Choices(), "kind", "customers"), "table.id_column", "Kunde")
    assert with_choices(text, choices).question.option == "table.id_column"
