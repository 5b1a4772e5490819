"""Reading the folder of a run, as :meth:`sim.results.Result.save` left it."""

import json
import shlex
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import UserError
from sim.replay.film import FILE

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario

NEEDED = ("outcomes.json", "provenance.json", "scenario.yaml", "series.parquet", "events.parquet")


@dataclass(frozen=True)
class Recording:
    """One run as its folder holds it.

    Attributes:
        folder: where it was read from. scenario: with its strategy.
        outcomes: content of outcomes.json. provenance: content of provenance.json.
        series: one row a week. events: one row for each act of violence.
        film: arrays of `map.npz` (see `sim.replay.film.Film.arrays`).
    """

    folder: Path
    scenario: "Scenario"
    outcomes: dict[str, Any]
    provenance: dict[str, Any]
    series: "pd.DataFrame"
    events: "pd.DataFrame"
    film: dict[str, NDArray[Any]]

    @property
    def weeks(self) -> int:
        """Weeks that were run."""
        return len(self.series)

    @property
    def seed(self) -> int:
        """Of everything random."""
        return int(self.outcomes["seed"])

    @property
    def cells(self) -> NDArray[np.int64]:
        """Row y * width + x of the cell of every event."""
        width = int(self.film["shape"][1])
        found: NDArray[np.int64] = (self.events["cell_y"] * width + self.events["cell_x"]).to_numpy(
            np.int64
        )
        return found


def read(folder: Path) -> Recording:
    """Read a run.

    Raises:
        UserError: the folder holds no run, no film, or files that cannot be read.
    """
    missing = [name for name in NEEDED if not (folder / name).is_file()]
    if missing:
        raise UserError(
            f"{folder}: not the folder of a run, {missing[0]} is missing. Make one with: "
            f"peacegrid run classroom --strategy integrated --out {shlex.quote(str(folder))}"
        )
    if not (folder / FILE).is_file():
        raise UserError(
            f"{folder}: {FILE} is missing, the film of the map; runs of earlier versions have "
            f"none. Repeat the run: {_again(folder)}"
        )
    import pandas as pd

    from sim.scenario import Scenario

    try:
        with (folder / FILE).open("rb") as stream:  # NumPy would leave a damaged file open
            found = np.load(stream, allow_pickle=False)
            film = {name: found[name] for name in found.files}
        recording = Recording(
            folder=folder,
            scenario=Scenario.load(str(folder / "scenario.yaml")),
            outcomes=_json(folder / "outcomes.json"),
            provenance=_json(folder / "provenance.json"),
            series=pd.read_parquet(folder / "series.parquet"),
            events=pd.read_parquet(folder / "events.parquet"),
            film=film,
        )
    except (ValueError, EOFError, zipfile.BadZipFile) as error:
        raise UserError(
            f"{folder}: a file of the run is damaged ({error}). Repeat the run: {_again(folder)}"
        ) from error
    if not recording.weeks:
        raise UserError(f"{folder}: the run has no weeks, so there is nothing to replay.")
    return recording


def _json(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _again(folder: Path) -> str:
    """The command that makes the run once more."""
    try:
        seed = int(_json(folder / "outcomes.json")["seed"])
    except (KeyError, ValueError):
        seed = 1
    place = shlex.quote(str(folder))
    return f"peacegrid run {shlex.quote(str(folder / 'scenario.yaml'))} --seed {seed} --out {place}"
