"""The way to the list of customers."""

from urllib.parse import parse_qs, urlsplit

from layouts.parts.listing import list_address


def test_the_list_of_a_data_set_is_opened_with_no_filter():
    assert list_address("online-retail") == "/customers?data=online-retail"


def test_filters_stand_in_the_address_whatever_letters_they_have():
    address = urlsplit(list_address("log", scheme="grid", segment="At Risk & more", risk=""))
    asked = parse_qs(address.query)
    assert address.path == "/customers"
    assert asked == {"data": ["log"], "scheme": ["grid"], "segment": ["At Risk & more"]}
