"""What somebody does on the page Data, for the tests of several of its sides."""

from datetime import date, timedelta

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from layouts.ids import Data, General

SECONDS_TO_ANALYSE = 90
EITHER_WAY = "Customer,Date,Amount\n1,01/02/2026,10\n2,03/04/2026,5\n1,05/06/2026,8\n"


def orders(customers=12, days=90, begins=date(2026, 1, 1)):
    """Return a log in which each customer bought three times."""
    rows = ["Order,Customer,Date,Amount,Net"]
    for place in range(customers * 3):
        day = begins + timedelta(days=(place * 7) % days)
        rows.append(f"{begins:%y%m}{place},C{place % customers},{day},10.00,8.00")
    return "\n".join(rows) + "\n"


def choose(visit, folder, **files):
    """Choose files by their names and rows."""
    paths = []
    for name, rows in files.items():
        path = folder / f"{name}.csv"
        path.write_text(rows, encoding="utf-8")
        paths.append(str(path))
    visit.browser.wait_for_element(".file-choice input").send_keys("\n".join(paths))


def drop(visit, name, rows):
    """Drop a file as a mouse would."""
    visit.browser.wait_for_element(".file-choice input")
    visit.run(
        "const moved = new DataTransfer();"
        "moved.items.add(new File([arguments[2]], arguments[1]));"
        "document.getElementById(arguments[0]).dispatchEvent("
        "new DragEvent('drop', {bubbles: true, dataTransfer: moved}))",
        *(Data.ZONE, name, rows),
    )


def says(visit, component, text, timeout=30):
    visit.browser.wait_for_contains_text(f"#{component}", text, timeout=timeout)
    visit.settle()


def told(visit, component):
    return visit.browser.find_element(f"#{component}").text


def figures(visit):
    # At once: what is shown may be drawn anew meanwhile.
    script = "return Array.from(document.querySelectorAll(arguments[0]), each => each.textContent)"
    return visit.run(script, f"#{Data.ASKED} .key-figure .value")


def choice_of(visit, label):
    """Return the control that a label names."""
    path = f'//label[span[normalize-space()="{label}"]]//*[self::select or self::input]'
    return visit.browser.driver.find_element(By.XPATH, path)


def pick(visit, label, option):
    Select(choice_of(visit, label)).select_by_visible_text(option)
    visit.settle()


def use(visit):
    visit.click(f"#{Data.USE}")
    visit.wait_for_address("/?data=")
    says(visit, General.SENTENCE, "customers placed", SECONDS_TO_ANALYSE)


def press(visit, label):
    """Press a button by what a reader of the screen says."""
    hit(visit, visit.browser.wait_for_element(f'[aria-label="{label}"]'))


def unfold(visit, title):
    path = f'//details/summary[normalize-space()="{title}"]'
    hit(visit, visit.browser.driver.find_element(By.XPATH, path))


def hit(visit, element):
    visit.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
    element.click()
    visit.settle()


def bring_to(visit, folder, mode, to="shop", **files):
    """Bring a file that is added to, or replaces, the data set that there is."""
    visit.open("/data")
    choose(visit, folder, **files)
    says(visit, Data.UNDERSTOOD, "How it was read")
    visit.click(f"#{Data.MODE} label", mode)
    Select(visit.browser.find_element(f"#{Data.TARGET}")).select_by_value(to)
    visit.click(f"#{Data.USE}")
    visit.wait_for_address(f"/?data={to}")


def reach(visit, found, most=80):
    """Press Tab until the focus is on what is looked for, by a selector or by its words."""
    script = """
      const held = document.activeElement;
      const words = held.innerText.trim();
      const isIt = /^[#.]/.test(arguments[0]) && held.matches(arguments[0]);
      return isIt || words === arguments[0];"""
    for _ in range(most):
        if visit.run(script, found):
            return
        visit.press(Keys.TAB)
    raise AssertionError(f"{found!r} cannot be reached with the keyboard.")
