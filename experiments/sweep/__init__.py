"""Sweeps: many runs from one design, on one core or many machines, that cannot lose work.

>>> from experiments.sweep import load, make
>>> sweep = make("classroom", "out")        # doctest: +SKIP
>>> sweep = load("out")                     # doctest: +SKIP
>>> sweep.outcomes()                        # doctest: +SKIP

A sweep is a folder. ``plan.parquet`` has one row a run; ``outcomes/``, and ``series/`` and
``events/`` where the design keeps them, are Parquet data sets whose column `run` refers to it, so
that any reader of Parquet can join them; ``failed/`` has one JSON file for each run that failed,
``quarantine/`` what was found damaged, ``log`` and ``provenance.json`` the rest of the story.

Where to look: `design` (what a file may say), `sampling` and `factors` (points), `planning` and
`plan` (the table of runs; on disk: `plan_files`), `agenda` (what is left), `runner` (handing out
shards, blaming the guilty run), `worker` (making a shard), `engines` (where), `parts` and `merging`
(on disk), `session` (one command at work), `making` (the same from Python), `reading` and `status`.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from experiments.sweep.reading import Sweep


def load(folder: str | os.PathLike[str]) -> "Sweep":
    """Read a sweep; raises UserError if the folder holds none."""
    from experiments.sweep.reading import Sweep

    return Sweep(Path(folder))


def make(
    source: str | os.PathLike[str],
    folder: str | os.PathLike[str],
    *,
    jobs: int | None = None,
    most: int | None = None,
) -> "Sweep":
    """Make the missing runs of a design, and read them; see `experiments.sweep.making`."""
    from experiments.sweep.making import make

    return make(source, folder, jobs=jobs, most=most)
