"""The runs of a calibration: a sweep over draws of parameters, without a mission."""

import json
import os
import shutil
from pathlib import Path
from typing import Any, Literal, NamedTuple

from experiments.calibration.parameters import Varied, read_parameters
from experiments.calibration.worker import MODEL
from experiments.sweep import cases
from experiments.sweep.design import Design
from experiments.sweep.plan import Plan
from experiments.sweep.plan_files import PLAN, read_plan, save_plan
from experiments.sweep.planning import make_plan
from experiments.validation.ensembles import ensembles
from experiments.validation.ensembles.base import WAR
from experiments.validation.running import SECONDS, measuring_hash
from sim.errors import UserError
from sim.saving import json_text, replaced
from sim.yaml_source import Document, dump, validate

RUNS = "runs"
"""The sweep, in the folder of a calibration."""

ASKED = "asked.json"
"""What was asked for when the runs were planned, in the folder of a calibration."""

WEEKS = ensembles()["long"].weeks
"""Of a run where none are given: those of the runs in which facts measure the same levels."""


class Request(NamedTuple):
    """What is asked for.

    Attributes:
        scenarios: names or files. draws: points in the space of parameters. replicates: seeds of
            each. seed: the first of them, and of the sampler. weeks: of a run.
        sampler: how points are chosen. parameters: a list of one's own, or None.
        model: the function that makes a run.
    """

    scenarios: tuple[str, ...] = WAR
    draws: int = 200
    replicates: int = 8
    seed: int = 1
    weeks: int = WEEKS
    sampler: Literal["latin_hypercube", "sobol"] = "latin_hypercube"
    parameters: Path | None = None
    model: str = MODEL

    @property
    def varied(self) -> tuple[Varied, ...]:
        """The parameters, each with the reason why it is varied; raises InputErrors."""
        return read_parameters(self.parameters)

    def document(self) -> Document:
        """The design of the sweep; injected events are left out, as facts do."""
        specs = [one.spec.model_dump(exclude_defaults=True) for one in self.varied]
        return Document.from_data(
            {
                "name": "calibration",
                "title": "Draws of assumptions, without a mission",
                "scenarios": list(self.scenarios),
                "strategies": ["none"],
                "settings": {"weeks": self.weeks, "injects": []},
                "uncertainties": specs,
                "sampler": {"name": self.sampler, "points": self.draws, "seed": self.seed},
                "replicates": self.replicates,
                "first_seed": self.seed,
                "outcomes": [],
                "seconds": SECONDS,
                "model": self.model,
            }
        )


def prepare(folder: Path, request: Request) -> Plan:
    """Return the plan of a calibration's runs, made anew or found in its folder.

    More replicates than were planned are added to those that are there. A plan is written beside
    its place and moved there whole, so that one that was interrupted is made anew.

    Raises:
        UserError: a scenario or parameter is wrong; or the folder holds runs that were planned
            otherwise, or with measures that have changed since.
    """
    place = folder / RUNS
    document = request.document()
    design = validate(document, Design)
    asked = _asked(design, document)
    if not (place / PLAN).exists():
        folder.mkdir(parents=True, exist_ok=True)
        if any(one.name[0] != "." and one.name != ASKED for one in folder.iterdir()):
            raise UserError(f"{folder}: the folder is in use. Name another with --out.")
        with replaced(folder / ASKED) as path:
            path.write_text(json_text(asked), encoding="utf-8")
        new = folder / f".{RUNS}.new"
        shutil.rmtree(new, ignore_errors=True)
        make_plan(design, document, new)
        os.replace(new, place)
        return read_plan(place)
    _same(folder, asked)
    there = read_plan(place)
    if design.replicates > there.replicates:
        there.settings["replicates"] = design.replicates
        save_plan(there)
    return there


def _asked(design: Design, document: Document) -> dict[str, Any]:
    """What must be the same for runs to go on: all but the number of replicates."""
    scenarios = {
        one.name: dump(one.model_dump(mode="json")) for one in cases.scenarios(design, document)
    }
    content = design.model_dump(mode="json", exclude={"replicates"})
    return {
        "measuring": measuring_hash(),
        **{name: content[name] for name in ("uncertainties", "sampler", "settings", "model")},
        "first seed": content["first_seed"],
        "scenarios": scenarios,
    }


def _same(folder: Path, asked: dict[str, Any]) -> None:
    """Refuse to go on with runs that were planned otherwise."""
    try:
        there = json.loads((folder / ASKED).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(
            f"{folder / ASKED} cannot be read ({error}), so what the runs there are is not known. "
            "Name a new folder with --out."
        ) from error
    plain = json.loads(json_text(asked))
    other = [name for name in plain if there.get(name) != plain[name]]
    if other:
        raise UserError(
            f"{folder}: what is there was planned otherwise ({', '.join(other)}). Ask for the same "
            "again, with as many replicates or more, or name a new folder with --out."
        )
