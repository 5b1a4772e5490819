"""The same runs give the same content on every engine, in shards of any size."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from experiments.sweep import load, parts, session
from experiments.sweep.engines import Pool
from experiments.sweep.runner import Settings
from sim.errors import UserError
from tests.sweep.folders import made, planned

ABOUT: dict[str, Any] = {
    "strategies": ["none", "integrated"],
    "uncertainties": ["people.hostility"],
    "sampler": {"name": "latin_hypercube", "points": 3},
    "replicates": 6,
}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = planned(tmp_path_factory.mktemp("expected") / "out", **ABOUT)
    assert made(folder) == (36, 0, "")
    return load(folder).content_hash()


@pytest.mark.parametrize("shard_seconds", [1e-9, 100.0])
@pytest.mark.parametrize(("kind", "jobs"), [("serial", 1), ("threads", 3), ("processes", 2)])
def test_engines_of_this_machine(
    tmp_path: Path, expected: str, kind: str, jobs: int, shard_seconds: float
) -> None:
    folder = planned(tmp_path / "out", **ABOUT)
    assert made(folder, kind, jobs, Settings(shard_seconds=shard_seconds)) == (36, 0, "")
    assert load(folder).content_hash() == expected


def test_any_executor(tmp_path: Path, expected: str) -> None:
    folder = planned(tmp_path / "out", **ABOUT)
    with ThreadPoolExecutor(2) as executor:
        assert session.run(folder, lambda _plan: Pool(executor, 2)) == (36, 0, "")
    assert load(folder).content_hash() == expected


def test_a_script_without_a_guard_is_told_what_is_wrong(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from tests.sweep.folders import made, planned\n"
        f"folder = Path({os.fspath(tmp_path / 'out')!r})\n"
        "made(folder if folder.exists() else planned(folder), 'processes', 2)\n"
    )
    env = os.environ | {"PYTHONPATH": os.fspath(Path(__file__).resolve().parents[2])}
    words = [sys.executable, os.fspath(script)]
    done = subprocess.run(words, check=False, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert 'must be below if __name__ == "__main__"' in done.stderr
    status = load(tmp_path / "out").status()
    assert (status.done, status.failed) == (0, 0)


def test_a_broken_executor_loses_nothing(tmp_path: Path) -> None:
    folder = planned(tmp_path / "out", "kills")
    with (
        ProcessPoolExecutor(1, get_context("forkserver")) as executor,
        pytest.raises(UserError, match=r"takes no more work.*kept: resume"),
    ):
        session.run(folder, lambda _plan: Pool(executor, 1), Settings(shard_seconds=1e-9))
    assert load(folder).status().done == 6
    assert made(folder, "processes").failed == 1


def test_portions_of_an_array_and_their_merge(tmp_path: Path, expected: str) -> None:
    folder = planned(tmp_path / "out", **ABOUT)
    done = [made(folder, settings=Settings(array=(k, 5))).done for k in (3, 1, 5, 2)]
    assert load(folder).status().complete == 3
    done.append(made(folder, settings=Settings(array=(4, 5))).done)
    assert sum(done) == 36
    assert max(done) - min(done) <= 2  # a portion is whole groups of paired cases
    assert session.merge(folder) == 1
    assert load(folder).content_hash() == expected


def test_merging_keeps_parts_small_enough_for_memory(
    tmp_path: Path, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = planned(tmp_path / "out", **ABOUT)
    made(folder, settings=Settings(shard_seconds=0.0), merged=False)
    one = parts.scan(folder, load(folder).hash).parts[0].cells
    monkeypatch.setattr("experiments.sweep.merging.MOST_CELLS", 10 * one)
    assert session.merge(folder) == 4  # of 36 parts, each of one run
    assert max(part.cells for part in parts.scan(folder, load(folder).hash).parts) == 10 * one
    assert load(folder).content_hash() == expected
    assert session.merge(folder) == 4


def test_portions_made_in_copies_of_the_folder(tmp_path: Path, expected: str) -> None:
    here, there = (planned(tmp_path / name, **ABOUT) for name in ("here", "there"))
    made(here, settings=Settings(array=(1, 2)))
    made(there, settings=Settings(array=(2, 2)))
    assert session.merge(here, (there,)) == 1
    assert load(here).content_hash() == expected
    other = planned(tmp_path / "other", **{**ABOUT, "weeks": 52})
    with pytest.raises(UserError, match="its plan is not that of"):
        session.merge(here, (other,))


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A real scheduler with two worker processes, which cannot see this process's imports."""
    from distributed import LocalCluster

    os.environ["PYTHONPATH"] = os.pathsep.join(
        [os.fspath(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH", "")]
    )
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as found:
        yield found


def test_dask(tmp_path: Path, expected: str, cluster: Any) -> None:
    folder = planned(tmp_path / "out", **ABOUT)
    with session.dask_engine(cluster.scheduler_address, 2) as engine:
        assert engine.width == 2
        assert engine.alone
        assert session.run(folder, lambda _plan: engine) == (36, 0, "")
    assert load(folder).content_hash() == expected


@pytest.mark.slow
def test_dask_workers_that_die_cost_one_run(tmp_path: Path, cluster: Any) -> None:
    folder = planned(tmp_path / "out", "kills")
    with session.dask_engine(cluster.scheduler_address, 2) as engine:
        ending = session.run(folder, lambda _plan: engine, Settings(shard_seconds=1.0))
    assert (ending.done, ending.failed) == (9, 1)
    assert load(folder).failures()["kind"].tolist() == ["process died"]


def test_a_scheduler_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        pytest.raises(UserError, match="the scheduler does not answer"),
        session.dask_engine("tcp://127.0.0.1:9", 1, timeout="1s"),
    ):
        pass
