"""Reading the runs of a folder as a study: what a sweep or a comparison has written."""

import math
from pathlib import Path
from typing import Literal

import pandas as pd

from experiments.analysis.strategies.study import Factor, Study
from experiments.comparison import FORMAT
from experiments.formats import read_about
from experiments.sweep import load
from experiments.sweep.factor import Factor as Planned
from experiments.sweep.plan_files import PLAN
from experiments.sweep.reading import Sweep
from sim.errors import UserError

RUNS, ABOUT = "runs.parquet", "provenance.json"

OTHER_FORMAT = (
    "Its runs can still be read as Parquet (runs.parquet). To analyse it, use the version that "
    "wrote it, or make it anew with the scenarios in scenarios/"
)


def read_study(folder: Path, reference: str = "") -> Study:
    """Read the complete replicates of a folder.

    Args:
        folder: of `peacegrid sweep`, `peacegrid compare --out` or `peacegrid ablate --out`.
        reference: strategy that others are compared with; by default the first that was run.

    Raises:
        UserError: the folder holds no runs.
    """
    if not folder.is_dir():
        raise UserError(f"{folder}: there is no such folder")
    if (folder / PLAN).is_file():
        return of_sweep(load(folder), reference)
    if (folder / RUNS).is_file() and (folder / ABOUT).is_file():
        return _of_comparison(folder, reference)
    raise UserError(
        f"{folder}: holds neither a sweep nor a comparison. Make one with: "
        f"peacegrid compare classroom --strategies none,integrated --out {folder}"
    )


def of_sweep(sweep: Sweep, reference: str = "") -> Study:
    """Return the complete replicates of a sweep as a study.

    Raises:
        UserError: no replicate is complete yet.
    """
    design, state = sweep.design, sweep.status()
    runs = sweep.outcomes(complete=True)
    if design.lever_sampler is not None:
        runs = runs.assign(sample=runs["world"])
    partial = ""
    if len(runs) < state.runs:
        partial = (
            f"PARTIAL: {len(runs):,} of {state.runs:,} runs are in complete replicates"
            + (f"; {state.failed:,} runs failed" if state.failed else "")
            + "."
        )
    return Study(
        runs,
        factors=tuple(_factor(one, runs) for one in sweep.runs.factors),
        sampler=design.sampler.name,
        settings=design.sampler.model_dump(),
        design=sweep.hash,
        title=design.title or design.name,
        partial=partial,
        weekly=sweep.series if design.store.series else None,
        reference=reference,
    )


def _factor(planned: Planned, runs: pd.DataFrame) -> Factor:
    """A factor of a plan, its range that of its values where it has a few of them."""
    low, high = planned.low, planned.high
    if planned.values:
        seen = runs[planned.path]
        known = pd.api.types.is_numeric_dtype(seen)
        low, high = (float(seen.min()), float(seen.max())) if known else (math.nan, math.nan)
    role: Literal["lever", "uncertainty"] = "lever" if planned.role == "levers" else "uncertainty"
    return Factor(planned.path, low, high, role, planned.group)


def _of_comparison(folder: Path, reference: str) -> Study:
    try:
        about = read_about(folder / ABOUT, FORMAT, OTHER_FORMAT)
        runs = pd.read_parquet(folder / RUNS)
    except (OSError, ValueError) as error:
        raise UserError(f"{folder}: the comparison in it is damaged ({error}). Make it anew") from (
            error
        )
    seeds = {seed: place for place, seed in enumerate(dict.fromkeys(runs["seed"]))}
    placed = {
        "run_id": [
            f"{one}-{seed}" for one, seed in zip(runs["strategy"], runs["seed"], strict=True)
        ],
        "point": 0,
        "replicate": runs["seed"].map(seeds),
        "scenario": about["scenario"],
    }
    hashes = list(about["scenario_hashes"].values())
    return Study(
        runs.assign(**placed),
        design=hashes[0] if hashes else "",
        title=f"{about['scenario']}, {about['weeks']} weeks",
        reference=reference,
    )
