"""The page in a real browser, by real clicks and keys. Needs Chromium, its driver and selenium."""

import time
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("selenium", reason="selenium drives the browser: pip install selenium")

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browsing import Browser, forget, silent, until, within

Open = Callable[[Path], Browser]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open a page; afterwards see that it complained of nothing and asked for nothing."""

    def go(path: Path) -> Browser:
        browser.get(path.as_uri())
        until(lambda: text(browser, "date").startswith("Week"))
        return browser

    forget(browser)
    yield go
    silent(browser)


def text(browser: Browser, name: str) -> str:
    return str(browser.find_element(By.ID, name).text)


def click(browser: Browser, name: str) -> None:
    browser.find_element(By.ID, name).click()


def week(browser: Browser) -> int:
    return int(text(browser, "date").split()[1])


def press(browser: Browser, *names: str) -> None:
    ActionChains(browser).send_keys(*names).perform()


def test_play_stop_and_speed(open_page: Open, pages: list[Path]) -> None:
    page = open_page(pages[0])
    assert week(page) == 0
    click(page, "faster")
    assert "8 weeks a second" in text(page, "speed")
    click(page, "play")
    until(lambda: week(page) > 2)
    assert text(page, "play") == "Stop"
    click(page, "play")
    stopped = week(page)
    time.sleep(0.4)
    assert week(page) == stopped
    press(page, " ")  # the button that was clicked has the focus, and takes it for a click
    until(lambda: week(page) > stopped)
    press(page, Keys.ARROW_LEFT)


def test_keys_move_the_clock(open_page: Open, pages: list[Path]) -> None:
    page = open_page(pages[0])
    press(page, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_LEFT)
    assert week(page) == 1
    press(page, Keys.PAGE_DOWN)
    assert week(page) == 53
    press(page, Keys.END)
    assert week(page) == 119
    press(page, Keys.HOME)
    assert week(page) == 0
    press(page, "+", "+", "-")
    assert "8 weeks a second" in text(page, "speed")
    press(page, "?")
    assert page.find_element(By.ID, "helping").is_displayed()
    press(page, Keys.ESCAPE)
    assert not page.find_element(By.ID, "helping").is_displayed()
    dark = page.find_element(By.TAG_NAME, "html").get_attribute("class") == "dark"
    press(page, "d")
    assert (page.find_element(By.TAG_NAME, "html").get_attribute("class") == "dark") is not dark


def test_scrubbing_by_mouse(open_page: Open, pages: list[Path]) -> None:
    page = open_page(pages[0])
    for name in ("scrub", "timeline"):
        bar = page.find_element(By.ID, name)
        low = bar.size["height"] // 2 - 3  # the bars, below the signs
        ActionChains(page).move_to_element_with_offset(
            bar, 0, 0 if name == "scrub" else low
        ).click().perform()
        assert abs(week(page) - 60) <= 2
        press(page, Keys.HOME)
    assert page.find_element(By.ID, "scrub").get_attribute("aria-valuetext") == "Week 0, year 1"


def test_chapters_by_key_button_sign_and_list(
    open_page: Open, pages: list[Path], told: Callable[[str], list[dict[str, Any]]]
) -> None:
    (run,) = told(pages[0].read_text(encoding="utf-8"))
    great = sorted({one["week"] for one in run["markers"] if one["chapter"]})
    page = open_page(pages[0])
    press(page, "c")
    assert week(page) == great[1]
    click(page, "next")
    assert week(page) == great[2]
    click(page, "back")
    press(page, Keys.SHIFT + "C")
    assert week(page) == great[0]
    peak = next(one for one in run["markers"] if one["kind"] == "peak")
    page.find_element(By.CSS_SELECTOR, ".mark[data-kind=peak]").click()
    assert week(page) == peak["week"]
    assert peak["title"] in page.find_element(By.CSS_SELECTOR, ".banner.on").text
    killed = int(run["n"]["week_deaths"][peak["week"]])
    assert f"{killed} people are killed" in text(page, "moment")
    click(page, "tab-chapters")
    page.find_elements(By.CSS_SELECTOR, "#tab li button")[-1].click()
    assert week(page) == 119


def test_a_click_on_a_place_tells_its_story(
    open_page: Open, pages: list[Path], told: Callable[[str], list[dict[str, Any]]]
) -> None:
    (run,) = told(pages[0].read_text(encoding="utf-8"))
    cells, dead = run["n"]["event_cell"], run["n"]["event_dead"]
    cell = int(cells[dead.argmax()])
    page = open_page(pages[0])
    press(page, Keys.END)
    map_ = page.find_element(By.CSS_SELECTOR, ".mapbox canvas")
    x, y = cell % run["width"], cell // run["width"]
    right = ((x + 0.5) / run["width"] - 0.5) * map_.size["width"]
    down = (0.5 - (y + 0.5) / run["height"]) * map_.size["height"]
    ActionChains(page).move_to_element_with_offset(map_, right, down).click().perform()
    story = text(page, "tab")
    assert f"Place {x}, {y} in {run['districts'][run['n']['district'][cell] - 1]}" in story
    assert f"{dead[cells == cell].sum():,} killed here up to week 119" in story
    assert len(page.find_elements(By.CSS_SELECTOR, "#tab li button")) == (cells == cell).sum()
    page.find_element(By.CSS_SELECTOR, "#tab li button").click()
    assert week(page) == run["n"]["event_week"][cells == cell][0]
    ActionChains(page).key_down(Keys.SHIFT).send_keys(Keys.ARROW_LEFT).key_up(Keys.SHIFT).perform()
    assert f"Place {x - 1}, {y}" in text(page, "tab")


def test_two_runs_share_a_clock_and_show_their_difference(
    open_page: Open, pages: list[Path], told: Callable[[str], list[dict[str, Any]]]
) -> None:
    runs = told(pages[1].read_text(encoding="utf-8"))
    page = open_page(pages[1])
    captions = [one.text for one in page.find_elements(By.TAG_NAME, "figcaption")]
    assert [one[:4] for one in captions] == ["A: n", "B: i"]
    press(page, Keys.END)
    a, b = (int(one["n"]["week_deaths"].sum()) for one in runs)
    row = page.find_element(By.CSS_SELECTOR, "#numbers tbody tr").text
    gap = f"+{a - b}" if a > b else f"−{b - a}" if b > a else "0"
    assert row == f"Killed so far {a} {b} {gap}"
    assert "they do not forecast countries" in text(page, "footer")


@pytest.mark.parametrize("size", [(1600, 900), (1280, 900), (1024, 768), (390, 844)])
@pytest.mark.parametrize("count", [1, 2])
def test_nothing_hides_anything_in_any_window(
    open_page: Open, pages: list[Path], count: int, size: tuple[int, int]
) -> None:
    page = open_page(pages[count - 1])
    within(page, *size)
    try:
        press(page, Keys.END)
        wide, window = page.execute_script("return [document.body.scrollWidth, innerWidth]")
        assert wide <= window
        for one in ("#maps", "#numbers", "#tabs", "#scrub", "#play", "#date", "#footer"):
            box = page.find_element(By.CSS_SELECTOR, one).rect
            assert box["x"] + box["width"] <= size[0], one
        parts = [page.find_element(By.CSS_SELECTOR, one) for one in ("#maps", "aside", "#time")]
        marks = page.find_elements(By.CSS_SELECTOR, ".mark")
        shown = [one for one in marks if one.is_displayed()]
        assert len(shown) > 3
        assert not overlaps([one.rect for one in parts])
        assert not overlaps([one.rect for one in shown])
    finally:
        page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def overlaps(boxes: list[dict[str, float]]) -> list[tuple[dict[str, float], dict[str, float]]]:
    """Pairs that share more than a pixel each way."""
    return [
        (one, other)
        for one, other in combinations(boxes, 2)
        if all(
            min(one[side] + one[length], other[side] + other[length]) - max(one[side], other[side])
            > 1
            for side, length in (("x", "width"), ("y", "height"))
        )
    ]


def test_everything_that_can_be_pressed_has_a_name(open_page: Open, pages: list[Path]) -> None:
    page = open_page(pages[1])
    for one in page.find_elements(By.CSS_SELECTOR, "button, input, [role=img], [role=tabpanel]"):
        # What is hidden, such as the help, has no name until it is shown.
        assert one.accessible_name or not one.is_displayed(), one.get_attribute("outerHTML")
    ratio = "return [document.body.scrollWidth, window.innerWidth]"
    wide, window = page.execute_script(ratio)
    assert wide <= window
