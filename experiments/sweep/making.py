"""A sweep from Python in one call: plan it, make what is missing, look on."""

import os
from pathlib import Path

from experiments.sweep import session
from experiments.sweep.design import Design, read_document
from experiments.sweep.engines import cores
from experiments.sweep.plan_files import PLAN
from experiments.sweep.planning import make_plan
from experiments.sweep.reading import Sweep
from experiments.sweep.runner import Settings
from sim.yaml_source import validate


def make(
    source: str | os.PathLike[str],
    folder: str | os.PathLike[str],
    *,
    jobs: int | None = None,
    most: int | None = None,
) -> Sweep:
    """Make the runs of a design that are not in a folder yet, with a bar of progress; read them.

    Where the folder holds a sweep already, it is gone on with, and its plan stands.

    Args:
        source: the file of a design, or a shipped one by name. folder: of the sweep, or a new one.
        jobs: processes, by default as many as cores; 1 makes all runs in this process.
        most: runs after which to stop, by default none: the same call goes on from there.

    Raises:
        UserError: the design is wrong, or the folder is in use.
    """
    from tqdm.auto import tqdm

    place = Path(folder)
    if not (place / PLAN).exists():
        document = read_document(source)
        make_plan(validate(document, Design), document, place)
    jobs = jobs or cores()
    serial = jobs == 1
    state = Sweep(place).status()
    made = 0
    with tqdm(total=state.runs, initial=state.done, unit="run", leave=False) as bar:

        def progress(done: int, failed: int) -> None:
            nonlocal made
            made += done + failed
            bar.update(done + failed)

        settings = Settings(
            # Run by run where all is made here, so that it can be stopped between any two.
            shard_seconds=0.0 if serial else Settings().shard_seconds,
            progress=progress,
            stop=lambda: most is not None and made >= most,
        )
        kind = "serial" if serial else "processes"
        session.run(place, lambda plan: session.local_engine(plan, kind, jobs), settings)
    return Sweep(place)
