"""The way to the list of customers."""

from urllib.parse import parse_qs, urlsplit

from layouts.parts.listing import file_address, list_address


def test_the_list_of_a_data_set_is_opened_with_no_filter():
    assert list_address("online-retail") == "/customers?data=online-retail"


def test_filters_stand_in_the_address_whatever_letters_they_have():
    address = urlsplit(list_address("log", scheme="grid", segment="At Risk & more", risk=""))
    asked = parse_qs(address.query)
    assert address.path == "/customers"
    assert asked == {"data": ["log"], "scheme": ["grid"], "segment": ["At Risk & more"]}


def test_the_file_of_a_list_is_filtered_alike_and_names_what_to_do():
    address = urlsplit(file_address("log", cluster="A & B", segment=""))
    asked = parse_qs(address.query)
    assert (address.path, asked["data"], asked["cluster"]) == ("/customers.csv", ["log"], ["A & B"])
    assert "segment" not in asked
    assert {"customer_id", "play", "clv"} <= set(asked["columns"][0].split(","))
