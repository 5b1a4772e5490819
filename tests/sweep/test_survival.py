"""Whatever ends a sweep: nothing is lost or there twice, and a bad run costs itself alone."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from experiments.sweep import load, locking, parts, session
from experiments.sweep.runner import Settings
from sim.errors import UserError
from tests.sweep.folders import local, made, planned
from tests.sweep.models import BAD_SEED

BAD_RUN = BAD_SEED - 1  # seeds begin with 1

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The content hash of a sweep that nothing happened to."""
    folder = planned(tmp_path_factory.mktemp("undisturbed") / "out")
    made(folder)
    return load(folder).content_hash()


def same_content(folder: Path, other: Path) -> None:
    ours, theirs = load(folder).outcomes(), load(other).outcomes()
    assert ours.drop(columns=["run_id", "seconds"]).equals(
        theirs.drop(columns=["run_id", "seconds"])
    )


def failure(folder: Path) -> dict[str, object]:
    (path,) = (folder / "failed").iterdir()
    found: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return found


# ------------------------------------------------------------------------------ one bad run


@pytest.mark.parametrize(
    ("model", "kind", "said"),
    [
        ("raises", "exception", "seven is unlucky"),
        ("kills", "process died", "times: A process"),
        ("endless", "time limit", "without an end"),
        ("hungry", "out of memory", "MemoryError"),
    ],
)
def test_a_bad_run_costs_itself_alone(tmp_path: Path, model: str, kind: str, said: str) -> None:
    folder = planned(tmp_path / "out", model, replicates=20, seconds=0.2)
    good = planned(tmp_path / "good", replicates=20)
    settings = Settings(shard_seconds=5.0)
    ending = session.run(folder, local("processes", 2, memory_gb=2.0), settings)
    assert (ending.done, ending.failed, ending.reason) == (19, 1, "")
    about = failure(folder)
    assert (about["run"], about["seed"], about["kind"]) == (BAD_RUN, BAD_SEED, kind)
    assert said in str(about["message"])
    run_id = load(folder).runs.run(BAD_RUN).run_id
    assert about["command"] == f"peacegrid run --plan {folder} --run-id {run_id}"
    if model in ("raises", "endless"):
        assert "models.py" in str(about["traceback"])
    made(good)
    others = load(good).outcomes()
    ours = load(folder).outcomes(complete=False)
    assert ours["x"].tolist() == others.loc[others["seed"] != BAD_SEED, "x"].tolist()


def test_a_process_that_was_killed_from_outside_costs_nothing(
    tmp_path: Path, undisturbed: str
) -> None:
    folder = planned(tmp_path / "out", "kills_once")
    ending = made(folder, "processes")
    assert (ending.done, ending.failed) == (10, 0)
    assert load(folder).outcomes()["x"].tolist() == [1.5 * seed for seed in range(1, 11)]


def test_failed_runs_are_left_alone_until_they_are_asked_for(tmp_path: Path) -> None:
    folder = planned(tmp_path / "out", "kills_once")
    made(folder, "processes", settings=Settings(stop=lambda: False))
    folder = planned(tmp_path / "raises", "raises")
    assert made(folder).failed == 1
    assert made(folder) == (0, 0, "")
    assert made(folder, retry=True) == (0, 1, "")


def test_a_sweep_of_nothing_but_failures_stops(tmp_path: Path) -> None:
    folder = planned(tmp_path / "out", "always_raises", replicates=100)
    ending = made(folder, settings=Settings(most_failures=5))
    assert ending.failed >= 5
    assert ending.failed < 100
    assert "runs failed" in ending.reason


# ------------------------------------------------------------------------------ killed drivers


def drive(folder: Path) -> "subprocess.Popen[bytes]":
    """Begin a sweep in a process of its own, as the command line does."""
    code = (
        "from pathlib import Path; from tests.sweep.folders import local; "
        "from experiments.sweep import session; from experiments.sweep.runner import Settings; "
        "session.run(Path({!r}), local('processes', 2), Settings(shard_seconds=0.2))"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code.format(os.fspath(folder))],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.fspath(ROOT), "PEACEGRID_INTERPRET": "1"},
        start_new_session=True,
    )


