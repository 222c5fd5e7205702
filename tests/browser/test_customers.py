"""Customer Details in a browser: find a customer, be told when there is none."""

from layouts.ids import Customers

SEARCH = f"#{Customers.SEARCH}"


def test_customer_13456_is_found_while_typing(visit, publish, shared):
    publish("online-retail", shared / "data")
    visit.open("/customers/12346?data=online-retail")
    visit.browser.wait_for_element(SEARCH).send_keys("1345")
    visit.click(f'#{Customers.FOUND} a[href^="/customers/13456"]')
    visit.browser.wait_for_contains_text(f"#{Customers.CARD}", "13456")
    visit.settle()
    assert visit.path == "/customers/13456?data=online-retail"
    visit.click(f"#{Customers.ORDERED.fold} > summary")
    visit.settle()
    visit.scroll_to(Customers.PURCHASES.graph)
    visit.browser.wait_for_element(f"#{Customers.PURCHASES.graph} .main-svg")
    assert visit.title.startswith("Customer Details")


def test_a_number_made_of_markup_is_shown_as_text(visit):
    visit.open("/customers/%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    visit.browser.wait_for_contains_text(f"#{Customers.MESSAGE}", "<img src=x")
    assert visit.browser.find_elements('img[src="x"]') == []
    nearest = visit.browser.find_elements(f'#{Customers.MESSAGE} a[href^="/customers/"]')
    assert len(nearest) >= 1
    assert not visit.browser.find_element(f"#{Customers.OF_LOG}").is_displayed()
