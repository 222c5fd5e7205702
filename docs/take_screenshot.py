"""Take README's screenshot: `python docs/take_screenshot.py [ADDRESS]`, while the site runs.

Needs the requirements of development, Chromium and its driver.
"""

import sys
import time
from pathlib import Path
from typing import Final

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

PICTURE: Final = Path(__file__).with_name("screenshot.png")
WIDTH: Final = 1440
HEIGHT: Final = 900
SECONDS_TO_DRAW: Final = 8


def take(address: str) -> None:
    """Open the first page at the size of a laptop and keep what it shows."""
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--hide-scrollbars"):
        options.add_argument(argument)
    options.add_argument(f"--window-size={WIDTH},{HEIGHT}")
    browser = webdriver.Chrome(service=Service("chromedriver"), options=options)
    try:
        size = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.get(address)
        time.sleep(SECONDS_TO_DRAW)
        browser.save_screenshot(str(PICTURE))
    finally:
        browser.quit()


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8050")
