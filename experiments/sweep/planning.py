"""From a design to a folder with its plan: points sampled, cases written, everything checked."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.sweep import cases, plan_files
from experiments.sweep.design import Design
from experiments.sweep.factor import OWN, Factor
from experiments.sweep.factors import described, listed, resolve
from experiments.sweep.plan import Plan
from experiments.sweep.sampling import PointList, Sampler
from sim.errors import UserError
from sim.scenario import Scenario
from sim.yaml_source import Document, InputErrors, dump

Sample = tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]
"""Points as `Factor.scaled` holds values, and for each the number of its world and policy."""

Settings = dict[str, Any]

ONE_POINT: Sample = (np.zeros((1, 0)), np.zeros(1, np.int64), np.zeros(1, np.int64))
"""The only point where nothing varies."""


def make_plan(design: Design, document: Document, folder: Path) -> Plan:
    """Write a plan into a folder, which must be new or empty; return it.

    Args:
        design: checked. document: what it was read from, for places in messages.

    Raises:
        UserError: factors, scenarios or strategies are wrong, or the folder is in use.
    """
    factors, problems = resolve(design, document)
    messages = [str(one) for one in problems]
    found: list[Scenario] = []
    try:
        found = cases.scenarios(design, document)
    except UserError as error:
        messages += str(error).splitlines()
    if found and not problems:
        messages += _refused(found, factors, design)
    if messages:
        raise UserError("\n".join(dict.fromkeys(messages)))
    sample = sampled(design, factors)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise UserError(
            f"{folder}: the folder is not empty. Name a new one, or go on with the sweep in it: "
            f"peacegrid sweep resume {folder}"
        )
    (folder / plan_files.DESIGN).write_text(dump(_resolved(design, factors)), encoding="utf-8")
    return write_plan(folder, found, factors, sample, _settings(design))


def write_plan(
    folder: Path,
    scenarios: Sequence[Scenario],
    factors: Sequence[Factor],
    sample: Sample,
    settings: Settings,
) -> Plan:
    """Write cases, points and plan into a folder that is there; return the plan.

    Args:
        sample: as :func:`sampled` gives it. settings: see `experiments.sweep.plan.Plan`.
    """
    cases.write(scenarios, folder)
    labels = [(one.name, one.strategy.name, "") for one in scenarios]
    made = Plan(folder, tuple(factors), plan_files.read_cases(folder, labels), *sample, settings)
    plan_files.save_plan(made)
    return made


def sampled(design: Design, factors: Sequence[Factor]) -> Sample:
    """The points of a design, and for each which world and which policy it is."""
    if not factors:
        return ONE_POINT
    if design.lever_sampler is None:
        points = _points(design.sampler, list(factors))
        return points, np.arange(len(points)), np.zeros(len(points), np.int64)
    worlds = _points(design.sampler, [one for one in factors if one.role == "uncertainties"])
    policies = _points(design.lever_sampler, [one for one in factors if one.role == "levers"])
    world = np.repeat(np.arange(len(worlds)), len(policies))
    policy = np.tile(np.arange(len(policies)), len(worlds))
    return np.hstack([worlds[world], policies[policy]]), world, policy


def _points(sampler: Sampler, factors: list[Factor]) -> NDArray[np.float64]:
    if isinstance(sampler, PointList):
        return listed(sampler, factors)
    positions = sampler.positions([one.axis for one in factors])
    columns = [one.scaled(positions[:, place]) for place, one in enumerate(factors)]
    return np.stack(columns, axis=1)


def _refused(found: list[Scenario], factors: list[Factor], design: Design) -> list[str]:
    """What the first case says to the ends, or to every value, of each factor by itself."""
    messages: dict[str, None] = {}
    for one in factors:
        trials = [v for v in one.values if v != OWN] or [one.value(one.low), one.value(one.high)]
        for value in trials:
            try:
                found[0].varied({one.path: value})
            except InputErrors as error:
                for line in str(error).splitlines():
                    messages[line.replace("<python>:1:1", f"{design.name}: {one.role}")] = None
    return list(messages)


def _settings(design: Design) -> dict[str, Any]:
    content = design.model_dump(mode="json")
    names = ("name", "replicates", "first_seed", "weeks", "model", "seconds", "store", "outcomes")
    kept = {name: content[name] for name in names}
    return {**kept, "measures": design.measures().as_dict()}


def _resolved(design: Design, factors: list[Factor]) -> dict[str, Any]:
    """The design with nothing left open: factors one by one, with their ranges."""
    content = design.model_dump(mode="json", exclude_defaults=True)
    for role in ("uncertainties", "levers"):
        own = [described(one) for one in factors if one.role == role]
        if own:
            content[role] = [one.model_dump(mode="json", exclude_defaults=True) for one in own]
    for name in ("sampler", "lever_sampler"):
        sampler = getattr(design, name)
        if sampler is not None:
            content[name] = sampler.model_dump(mode="json")
    return content
