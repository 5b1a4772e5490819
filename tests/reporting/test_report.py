"""Reports: all that they must say, true to the folder, in one file that asks for nothing."""

import json
import re
import shutil
from html import unescape
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

from experiments.reporting import parts
from experiments.reporting.notes import MISUSE
from sim import cli
from sim.figures.palettes import DARK
from sim.results import CLAIM
from tests.browsing import Browser, forget, silent, until, within

KINDS = ("run", "comparison", "sweep")
LAST = ["What is assumed", "What this must not be used for", "How to reproduce it"]


@pytest.fixture(scope="module")
def pages(
    run_folder: Path,
    comparison_folder: Path,
    sweep_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Path]:
    """The report of each kind of folder, as the command writes it."""
    place = tmp_path_factory.mktemp("reports")
    folders = dict(zip(KINDS, (run_folder, comparison_folder, sweep_folder), strict=True))
    for kind, folder in folders.items():
        assert cli.main(["report", str(folder), "--out", str(place / f"{kind}.html")]) == 0
    return {kind: place / f"{kind}.html" for kind in KINDS}


def text(page: Path) -> str:
    """What a reader reads, without figures."""
    body = page.read_text(encoding="utf-8").partition("</style>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.mark.parametrize("kind", KINDS)
def test_every_report_says_what_it_rests_on(pages: dict[str, Path], kind: str) -> None:
    page = pages[kind].read_text(encoding="utf-8")
    titles = [unescape(title) for title in re.findall(r"<h2>(.*?)</h2>", page)]
    assert titles[0] == "Summary"
    assert titles[-3:] == LAST
    said = text(pages[kind])
    assert CLAIM in said
    assert all(sentence in said for sentence in MISUSE)
    assert page.count("<figure>") == len(re.findall(r'<img alt="[^"]{10,}" src="data:', page)) > 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_asks_for_nothing_and_is_small(pages: dict[str, Path], kind: str) -> None:
    page = pages[kind].read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(?!data:|#)", page)
    assert len(page) < 1_500_000


def test_a_run_is_told_in_its_own_numbers(pages: dict[str, Path], run_folder: Path) -> None:
    said = text(pages["run"])
    saved = json.loads((run_folder / "outcomes.json").read_text(encoding="utf-8"))["outcomes"]
    about = json.loads((run_folder / "provenance.json").read_text(encoding="utf-8"))
    assert f"{saved['deaths']:,.0f} people were killed" in said
    assert f"{saved['cost'] / 1e6:,.0f} million US dollars" in said
    assert about["digest"] in said and about["scenario_hash"] in said
    assert "peacegrid run scenario.yaml --seed 3 --weeks 120 --out again" in said
    assert "people.hostility 0.9" in said  # what was changed
    assert "Mission authorised" in said


def test_a_comparison_is_told_in_its_own_numbers(
    pages: dict[str, Path], comparison_folder: Path
) -> None:
    said = text(pages["comparison"])
    runs = pd.read_parquet(comparison_folder / "runs.parquet")
    mean = runs.groupby("strategy")["cost"].mean()
    assert f"integrated costs {mean['integrated'] / 1e6:,.0f} million US dollars." in said
    assert "compared with none:" in said
    command = "peacegrid compare classroom --strategies none,integrated --replicates 4 --seed 5"
    assert command in said.replace(" \\ ", " ")
    hashes = json.loads((comparison_folder / "provenance.json").read_text(encoding="utf-8"))
    assert all(one in said for one in hashes["scenario_hashes"].values())


def test_a_sweep_says_what_was_varied(pages: dict[str, Path]) -> None:
    said = text(pages["sweep"])
    assert re.search(r"people\.hostility 0\.20? 0\.80? not known", said)
    assert "peacegrid sweep run design.yaml --out again" in said
    assert "Over time" in said


def test_what_is_missing_is_said_first(comparison_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(comparison_folder, tmp_path / "part"))
    about = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    about |= {"partial": True, "replicates_asked": 9}
    (folder / "provenance.json").write_text(json.dumps(about), encoding="utf-8")
    assert cli.main(["report", str(folder)]) == 0
    assert "PARTIAL: 4 of 9 replicates" in text(folder / "report.html")


@pytest.fixture
def places(
    run_folder: Path, comparison_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """Folders by the words that stand for them, seen from an empty one."""
    monkeypatch.chdir(tmp_path)
    return {"RUN": str(run_folder), "COMPARISON": str(comparison_folder)}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["nowhere"], "no such folder"),
        (["."], "holds no run"),
        (["RUN", "--outcome", "deaths"], "one run"),
        (["COMPARISON", "--community", "7"], "one run"),
        (["RUN", "--community", "Hilside"], "Did you mean 'Hillside'"),
        (["RUN", "--out", "report.pdf"], "report.html"),
        (["COMPARISON", "--outcome", "death"], "Did you mean 'deaths'"),
    ],
)
def test_mistakes_are_explained(
    words: list[str],
    why: str,
    places: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["report", *(places.get(word, word) for word in words)]) == 2
    assert why in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_words_never_become_markup() -> None:
    nasty = '<script>"&'
    for made in (
        parts.paragraph(nasty),
        parts.bullets([nasty]),
        parts.command(nasty),
        parts.table([[nasty], [nasty]], nasty),
    ):
        assert "<script" not in made and "&lt;script&gt;" in made


def test_figures_are_embedded_as_pixels_with_their_finding_in_words() -> None:
    # As SVG, a figure has thousands of elements, and a page of them opens slowly.
    figure = Figure(figsize=(2, 2))
    figure.suptitle("A <finding>")
    assert re.findall(r'alt="(.*?)" src="data:image/(\w+)', parts.figure(figure)) == [
        ("A &lt;finding&gt;", "png")
    ]


def test_a_report_can_be_dark(run_folder: Path, pages: dict[str, Path], tmp_path: Path) -> None:
    dark = tmp_path / "dark.html"
    assert cli.main(["report", str(run_folder), "--style", "dark", "--out", str(dark)]) == 0
    assert '<html lang="en" data-style="dark">' in dark.read_text(encoding="utf-8")
    assert '<html lang="en" data-style="light">' in pages["run"].read_text(encoding="utf-8")
    style = (files("experiments.reporting") / "page.css").read_text(encoding="utf-8")
    for colour in (DARK.paper, DARK.ink, DARK.faint, DARK.series[6]):
        assert colour in style  # the page has the colours of its figures


def test_a_run_is_told_with_its_people_and_supplies(pages: dict[str, Path]) -> None:
    page = pages["run"].read_text(encoding="utf-8")
    for heading in ("Who trusts whom", "The community that suffered most", "What was carried"):
        assert heading in page
    assert 'alt="Community ' in page


@pytest.mark.parametrize("kind", KINDS)
def test_in_a_browser(browser: Browser, pages: dict[str, Path], kind: str) -> None:
    forget(browser)
    browser.get(pages[kind].as_uri())
    whole = "return [...document.images].every(one => one.complete && one.naturalWidth > 0)"
    until(lambda: browser.execute_script(whole))
    for size in ((1280, 900), (390, 844)):
        within(browser, *size)
        wide, window = browser.execute_script("return [document.body.scrollWidth, innerWidth]")
        assert wide <= window
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    broken = "return [...document.links].filter(one => !document.querySelector(one.hash)).length"
    assert browser.execute_script(broken) == 0
    silent(browser)