def until(what: "object", seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not what():  # type: ignore[operator]
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def processes_of(group: int) -> list[int]:
    """Processes of a session that are still there."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == group and fields[0] != "Z":
            found.append(int(path.name))
    return found


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc to see processes")
def test_killing_driver_and_workers_loses_and_doubles_nothing(tmp_path: Path) -> None:
    folder = planned(tmp_path / "out", "slow", replicates=60)
    driver = drive(folder)
    until(lambda: len(parts.scan(folder, load(folder).hash).parts) >= 3)
    with pytest.raises(UserError, match=f"somebody is at work.*process {driver.pid}"):
        made(folder)
    driver.kill()
    driver.wait()
    until(lambda: not processes_of(driver.pid), 10.0)
    kept = load(folder).status().done
    assert 0 < kept < 60
    assert locking.holder(folder) is None
    ending = made(folder, "processes", 2)
    assert (ending.done, ending.failed) == (60 - kept, 0)
    whole = planned(tmp_path / "whole", "slow", replicates=60)
    made(whole, "threads", 8)
    assert load(folder).content_hash() == load(whole).content_hash()
    assert len(pq.read_table(folder / "outcomes")) == 60


# ------------------------------------------------------------------------------ damaged folders


def some_made(tmp_path: Path, model: str = "plain") -> tuple[Path, list[Path]]:
    """A sweep with a part for each of its runs."""
    folder = planned(tmp_path / "out", model)
    plan = load(folder).runs
    for number in range(1, 11):
        made(folder, settings=Settings(array=(number, 10)))
    assert plan.runs == 10
    return folder, sorted((folder / "outcomes").iterdir())


@pytest.mark.parametrize("left", [0, 4, 0.5, -1])
def test_a_truncated_part_is_put_aside_and_made_again(
    tmp_path: Path, undisturbed: str, left: float
) -> None:
    folder, files = some_made(tmp_path)
    content = files[3].read_bytes()
    size = int(left * len(content)) if isinstance(left, float) else left
    files[3].write_bytes(content[:size])
    status = load(folder).status()
    assert (status.done, status.broken) == (9, 1)
    assert len(load(folder).outcomes(complete=False)) == 9
    assert made(folder) == (1, 0, "")
    assert [path.name for path in (folder / "quarantine").iterdir()] == [
        f"outcomes-{files[3].name}"
    ]
    assert load(folder).content_hash() == undisturbed


def test_a_flipped_bit_is_found_when_parts_are_merged(tmp_path: Path, undisturbed: str) -> None:
    folder, files = some_made(tmp_path)
    content = bytearray(files[3].read_bytes())
    start = pq.ParquetFile(files[3]).metadata.row_group(0).column(1)
    place = start.data_page_offset + start.total_compressed_size // 2 - 2
    content[start.dictionary_page_offset + 20 if start.has_dictionary_page else place] ^= 0xFF
    files[3].write_bytes(content)
    session.merge(folder)
    assert load(folder).status().done == 9
    assert (folder / "quarantine").is_dir()
    made(folder)
    assert load(folder).content_hash() == undisturbed


def test_a_truncated_series_is_put_aside_with_its_outcomes(tmp_path: Path) -> None:
    folder, _ = some_made(tmp_path, "tables")
    file = sorted((folder / "series").iterdir())[4]
    file.write_bytes(file.read_bytes()[:-5])
    assert (load(folder).status().done, load(folder).status().broken) == (9, 1)
    assert made(folder) == (1, 0, "")
    assert len(load(folder).series()) == len(pq.read_table(folder / "series")) == 30


def test_parts_of_another_plan_do_not_count(tmp_path: Path) -> None:
    _, files = some_made(tmp_path)
    other = planned(tmp_path / "other", first_seed=100)
    (other / "outcomes").mkdir()
    shutil.copy(files[0], other / "outcomes")
    assert load(other).status().done == 0
    assert load(other).status().broken == 1


def test_runs_that_are_there_twice_count_once(tmp_path: Path, undisturbed: str) -> None:
    folder, files = some_made(tmp_path)
    shutil.copy(files[0], files[0].with_name("part-000000000-000000000-again.parquet"))
    assert len(load(folder).outcomes()) == 10
    assert load(folder).content_hash() == undisturbed
    made(folder)
    assert len(pq.read_table(folder / "outcomes")) == 10


def test_leftovers_of_killed_processes_are_removed(tmp_path: Path) -> None:
    folder, _ = some_made(tmp_path, "tables")
    orphan = folder / "series" / "part-000000003-000000003-deadbeef.parquet"
    shutil.copy(next((folder / "series").iterdir()), orphan)
    (folder / "outcomes" / ".part.parquet.new").write_bytes(b"half")
    rows = len(load(folder).series())
    made(folder)
    assert not orphan.exists()
    assert rows == len(load(folder).series()) == len(pq.read_table(folder / "series")) == 30
    assert not list((folder / "outcomes").glob(".*"))


def test_a_full_disk_stops_the_sweep_and_loses_nothing(tmp_path: Path) -> None:
    folder = planned(tmp_path / "out", "full_disk")
    (folder / "cases" / "full").touch()
    with pytest.raises(UserError, match=r"File too large.*kept\. Make room.*sweep resume"):
        made(folder, "processes", settings=Settings(shard_seconds=1e-9))
    status = load(folder).status()
    assert (status.done, status.failed, status.broken) == (BAD_SEED - 1, 0, 0)
    assert not list((folder / "outcomes").glob(".*"))
    (folder / "cases" / "full").unlink()
    assert made(folder, "processes").done == 10 - status.done
    assert np.isfinite(load(folder).outcomes()["x"]).all()


def test_other_sources_are_not_mixed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, _ = some_made(tmp_path)
    longer = json.loads((folder / "plan.json").read_text())
    longer["settings"]["replicates"] = 11
    (folder / "plan.json").write_text(json.dumps(longer))
    for module in ("session", "worker", "runner"):
        monkeypatch.setattr(f"experiments.sweep.{module}.code_hash", lambda: "0123456789abcdef")
    with pytest.raises(UserError, match="Runs of two models must not be mixed"):
        made(folder)
    assert made(folder, other_code=True) == (1, 0, "")


def test_a_changed_plan_is_refused(tmp_path: Path) -> None:
    folder, _ = some_made(tmp_path)
    case = folder / "cases" / "0000.yaml"
    case.write_text(case.read_text().replace("hostility: 0.4", "hostility: 0.5"))
    with pytest.raises(UserError, match="do not belong together"):
        load(folder)


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs signals")
def test_two_array_jobs_may_work_beside_each_other_but_not_beside_a_driver(tmp_path: Path) -> None:
    folder = planned(tmp_path / "out")
    with locking.held(folder, "one", shared=True):
        assert made(folder, settings=Settings(array=(1, 2))).done == 5
        with pytest.raises(UserError, match="somebody is at work"):
            made(folder)
    with (
        locking.held(folder, "all"),
        pytest.raises(UserError, match="somebody is at work on this sweep: all by process"),
    ):
        made(folder, settings=Settings(array=(2, 2)))
