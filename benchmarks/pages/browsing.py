"""What a visit costs a browser: one that knows nothing yet, 1440 wide, watched over CDP."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.pages.watching import CLICK, WATCH

ARGUMENTS: Final = (
    *("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars"),
    *("--use-angle=swiftshader", "--enable-unsafe-swiftshader"),
)
WIDTH, HEIGHT = 1440, 900
LOADED_SECONDS: Final = 60
QUIET_SECONDS: Final = 3


@dataclass(frozen=True)
class Visit:
    """A cold first visit: milliseconds, and what it took."""

    largest_paint: float
    whole: float
    tasks: float
    nodes: float
    requests: float
    kilobytes: float


@contextmanager
def browser() -> Iterator[Any]:
    """Start a browser of its own, which keeps nothing."""
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options

    options = Options()
    for argument in ARGUMENTS:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    driver = webdriver.Chrome(options=options)
    try:
        screen = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        driver.execute_cdp_cmd("Performance.enable", {})
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        driver.set_script_timeout(LOADED_SECONDS)
        yield driver
    finally:
        driver.quit()


def visit(address: str) -> Visit:
    """Open a page in a new browser, and return what it cost until it came to rest."""
    with browser() as driver:
        driver.get(address)
        seen = _at_rest(driver)
        measured = driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
        metrics = {each["name"]: each["value"] for each in measured}
        requests, size = _traffic(driver)
    return Visit(
        largest_paint=seen["paint"],
        whole=seen["whole"],
        tasks=1000 * metrics["TaskDuration"],
        nodes=seen["nodes"],
        requests=requests,
        kilobytes=size / 1000,
    )


def click_to_answer(address: str, names: list[str]) -> list[float]:
    """Return the milliseconds from each click on a segment to its chip and first sentence."""
    with browser() as driver:
        driver.get(address)
        _at_rest(driver)
        taken = []
        for name in names:
            taken.append(float(driver.execute_async_script(CLICK, name)))
            time.sleep(QUIET_SECONDS)
    return taken


def _at_rest(driver: Any) -> dict[str, float]:
    """Wait until nothing changes any more, and return what was watched."""
    ends = time.monotonic() + LOADED_SECONDS
    seen: dict[str, float] = {}
    while time.monotonic() < ends:
        before, seen = seen, driver.execute_script("return window.watchedVisit()")
        if seen == before:
            return seen
        time.sleep(QUIET_SECONDS)
    return seen


def _traffic(driver: Any) -> tuple[int, float]:
    """Return how many requests went to the site, and the bytes that came, compressed."""
    asked, sizes = set(), {}
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        said = message["params"]
        if message["method"] == "Network.requestWillBeSent":
            if said["request"]["url"].startswith("http"):
                asked.add(said["requestId"])
        elif message["method"] == "Network.loadingFinished":
            sizes[said["requestId"]] = said["encodedDataLength"]
    return len(asked), sum(size for name, size in sizes.items() if name in asked)
