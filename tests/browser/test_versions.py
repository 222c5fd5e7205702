"""What was brought is added to, replaced, compared, rolled back and deleted; on a phone too."""

from dash.testing.wait import until

from layouts.ids import Data, General, Shell
from tests.browser.bringing import (
    SECONDS_TO_ANALYSE,
    bring_to,
    choose,
    figures,
    orders,
    pick,
    press,
    says,
    told,
    unfold,
    use,
)


def test_what_was_brought_is_added_to_replaced_compared_rolled_back_and_deleted(here, tmp_path):
    choose(here, tmp_path, shop=orders())
    says(here, Data.SENTENCE, "shop.csv holds orders")
    use(here)

    # Two customers more, and what was there before once more.
    bring_to(here, tmp_path, 1, more=orders(14))
    # That it is being analysed is told meanwhile, which may be over before anybody looks.
    says(here, General.SENTENCE, "14 customers placed 42 orders", SECONDS_TO_ANALYSE)
    assert told(here, Shell.STATUS) == ""

    bring_to(here, tmp_path, 2, other=orders(5))
    says(here, General.SENTENCE, "5 customers placed 15 orders", SECONDS_TO_ANALYSE)

    here.open("/data")
    says(here, Data.SETS, "Shop")
    unfold(here, "Compare two versions")
    here.click(f"#{Data.SETS} .set-part[open] .filters button")
    says(here, Data.SETS, "-27")
    press(here, "Go back to it: version 2 of Shop")
    says(here, Data.SETS_MESSAGE, "Shop shows version 2 again.")
    here.open("/?data=shop")
    says(here, General.SENTENCE, "14 customers placed 42 orders")

    here.open("/data")
    unfold(here, "What became of the rows")
    says(here, Data.SETS, "Version 1: 36 rows. Every row is used.")
    unfold(here, "Delete")
    press(here, "Delete for good: Shop")
    says(here, Data.SETS_MESSAGE, "Shop is deleted.")
    here.open("/?data=shop")
    says(here, Shell.STATUS, "There is no data set 'shop' here")


def test_on_a_phone_data_are_brought_corrected_and_their_versions_are_cards(here, tmp_path):
    here.resize(390)
    choose(here, tmp_path, pocket=orders())
    says(here, Data.SENTENCE, "pocket.csv holds orders")
    pick(here, "Net", "Amount")
    until(lambda: figures(here)[3:4] == ["288"], timeout=15)
    use(here)
    bring_to(here, tmp_path, 1, to="pocket", more=orders(14))
    says(here, General.SENTENCE, "14 customers placed 42 orders", SECONDS_TO_ANALYSE)
    here.open("/data")
    says(here, Data.SETS, "Pocket")
    # Nothing has to be scrolled to the side, and each number has its name.
    table = "const table = document.querySelector('.versions-table'); return "
    assert here.run(f"{table} table.scrollWidth <= table.clientWidth")
    assert here.run("return document.documentElement.scrollWidth") <= 390
    shown = here.run(f"{table} getComputedStyle(table.querySelector('td'), '::before').content")
    assert shown == '"Brought"'
    press(here, "Go back to it: version 1 of Pocket")
    says(here, Data.SETS_MESSAGE, "Pocket shows version 1 again.")
    unfold(here, "Compare two versions")
    here.click(f"#{Data.SETS} .set-part[open] .filters button")
    says(here, Data.SETS, "+6")
    unfold(here, "Delete")
    press(here, "Delete for good: Pocket")
    says(here, Data.SETS_MESSAGE, "Pocket is deleted.")
