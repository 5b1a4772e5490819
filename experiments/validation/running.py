"""Making the runs that facts need: a sweep for each ensemble, resumed where it was left."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from experiments.sweep import load, parts, session
from experiments.sweep.engines import Engine
from experiments.sweep.plan import Plan
from experiments.sweep.plan_files import PLAN, read_plan, save_plan
from experiments.sweep.planning import ONE_POINT, write_plan
from experiments.sweep.runner import Ending, Settings
from experiments.validation.ensembles import QUICK, Ensemble, ensembles
from experiments.validation.findings import Finding, Runs
from experiments.validation.samples import Sample
from experiments.validation.worker import MODEL
from sim.errors import UserError
from sim.metrics import Measures

SECONDS = 1_800.0
"""After which a run is given up."""

FIRST_SEED = 1
MEASURING = ("measures", "trials")
"""Packages whose sources decide what is done and measured within a run."""


class Request(NamedTuple):
    """What is asked for.

    Attributes:
        quick: a look at signs in small scenarios. scenarios: in place of those of ensembles, or
            none. replicates: likewise, or None.
    """

    quick: bool = False
    scenarios: tuple[str, ...] = ()
    replicates: int | None = None

    def scenarios_of(self, ensemble: Ensemble) -> tuple[str, ...]:
        """The scenarios of an ensemble."""
        return self.scenarios or (QUICK if self.quick else ensemble.scenarios)

    def replicates_of(self, ensemble: Ensemble) -> int:
        """The seeds of each arm of an ensemble."""
        if self.replicates is not None:
            return self.replicates
        return ensemble.quick if self.quick else ensemble.replicates


def needed(findings: Iterable[Finding]) -> list[Ensemble]:
    """The ensembles that facts need, each once."""
    names = dict.fromkeys(name for one in findings for name in one.ensembles)
    return [ensembles()[name] for name in names]


def prepare(folder: Path, ensemble: Ensemble, request: Request) -> Plan:
    """Return the plan of an ensemble's runs, made anew or found in its folder.

    More replicates than were planned are added to those that are there.

    Raises:
        UserError: the folder holds runs of another plan, or of measures that have changed since.
    """
    place = folder / ensemble.name
    settings: dict[str, Any] = {
        "name": ensemble.name,
        "replicates": request.replicates_of(ensemble),
        "first_seed": FIRST_SEED,
        "weeks": None,
        "model": MODEL,
        "seconds": SECONDS,
        "store": {"outcomes": "all", "series": False, "events": False},
        "outcomes": [],
        "measures": {"thresholds": Measures().as_dict(), "measuring": measuring_hash()},
    }
    scenarios = request.scenarios_of(ensemble)
    cases = ensemble.cases(scenarios, ablated=not request.quick)
    if not (place / PLAN).exists():
        place.mkdir(parents=True, exist_ok=True)
        if any(place.iterdir()):
            raise UserError(f"{place}: the folder is in use. Name another with --out.")
        return write_plan(place, cases, (), ONE_POINT, settings)
    there = read_plan(place)
    labels = [(one.name, one.strategy.name) for one in cases]
    same = [(one.scenario, one.strategy) for one in there.cases] == labels
    same &= there.settings["measures"] == settings["measures"]
    same = same and all(a.content == b for a, b in zip(there.cases, cases, strict=True))
    if not same:
        raise UserError(
            f"{place}: what is there was planned otherwise (other scenarios or arms, or what is "
            "measured has changed since). Name a new folder with --out."
        )
    if settings["replicates"] > there.replicates:
        there.settings["replicates"] = settings["replicates"]
        save_plan(there)
    return there


def make(place: Path, engine: Callable[[Plan], Engine], settings: Settings) -> Ending:
    """Make the runs of a planned ensemble that are missing; see `experiments.sweep.session.run`."""
    return session.run(place, engine, settings)


def read(folder: Path, names: Sequence[str]) -> Runs:
    """Read what has been made so far, complete replicates only."""
    return {name: Sample(load(folder / name).outcomes()) for name in names}


def sources(folder: Path, names: Sequence[str]) -> dict[str, list[str]]:
    """Return the hashes of the sources that the runs were made with: of the model, of measures.

    One of each, unless somebody mixed runs of several models on purpose.
    """
    model: set[str] = set()
    measuring: set[str] = set()
    for name in names:
        plan = read_plan(folder / name)
        model |= {part.code for part in parts.scan(folder / name, plan.key).parts}
        measuring.add(plan.settings["measures"]["measuring"])
    return {"model": sorted(model), "measuring": sorted(measuring)}


def measuring_hash() -> str:
    """Hash over the sources that decide what is done and measured within a run."""
    root = Path(__file__).parent
    digest = hashlib.sha256()
    for package in MEASURING:
        for path in sorted((root / package).rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
