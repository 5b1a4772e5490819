"""What to explain, out of folders: two runs, or a comparison, of which runs are made once more."""

import shlex
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.analysis.strategies.loading import ABOUT, OTHER_FORMAT, RUNS
from experiments.comparison import FORMAT
from experiments.explaining.pairs import Pairs, Side
from experiments.explaining.records import Line, Tables, record
from experiments.formats import read_about
from sim.errors import UserError, nearest
from sim.metrics import Measures
from sim.replay.folder import Recording, read
from sim.scenario import Scenario

REQUESTS = "requests.parquet"


def of_runs(one: Path, other: Path) -> Pairs:
    """Set the runs of two folders against each other, over the weeks that both were run.

    Raises:
        UserError: a folder holds no run, one without a ledger of requests, or another country.
    """
    runs = read(one), read(other)
    if runs[0].scenario.map != runs[1].scenario.map:
        raise UserError(
            f"{one} and {other} are runs on different maps: place by place nothing can be "
            "compared. Explain two runs of one scenario."
        )
    weeks = min(run.weeks for run in runs)
    labels = [run.scenario.strategy.name for run in runs]
    if labels[0] == labels[1]:
        labels = [str(run.folder) for run in runs]
    base, far = (_side(run, label, weeks) for run, label in zip(runs, labels, strict=True))
    return Pairs(base, far, weeks)


def _side(run: Recording, label: str, weeks: int) -> Side:
    path = run.folder / REQUESTS
    if not path.is_file():
        place = shlex.quote(str(run.folder))
        raise UserError(
            f"{path} is missing, the ledger of what elements asked for; runs of earlier versions "
            f"have none. Repeat the run: peacegrid run {place}/scenario.yaml --seed {run.seed} "
            f"--out {place}"
        )
    costs, reasons, requests = (
        pd.read_parquet(run.folder / f"{name}.parquet") for name in ("costs", "reasons", "requests")
    )
    tables = Tables(
        run.series.set_index("week"),
        run.events,
        costs.set_index("week"),
        reasons,
        requests,
        run.film,
    )
    weekly = record(tables, run.scenario)
    nan = float("nan")
    outcomes = {
        name: np.array([nan if value is None else float(value)])
        for name, value in run.outcomes["outcomes"].items()
    }
    return Side(
        label=label,
        scenario=run.scenario,
        seeds=(run.seed,),
        outcomes=outcomes,
        weekly={
            Line.of(name): values.to_numpy(np.float64)[None, :weeks]
            for name, values in weekly.items()
        },
        digests=(str(run.provenance["digest"]),),
        origin=shlex.quote(str(run.folder / "scenario.yaml")),
    )


class Recorded:
    """A comparison as its folder tells it: what was run, from which seeds, what came out.

    Attributes:
        folder: of `peacegrid compare --out` or `ablate --out`. scenarios: by strategy, as chosen.
        seeds: of the replicates. weeks: of a run. measures: yardsticks.
        digests: of the ends of the runs, by strategy and seed.
    """

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        """Read a folder.

        Args:
            names: two strategies of it; none for the first two.

        Raises:
            UserError: it is damaged, of another version, empty, or has no such strategy.
        """
        self.folder = folder
        try:
            about = read_about(folder / ABOUT, FORMAT, OTHER_FORMAT)
            runs = pd.read_parquet(folder / RUNS, columns=["strategy", "seed", "digest"])
        except (OSError, ValueError) as error:
            raise UserError(
                f"{folder}: the comparison in it is damaged ({error}). Make it anew"
            ) from error
        known = list(about["scenario_hashes"])
        chosen = list(names) or known[:2]
        for name in chosen:
            if name not in known:
                close = nearest(name, known)
                hint = f" Did you mean '{close}'?" if close else f" There are: {', '.join(known)}"
                raise UserError(f"--strategies: {folder} has no strategy '{name}'.{hint}")
        self.scenarios = {
            name: Scenario.load(folder / "scenarios" / f"{name}.yaml") for name in chosen
        }
        self.seeds = _consecutive(about["seeds"])
        if not self.seeds:
            raise UserError(f"{folder}: no replicate of the comparison was completed. Make it anew")
        self.weeks = int(about["weeks"])
        self.measures = Measures(**about["measures"])
        self.digests = {
            (str(one), int(seed)): str(digest) for one, seed, digest in runs.itertuples(index=False)
        }


def _consecutive(seeds: Sequence[int]) -> tuple[int, ...]:
    """The seeds up to the first gap, which a comparison that was stopped may have."""
    return tuple(seed for place, seed in enumerate(seeds) if seed == seeds[0] + place)


def is_comparison(folder: Path) -> bool:
    """Return whether a folder is one of `peacegrid compare --out` or `ablate --out`."""
    return all((folder / name).is_file() for name in (RUNS, ABOUT))
