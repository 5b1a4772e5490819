"""The files that a plan is kept in, and reading it back from them.

``plan.json`` says what was planned and how the folder is laid out, ``points.parquet`` has the
sampled points, ``cases/`` the scenarios, ``plan.parquet`` one row a run for readers of any
language, ``design.yaml`` the design with nothing left open.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.formats import read_about
from experiments.sweep.cases import CASES, Case
from experiments.sweep.factor import Factor
from experiments.sweep.plan import Plan, Run
from sim import __version__
from sim.errors import UserError

FORMAT = 2
"""Of the folder of a sweep. 2: the weights of a design are called `weights`, not `measures`."""

PLAN, POINTS, TABLE, DESIGN = "plan.json", "points.parquet", "plan.parquet", "design.yaml"

OTHER_FORMAT = (
    "Its tables can still be read as Parquet (plan.parquet, outcomes/). To go on with it, use the "
    "version that planned it (see provenance.json there); or plan anew: "
    "peacegrid sweep plan DESIGN --out NEW"
)


def save_plan(plan: Plan) -> None:
    """Write plan.json, points.parquet and plan.parquet into the folder of a plan."""
    pq.write_table(
        pa.table(
            {"world": plan.world, "policy": plan.policy}
            | {one.path: plan.points[:, i] for i, one in enumerate(plan.factors)}
        ),
        plan.folder / POINTS,
        compression="zstd",
    )
    writer: pq.ParquetWriter | None = None
    for block in plan.blocks():
        writer = writer or pq.ParquetWriter(plan.folder / TABLE, block.schema, compression="zstd")
        writer.write_table(block)
    if writer is not None:
        writer.close()
    # Last: a folder with this file has a whole plan.
    (plan.folder / PLAN).write_text(json.dumps(_about(plan), indent=1), encoding="utf-8")


def read_plan(folder: Path) -> Plan:
    """Read the plan of a folder.

    Raises:
        UserError: it is not there, was written in another format, or was changed.
    """
    try:
        about = read_about(folder / PLAN, FORMAT, OTHER_FORMAT)
        plan = _plan(folder, about)
        whole = plan.key == about["key"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = f"{folder / PLAN} has no {error}" if isinstance(error, KeyError) else error
        raise UserError(
            f"{folder}: this is not the folder of a sweep, or its plan is damaged ({what}). "
            "Make one with: peacegrid sweep plan DESIGN --out DIR"
        ) from error
    if not whole:
        raise UserError(
            f"{folder}: plan.json, points.parquet and cases/ do not belong together: a file was "
            "changed after the plan was made. Put it back, or plan into a new folder."
        )
    return plan


def read_cases(folder: Path, labels: Sequence[Sequence[str]]) -> tuple[Case, ...]:
    """Return the cases of a folder, by the names that its plan keeps."""
    return tuple(
        Case(folder / CASES / f"{number:04d}.yaml", scenario, strategy)
        for number, (scenario, strategy, _hash) in enumerate(labels)
    )


def find_run(plan: Plan, run_id: str) -> Run:
    """Return the run with an id, or raise UserError."""
    path = plan.folder / TABLE
    for batch in pq.ParquetFile(path).iter_batches(columns=["run", "run_id"]):
        found = np.flatnonzero(batch["run_id"].to_numpy(zero_copy_only=False) == run_id)
        if len(found):
            return plan.run(batch["run"][int(found[0])].as_py())
    raise UserError(f"{path}: there is no run '{run_id}' in this plan.")


def _plan(folder: Path, about: dict[str, Any]) -> Plan:
    """The plan that is described."""
    held = pq.read_table(folder / POINTS)
    factors = tuple(Factor(**{**one, "values": tuple(one["values"])}) for one in about["factors"])
    points = np.empty((held.num_rows, len(factors)))
    for place, one in enumerate(factors):
        points[:, place] = held[one.path].to_numpy()
    return Plan(
        folder,
        factors,
        read_cases(folder, about["cases"]),
        points,
        held["world"].to_numpy(),
        held["policy"].to_numpy(),
        about["settings"],
    )


def _about(plan: Plan) -> dict[str, Any]:
    """What plan.json says."""
    return {
        "format": FORMAT,
        "peacegrid": __version__,
        "key": plan.key,
        "runs": plan.runs,
        "points": len(plan.points),
        "cases": [[one.scenario, one.strategy, one.hash] for one in plan.cases],
        "factors": [one._asdict() for one in plan.factors],
        "settings": plan.settings,
    }
