"""What all tests share."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.browsing import started

# Figures are drawn without a screen, in this process and in those that tests start.
os.environ["MPLBACKEND"] = "Agg"

# The same examples in every run, and none fails for being slow on a busy machine.
settings.register_profile("peacegrid", deadline=None, derandomize=True)
settings.load_profile("peacegrid")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The checkout: the folder of pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Real event data, which does not ship with the project; skips where it is absent."""
    folder = Path(os.environ.get("PEACEGRID_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real event data in {folder}; set PEACEGRID_DATA to have this tested")
    return folder


@pytest.fixture(scope="session")
def python() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a new interpreter with these arguments, by default from the checkout."""

    def call(
        *arguments: str, cwd: Path = ROOT, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=cwd,
            env=os.environ | (env or {}),
            capture_output=True,
            text=True,
            check=False,
        )

    return call


@pytest.fixture(scope="session")
def peacegrid(
    python: Callable[..., subprocess.CompletedProcess[str]],
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command line as a user does, in a process of its own, from the checkout."""
    return partial(python, "-m", "sim")


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One browser for all tests of pages; skips where there is none."""
    yield from started(tmp_path_factory.mktemp("profile"))
