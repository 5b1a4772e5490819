"""What the engine of sweeps costs: memory of the driver, time per run, the same runs everywhere.

Runs are stand-ins that take microseconds, so that what is measured is the engine. Each size is
planned in one process and driven in another, through the command's own session with two local
processes; memory is the peak of the driver (resident set), time is by the clock and of the
processor. What a worker takes is measured on one shard of up to 10,000 runs. ``--same`` makes forty
short runs of the model in every way that there is, and compares what came out.

    python tests/bench/sweep_engine.py [--json] [--sizes 1000,100000] [--wide] [--same]
"""

import argparse
import inspect
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

RESULTS = Path(__file__).with_name("sweep_engine.json")
SIZES = (1_000, 100_000, 1_000_000)
BLOCK = 100
"""Runs of one replicate: four strategies at twenty-five points."""

MOST_RUNS = 10_000
"""Of a shard (`experiments.sweep.agenda.MOST_RUNS`)."""

JOBS = 2
DESIGN = {
    "scenarios": ["classroom"],
    "strategies": ["none", "aid_first", "robust_force", "integrated"],
    "uncertainties": ["people.hostility"],
    "sampler": {"name": "latin_hypercube", "points": BLOCK // 4},
}
SHORT = {
    "scenarios": ["classroom"],
    "strategies": ["none", "aid_first", "robust_force", "integrated"],
    "replicates": 10,
    "weeks": 26,
    "store": {"series": ["deaths"], "events": True},
}
"""Forty runs of the model itself."""


def main() -> None:
    parser = argparse.ArgumentParser(description=inspect.cleandoc(__doc__ or ""))
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--json", action="store_true", help=f"write {RESULTS.name}, too")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="runs, with commas")
    parser.add_argument("--wide", action="store_true", help="as many outcomes as the model has")
    parser.add_argument("--same", action="store_true", help="only compare engines")
    parser.add_argument("--step", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        what, folder, size, model = options.step
        print(json.dumps(STEPS[what](Path(folder), int(size), model)))
        return
    from tests.bench.bench import machine  # the model, which steps must not import

    record: dict[str, Any] = {"machine": machine()}
    if not options.same:
        model = "wide" if options.wide else "plain"
        record["empty"] = step("empty", Path(), 0, model)
        print(f"driver with nothing to do: {record['empty']['peak_mb']:.0f} MB")
        record[model] = [measured(int(size), model) for size in options.sizes.split(",")]
    if options.same or options.json:
        record["same"] = same()
    if options.json:
        old = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
        RESULTS.write_text(json.dumps(old | record, indent=2) + "\n", encoding="utf-8")
        print(f"\nWritten to {RESULTS.relative_to(ROOT)}")


# ------------------------------------------------------------------------------- memory and time


def measured(size: int, model: str) -> dict[str, float]:
    """Plan, drive, look at and merge a sweep of some size, each in a process of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "out"
        plan = step("plan", folder, size, model)
        shard = step("shard", folder, min(size, MOST_RUNS), model)
        drive = step("drive", folder, size, model)
        look = step("look", folder, size, model)
        disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    found = {
        "runs": size,
        **{f"plan_{key}": value for key, value in plan.items()},
        **{f"drive_{key}": value for key, value in drive.items()},
        **{f"status_{key}": value for key, value in look.items()},
        "driver_us_a_run": 1e6 * drive["processor"] / size,
        "worker_us_a_run": 1e6 * shard["processor"] / min(size, MOST_RUNS),
        "clock_us_a_run": 1e6 * drive["seconds"] / size,
        "disk_mb": disk / 1e6,
    }
    print(
        f"{size:>9,} runs: plan {plan['seconds']:.1f} s, {plan['peak_mb']:.0f} MB; "
        f"drive {drive['seconds']:.1f} s, {drive['peak_mb']:.0f} MB at the peak, a run "
        f"{found['clock_us_a_run']:.0f} us by the clock, {found['driver_us_a_run']:.0f} us of the "
        f"driver, {found['worker_us_a_run']:.0f} us of a worker; status {look['seconds']:.1f} s, "
        f"{look['peak_mb']:.0f} MB; {found['disk_mb']:.0f} MB on disk",
        flush=True,
    )
    return found


def step(what: str, folder: Path, size: int, model: str) -> dict[str, float]:
    """Do one of `STEPS` in a new process; return what it says."""
    code = [sys.executable, __file__, "--step", what, os.fspath(folder), str(size), model]
    # What a run of the model would import is imported, but nothing is compiled.
    env = os.environ | {"PYTHONPATH": os.fspath(ROOT), "PEACEGRID_INTERPRET": "1"}
    done = subprocess.run(code, cwd=ROOT, env=env, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _used(began: float) -> dict[str, float]:
    # Not getrusage: what that says was the peak may be that of the process which started this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (peak,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return {"seconds": time.perf_counter() - began, "peak_mb": int(peak) / 1024}


def _empty(_folder: Path, _size: int, _model: str) -> dict[str, float]:
    from experiments.sweep import runner, session  # noqa: F401

    return _used(time.perf_counter())


def _plan(folder: Path, size: int, model: str) -> dict[str, float]:
    from tests.sweep.folders import planned

    began = time.perf_counter()
    planned(folder, model, **DESIGN, replicates=size // BLOCK)
    return _used(began)


def _drive(folder: Path, size: int, _model: str) -> dict[str, float]:
    from tests.sweep.folders import made

    began, own = time.perf_counter(), time.process_time()
    ending = made(folder, "processes", JOBS)
    assert ending == (size, 0, ""), ending
    return _used(began) | {"processor": time.process_time() - own}


def _shard(folder: Path, size: int, _model: str) -> dict[str, float]:
    """One shard as a worker makes it, forgotten again; the second time, when all is imported."""
    import numpy as np

    from experiments.sweep import load, parts
    from experiments.sweep.worker import Shard, code_hash, run_shard

    shard = Shard(folder, load(folder).hash, code_hash(), np.arange(size), False)
    for _ in range(2):
        began, own = time.perf_counter(), time.process_time()
        run_shard(shard)
        found = _used(began) | {"processor": time.process_time() - own}
        (part,) = parts.scan(folder, shard.key).parts
        parts.remove(folder, part.stem)
    return found


def _look(folder: Path, _size: int, _model: str) -> dict[str, float]:
    from experiments.sweep import load

    began = time.perf_counter()
    load(folder).status()
    return _used(began)


STEPS = {"empty": _empty, "plan": _plan, "drive": _drive, "shard": _shard, "look": _look}


# ------------------------------------------------------------------------------- the same runs


def same() -> dict[str, str]:
    """Content hashes of forty runs of the model, made in every way that there is."""
    from concurrent.futures import ThreadPoolExecutor

    from experiments.sweep import load, session
    from experiments.sweep.engines import Pool
    from experiments.sweep.runner import Settings
    from tests.sweep.folders import made, planned

    found: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as scratch:

        def new(name: str) -> Path:
            return planned(Path(scratch) / name, real=True, **SHORT)

        def note(name: str, folder: Path) -> None:
            found[name] = load(folder).content_hash()
            print(f"{name:24} {found[name]}", flush=True)

        for kind, jobs in (("serial", 1), ("threads", JOBS), ("processes", JOBS)):
            folder = new(kind)
            made(folder, kind, jobs)
            note(kind, folder)
        folder = new("executor")
        with ThreadPoolExecutor(JOBS) as executor:
            session.run(folder, lambda _plan: Pool(executor, JOBS))
        note("any executor", folder)
        folder = new("dask")
        with session.dask_engine("local-cluster", JOBS) as engine:
            session.run(folder, lambda _plan: engine)
        note("dask local-cluster", folder)
        folder = new("array")
        for portion in range(1, 6):
            made(folder, settings=Settings(array=(portion, 5)))
        session.merge(folder)
        note("array of 5, merged", folder)
        folder = new("mixed")
        made(folder, settings=Settings(array=(2, 3)))
        made(folder, "processes", JOBS, Settings(shard_seconds=0.0))
        note("mixed, run by run", folder)
    print("all the same" if len(set(found.values())) == 1 else "NOT THE SAME")
    return found


if __name__ == "__main__":
    main()
