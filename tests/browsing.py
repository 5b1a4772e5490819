"""Pages in a real browser. Needs Chromium, its driver and selenium; tests skip without them."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
)
PATIENCE = 30.0  # seconds, on a busy machine

Browser = Any


def started(profile: Path) -> Iterator[Browser]:
    """Start a browser with an empty profile, and quit it in the end."""
    pytest.importorskip("selenium", reason="selenium drives the browser: pip install selenium")
    from selenium import webdriver
    from selenium.common.exceptions import WebDriverException

    binary = shutil.which("chromium") or shutil.which("chromium-browser")
    driver = shutil.which("chromedriver")
    if not binary or not driver:
        pytest.skip("no Chromium here; on Debian: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    try:
        found = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    except WebDriverException as error:
        pytest.skip(f"Chromium does not start here: {error.msg}")
    yield found
    found.quit()


def forget(browser: Browser) -> None:
    """Leave the page, and all that was said of it."""
    browser.get("about:blank")
    browser.get_log("performance"), browser.get_log("browser")


def silent(browser: Browser) -> None:
    """See that the one page since :func:`forget` complained of nothing and asked for nothing."""
    assert browser.get_log("browser") == []
    sent = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [
        one["params"]["request"]["url"]
        for one in sent
        if one["method"] == "Network.requestWillBeSent"
    ]
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []
    assert len([url for url in asked if url.startswith("file:")]) == 1


def within(browser: Browser, width: int, height: int) -> None:
    """Give the page a window of this size, in CSS pixels."""
    view = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", view)
    until(lambda: browser.execute_script("return innerWidth") == width)
    # The page lays itself out anew before the second frame that is drawn from here.
    frames = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done))"
    browser.execute_async_script(frames)


def until(true: Callable[[], bool]) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
