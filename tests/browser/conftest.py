"""A real site in a process of its own, and a browser that works without a screen or flags."""

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from dash.testing.browser import Browser
from dash.testing.wait import until
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from layouts.ids import Shell

BROWSERS = ("chromium", "chromium-browser", "google-chrome")

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--window-size=1440,900",
    "--lang=en-GB",
    # 3-D charts need WebGL; there is no graphics card here.
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    # Only what our pages ask for may leave the browser.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
)


class AttentiveOptions(Options):
    """Options that keep every entry of the console and every request, not only grave entries."""

    def set_capability(self, name: str, value: Any) -> None:
        """Set a capability; what dash[testing] asks of the logs is widened."""
        if name == "goog:loggingPrefs":
            value = {"browser": "ALL", "performance": "ALL"}
        super().set_capability(name, value)


def pytest_setup_options() -> Options:
    """Return what dash[testing] starts its browser with."""
    options = AttentiveOptions()
    for argument in ARGUMENTS:
        options.add_argument(argument)
    options.binary_location = _find_browser() or ""
    return options


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and skip them where there is no browser."""
    here = Path(__file__).parent
    missing = [
        name
        for name, found in (("chromium", _find_browser()), ("chromedriver", _find_driver()))
        if not found
    ]
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(
                    pytest.mark.skip(
                        f"{' and '.join(missing)} cannot be found: "
                        "apt-get install chromium chromium-driver"
                    )
                )


def _find_browser() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _find_driver() -> str | None:
    return shutil.which("chromedriver")


@dataclass
class Visit:
    """A browser on the site: where it is, what it asked for, what its console says."""

    browser: Browser
    site: str

    def open(self, path: str = "/") -> None:
        """Go to an address of the site and wait until its callbacks are done."""
        self.browser.driver.get(self.site + path)
        self.settle()

    def settle(self) -> None:
        """Wait until every callback of the page has answered."""
        self.browser.wait_for_element("#_pages_content > *")
        until(self._is_settled, timeout=40)

    def _is_settled(self) -> bool:
        """Tell whether no callback runs; Dash shows an element of this class while one does."""
        quiet = "return document.querySelector('._dash-loading-callback') === null"
        if not self.run(quiet):
            return False
        # One callback's answer may set off the next.
        time.sleep(0.15)
        return bool(self.run(quiet))

    @property
    def title(self) -> str:
        """What the browser's tab says."""
        return str(self.browser.driver.title)

    @property
    def path(self) -> str:
        """The address without the site."""
        return self.browser.driver.current_url.removeprefix(self.site)

    def resize(self, width: int, height: int = 844) -> None:
        """Give the page a size that a window of a desktop cannot have."""
        self.browser.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 768},
        )

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script in the page and return its value."""
        return self.browser.driver.execute_script(script, *arguments)

    def scroll_to(self, component: str) -> None:
        """Bring a component into sight."""
        self.run(
            "document.getElementById(arguments[0]).scrollIntoView({block: 'center'})", component
        )
        self.settle()

    def click(self, selector: str, place: int = 0) -> None:
        """Click the first, or another, element of a selector as soon as there is one."""
        self.browser.wait_for_element(selector)
        self.settle()
        element = self.browser.find_elements(selector)[place]
        self.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        element.click()

    def go_behind(self, link: str) -> None:
        """Open what stands behind the tabs, and follow one of its links."""
        self.click(f"#{Shell.NAV_MORE}")
        self.click(f"#{link}")

    def unfold(self) -> None:
        """Open every part of the page that opens, and bring all of it into sight once."""
        script = """
          document.querySelectorAll("main details").forEach(each => { each.open = true; });
          const length = document.documentElement.scrollHeight;
          for (let y = 0; y < length; y += innerHeight) setTimeout(() => scrollTo(0, y), y / 10);
          return length / 10;"""
        time.sleep(0.3 + self.run(script) / 1000)
        self.settle()

    def write(self, selector: str, text: str) -> None:
        """Replace what a field holds."""
        field = self.browser.wait_for_element(selector)
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(text or Keys.BACKSPACE)

    def press(self, key: str) -> str:
        """Press a key wherever the focus is, and return the words of what has it then."""
        ActionChains(self.browser.driver).send_keys(key).perform()
        return str(self.run("return document.activeElement.innerText.trim()"))

    def is_checked(self, selector: str, place: int) -> bool:
        """Tell whether a choice holds."""
        return bool(self.browser.find_elements(selector)[place].get_property("checked"))

    def wait_for_address(self, part: str, *, gone: bool = False) -> None:
        """Wait until the address has a part, or has lost it."""
        until(lambda: (part in self.path) != gone, timeout=10)

    def console(self) -> list[dict[str, Any]]:
        """Return, and forget, what the console says; drawing without a graphics card is slow."""
        entries = self.browser.driver.get_log("browser")
        return [entry for entry in entries if "GL Driver Message" not in entry["message"]]

    def empty_length(self) -> float:
        """Return by how many pixels the page can be scrolled beyond what it shows."""
        script = """
          const shown = document.getElementById("react-entry-point").getBoundingClientRect();
          const end = Math.max(innerHeight, shown.bottom + scrollY);
          return document.documentElement.scrollHeight - end;"""
        return float(self.run(script))

    def assert_quiet(self) -> None:
        """Fail when the console has an entry, or something was asked of another host."""
        assert self.console() == [], "The browser's console is not empty."
        assert self._foreign_requests() == []

    def _foreign_requests(self) -> list[str]:
        messages = [
            json.loads(entry["message"])["message"]
            for entry in self.browser.driver.get_log("performance")
        ]
        asked = [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]
        own = urlsplit(self.site).netloc
        return [
            url
            for url in asked
            if urlsplit(url).scheme in ("http", "https", "ws", "wss")
            and urlsplit(url).netloc != own
        ]


@pytest.fixture(scope="session")
def site(serve: Callable[..., Any], var_folder: Path) -> Iterator[str]:
    """Yield the address of a site on which cdnow is published."""
    with serve([sys.executable, "app.py"], var_folder) as (address, _):
        yield address


@pytest.fixture
def visit(dash_br: Browser, site: str) -> Iterator[Visit]:
    """Yield a browser on the site; the console must be empty at the end."""
    visit = Visit(dash_br, site)
    yield visit
    visit.assert_quiet()


@pytest.fixture(scope="module")
def data_site(
    serve: Callable[..., Any],
    analyse_once: Callable[..., None],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Yield the address of a site of its own, to which nobody else brings data."""
    var = tmp_path_factory.mktemp("brought")
    analyse_once(var, "cdnow", "cdnow")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOST_UPLOAD_MB", "3")
        with serve([sys.executable, "app.py"], var) as (address, _):
            yield address


@pytest.fixture
def here(visit: Visit, data_site: str) -> Visit:
    """Return a browser on that site, on the page Data."""
    visit.site = data_site
    visit.resize(1440, 900)
    visit.open("/data")
    return visit
