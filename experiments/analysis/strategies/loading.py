"""Reading the runs of a folder as a study: what a sweep or a comparison has written."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.analysis.strategies.study import Study
from sim.errors import UserError

RUNS, ABOUT = "runs.parquet", "provenance.json"


def read_study(folder: Path, reference: str = "") -> Study:
    """Read the complete replicates of a folder.

    Args:
        folder: of `peacegrid compare --out` or `peacegrid ablate --out`.
        reference: strategy that others are compared with; by default the first that was run.

    Raises:
        UserError: the folder holds no runs.
    """
    if not folder.is_dir():
        raise UserError(f"{folder}: there is no such folder")
    if (folder / RUNS).is_file() and (folder / ABOUT).is_file():
        return _of_comparison(folder, reference)
    raise UserError(
        f"{folder}: holds neither a sweep nor a comparison. Make one with: "
        f"peacegrid compare classroom --strategies none,integrated --out {folder}"
    )


def _of_comparison(folder: Path, reference: str) -> Study:
    runs = pd.read_parquet(folder / RUNS)
    about: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
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
