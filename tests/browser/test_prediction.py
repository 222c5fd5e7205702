"""Cluster Prediction in a browser: values in, a cluster and segments out."""

from layouts.ids import Prediction

FIELDS = [f'[id=\'{{"key":"{key}","type":"prediction-field"}}\']' for key in "rfm"]


def place(visit, values):
    visit.browser.wait_for_element(FIELDS[0])
    for field, value in zip(FIELDS, values, strict=True):
        visit.write(field, value)
    visit.click(f"#{Prediction.PLACE}")


def test_34_days_55_orders_66_dollars_are_placed_and_the_address_keeps_them(visit):
    visit.open("/prediction")
    place(visit, ("34", "55", "66"))
    visit.wait_for_address("r=34&f=55&m=66")
    visit.settle()
    result = visit.browser.find_element(f"#{Prediction.RESULT}").text
    assert "%" in result
    visit.open(visit.path)
    visit.browser.wait_for_text_to_equal(f"#{Prediction.RESULT}", result)
    visit.browser.wait_for_element(f"#{Prediction.RECENCY_MONETARY.graph} .main-svg")
