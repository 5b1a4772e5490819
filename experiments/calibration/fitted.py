"""The set of draws that is kept: written as YAML, read back for comparisons of strategies."""

from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import Field

from experiments.calibration.matching import LIMIT, Matching
from experiments.calibration.planning import Request
from experiments.sweep.plan import Plan
from sim import __version__
from sim.errors import UserError
from sim.saving import replaced
from sim.state.params import Parameters
from sim.yaml_source import dump, load, validate

NAME = "fitted.yaml"

SHIPPED = Path(__file__).resolve().parents[1] / "validation" / NAME
"""The set that ships with the package, where there is one."""

WORD = "fitted"
"""Stands for :data:`SHIPPED` on the command line."""

WANTED = 20
"""Draws that a set should have at least, to say how much an answer hangs on them."""

Value = bool | int | float | str


class Kept(Parameters):
    """One draw of the set: its number, its decisive implausibility, values by dotted path."""

    draw: int
    implausibility: float
    values: dict[str, Value] = Field(min_length=1)


class Fitted(Parameters):
    """A set of draws of parameters that targets do not rule out.

    Attributes:
        format: of the file. peacegrid: version. sources: hashes of the model that was run, and of
            what measured it. scenarios, weeks, seeds: of the runs; seeds are the first and last.
        sampler, tried, not_ruled_out: how many draws there were, and how many were kept at first.
        rule: by which. targets, parameters: what was asked for, in words and numbers, by name.
        draws: the set.
    """

    format: Literal[1] = 1
    peacegrid: str
    sources: dict[str, Any]
    scenarios: tuple[str, ...]
    weeks: int
    seeds: tuple[int, int]
    sampler: str
    tried: int
    not_ruled_out: int
    rule: str
    targets: dict[str, dict[str, Any]]
    parameters: dict[str, dict[str, Any]]
    draws: tuple[Kept, ...]


def chosen(matching: Matching, most: int | None) -> list[int]:
    """Rows of the draws that go into the set: all that are kept, or the first `most` of them.

    The first, not the best: draws are in an order that has nothing to do with how they fit, so the
    first are a fair sample of what targets leave open, and the best would be a narrower one.
    """
    rows = np.flatnonzero(matching.kept).tolist()
    return rows if most is None else rows[:most]


def fitted(
    plan: Plan,
    matching: Matching,
    request: Request,
    sources: dict[str, Any],
    most: int | None = None,
) -> Fitted:
    """Return the set with all that says where it comes from; it may be empty.

    Args:
        plan, request: of the runs. sources: see `experiments.calibration.saving`. most: of draws.
    """
    points = matching.estimates.points
    reasons = {one.path: one.why for one in request.varied}
    seeds = int(matching.estimates.seeds.max(initial=0))
    settings = plan.cases[0].content
    return Fitted(
        peacegrid=__version__,
        sources=sources,
        scenarios=tuple(dict.fromkeys(one.scenario for one in plan.cases)),
        weeks=settings.weeks,
        seeds=(plan.seed(0), plan.seed(seeds - 1)),
        sampler=request.sampler,
        tried=len(points),
        not_ruled_out=int(matching.kept.sum()),
        rule=(
            f"implausibility below {LIMIT:g} for every target"
            + (f" but {matching.misses}" if matching.misses else "")
        ),
        targets={
            one.name: {"accepted": one.interval, "about": one.about, "told": bool(told)}
            for one, told in zip(matching.targets, matching.told, strict=True)
        },
        parameters={
            one.path: {"low": one.low, "high": one.high, "unit": one.unit, "why": reasons[one.path]}
            for one in plan.factors
        },
        draws=tuple(
            Kept(
                draw=int(points[row]),
                implausibility=float(matching.decisive[row]),
                values=plan.values(int(points[row])),
            )
            for row in chosen(matching, most)
        ),
    )


def write_fitted(found: Fitted, folder: Path) -> Path:
    """Write ``fitted.yaml`` into a folder that is there, whole or not at all."""
    with replaced(folder / NAME) as path:
        path.write_text(dump(found.model_dump(mode="json")), encoding="utf-8")
    return folder / NAME


def read_fitted(source: str) -> Fitted:
    """Read a set: a file, the folder of a calibration, or ``fitted`` for the one that ships.

    Raises:
        UserError: there is none, it is not one, or no draw is in it.
    """
    path = Path(source)
    if path.is_dir():
        path = path / NAME
    elif source == WORD and not path.exists():
        path = SHIPPED
    if not path.exists():
        raise UserError(
            f"{path}: there is no set of fitted draws. Make one with: peacegrid calibrate --out DIR"
        )
    found = validate(load(path), Fitted)
    if not found.draws:
        raise UserError(f"{path}: no draw fits its targets, so there are no worlds to compare in.")
    return found
