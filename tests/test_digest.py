"""One seed, one run: wherever, however and in whatever order it is run."""

import multiprocessing
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import numpy as np
import pytest

from sim.kernels import INTERPRETED
from sim.metrics.digest import digest
from sim.run import simulate
from sim.scenario import Scenario
from sim.state import TABLES
from tests.dynamics.country import EVERYTHING, live, war

WEEKS = 40
CODE = "from tests.test_digest import lived; print(lived(1), lived(2))"
COMPILED, INTERPRETING = {"PEACEGRID_INTERPRET": ""}, {"PEACEGRID_INTERPRET": "1"}


def waterside() -> Scenario:
    """The small war in a land of rivers, with barges on them."""
    land = war().map.model_dump(mode="json") | {"rivers": 2}
    return war(map=land, strategy=EVERYTHING | {"logistics": {"boats": 100}})


def lived(seed: int, weeks: int = WEEKS) -> str:
    """Digest of a run of the small war, by river too, under a strategy with everything in it."""
    return simulate(waterside(), seed, weeks).digest()


@pytest.fixture(scope="module")
def expected() -> list[str]:
    """The digests of two runs in this process."""
    return [lived(1), lived(2)]


def test_the_runs_compared_have_barges_in_them() -> None:
    assert live(waterside(), 1, WEEKS).mission.shipped[0] > 0.0


def test_another_seed_is_another_run(expected: list[str]) -> None:
    assert expected[0] != expected[1]


def test_compiled_and_interpreted_runs_are_the_same_under_any_hash_seed(
    python: Callable[..., CompletedProcess[str]], expected: list[str]
) -> None:
    other = COMPILED if INTERPRETED else INTERPRETING
    for mode, hash_seed in ((other, "1"), (INTERPRETING, "4242")):
        done = python("-c", CODE, env=mode | {"PYTHONHASHSEED": hash_seed})
        assert done.stdout.split() == expected, done.stderr


def test_runs_are_the_same_in_other_processes_and_in_another_order(expected: list[str]) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(lived, [2, 1], chunksize=1) == expected[::-1]
    assert [lived(2), lived(1)] == expected[::-1]


def test_a_run_is_the_same_after_runs_of_other_countries(expected: list[str]) -> None:
    live(war(weeks=150, state={"army": 900}), 9, 3)
    live(war(strategy={}), 2, 5)
    assert lived(2) == expected[1]


def other_pythons() -> list[Path]:
    """Interpreters of other versions in which the project's libraries are installed.

    Named in PEACEGRID_PYTHONS (as PATH is written), or in ``.venv-3.*`` beside ``.venv``.
    """
    named = os.environ.get("PEACEGRID_PYTHONS", "")
    root = Path(__file__).resolve().parents[1]
    found = [Path(p) for p in named.split(os.pathsep) if p]
    return found or sorted(root.glob(".venv-3.*/bin/python"))


@pytest.mark.slow
@pytest.mark.parametrize("mode", [INTERPRETING, COMPILED], ids=["interpreted", "compiled"])
def test_other_versions_of_python_and_numpy_give_the_same(
    mode: dict[str, str], expected: list[str], project_root: Path
) -> None:
    if not other_pythons():
        pytest.skip("no other Python: name some in PEACEGRID_PYTHONS, or make .venv-3.12")
    for interpreter in other_pythons():
        done = subprocess.run(
            [interpreter, "-c", CODE],
            cwd=project_root,
            env=os.environ | mode,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout.split() == expected, f"{interpreter}: {done.stderr or done.stdout}"


def test_two_strategies_share_their_luck_until_they_act() -> None:
    """The mission of `war` is authorised in week 10: until then, all else is the same."""
    with_mission, without = live(war(), 3, 10), live(war(strategy={}), 3, 10)
    the_mission = {"mission", "contingents", "partners", "peacekeepers", "mediators", "convoys"}
    for name in set(TABLES) - the_mission:
        one, two = getattr(with_mission, name), getattr(without, name)
        assert np.array_equal(one.as_records(one.living), two.as_records(two.living)), name
    assert digest(live(war(), 3, 40)) != digest(live(war(strategy={}), 3, 40))
