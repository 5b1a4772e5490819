"""Runs to replay: made once, short, small."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim import Scenario, simulate
from sim.replay.folder import Recording, read
from sim.replay.packing import Packed, unpack
from sim.replay.page import write

WEEKS = 120
STRATEGIES = ("none", "integrated")

Data = list[dict[str, Any]]


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of runs of the small province with one seed, by strategy."""
    place = tmp_path_factory.mktemp("runs")
    return {
        name: simulate(Scenario.load("classroom", strategy=name), 1, WEEKS).save(place / name)
        for name in STRATEGIES
    }


@pytest.fixture(scope="session")
def runs(folders: dict[str, Path]) -> dict[str, Recording]:
    return {name: read(folder) for name, folder in folders.items()}


@pytest.fixture(scope="session")
def run(runs: dict[str, Recording]) -> Recording:
    return runs["integrated"]


@pytest.fixture(scope="session")
def pages(runs: dict[str, Recording], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The page of one run, and that of two."""
    place = tmp_path_factory.mktemp("pages")
    found = [place / "one.html", place / "two.html"]
    write([runs["integrated"]], found[0])
    write([runs["none"], runs["integrated"]], found[1])
    return found


@pytest.fixture(scope="session")
def told() -> Callable[[str], Data]:
    """Read what a page was told: for each run its words, and its numbers by name."""

    def look(page: str) -> Data:
        block = re.search(r'<script id="data" type="application/json">(.*?)</script>', page, re.S)
        assert block
        found: Data = json.loads(block[1])
        for one in found:
            one["n"] = unpack(Packed([tuple(entry) for entry in one["index"]], one["data"]))
        return found

    return look


def as_whole(values: Any) -> NDArray[np.int64]:
    return np.rint(np.asarray(values)).astype(np.int64)
