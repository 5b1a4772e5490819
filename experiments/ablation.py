"""What each element of a strategy adds: alone on top of its force, and when it is left out.

The two differ where elements depend on each other: what an element adds to the whole strategy, the
others being there, and what it adds to soldiers alone. The force itself is compared with nobody.
All arms have the same seeds; an element's cost is the difference in what was spent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments import paired
from experiments.comparison import Comparison
from experiments.follow_up import cut_note
from experiments.report import KEYS, Key, interval_text
from sim.mechanisms.deployment import Deployment
from sim.results import CLAIM, OUTCOMES
from sim.scenario import Scenario

NOBODY, FORCE, WHOLE = "none", "force alone", "whole strategy"
ALONE, WITHOUT = "force and {}", "without {}"


class Part(NamedTuple):
    """What one element changes: an outcome with it less without it, and what that cost.

    Attributes:
        element: its name. setting: 'alone' (added to the force) or 'left out' (of the whole).
        gain: paired difference that its presence makes. cost: US dollars that it adds.
    """

    element: str
    setting: str
    gain: paired.Estimate
    cost: paired.Estimate


@dataclass(frozen=True)
class Ablation:
    """An ablation: the runs of all arms, and between which of them each element stands.

    Attributes:
        comparison: the runs. elements: that the strategy has, the force first.
        pairs: by element and setting, the arms with it and without it.
    """

    comparison: Comparison
    elements: tuple[str, ...]
    pairs: Mapping[tuple[str, str], tuple[str, str]]

    def differences(self, element: str, setting: str, outcome: str) -> NDArray[np.float64]:
        """An outcome with the element less without it, by replicate."""
        present, absent = self.pairs[element, setting]
        return self.comparison.values(present, outcome) - self.comparison.values(absent, outcome)

    def parts(self, outcome: str) -> list[Part]:
        """What every element adds to an outcome, in the order of the strategy."""
        return [
            Part(
                element,
                setting,
                paired.difference(self.differences(element, setting, outcome)),
                self.costs[element, setting],
            )
            for element, setting in self.pairs
        ]

    @cached_property
    def costs(self) -> dict[tuple[str, str], paired.Estimate]:
        """US dollars that every element adds to what is spent."""
        return {pair: paired.mean(self.differences(*pair, "cost")) for pair in self.pairs}

    def table(self) -> pd.DataFrame:
        """Every outcome of :data:`experiments.report.KEYS` and more, as a long table."""
        rows = []
        for outcome in dict.fromkeys([*(key.outcome for key in KEYS), *OUTCOMES]):
            for part in self.parts(outcome):
                differences = self.differences(part.element, part.setting, outcome)
                rows.append(
                    {
                        "element": part.element,
                        "setting": part.setting,
                        "outcome": outcome,
                        "unit": OUTCOMES[outcome].unit,
                        "better": OUTCOMES[outcome].better,
                        "gain": part.gain.value,
                        "low": part.gain.low,
                        "high": part.gain.high,
                        "p": part.gain.p,
                        "told_apart": part.gain.told_apart,
                        "cost": part.cost.value,
                        "replicates": part.gain.n,
                        "replicates_needed": paired.replicates_needed(differences),
                    }
                )
        return pd.DataFrame(rows)

    def save(self, folder: Path) -> None:
        """Write ablation.csv, the report, and the runs with their provenance into a folder."""
        from experiments.tables import save

        save(self.comparison, folder)
        self.table().to_csv(folder / "ablation.csv", index=False)
        (folder / "report.txt").write_text(report(self) + "\n", encoding="utf-8")


def arms(scenario: Scenario) -> dict[str, Scenario]:
    """The scenarios to run for an ablation of the strategy of a scenario, by label of the arm."""
    strategy = scenario.strategy
    elements = list(strategy.elements)
    off = {f"strategy.{name}.level": 0.0 for name in elements}
    found = {NOBODY: _nobody(scenario)}
    if _has_force(scenario):
        found[FORCE] = _renamed(scenario, off, FORCE)
    for name in elements:
        others = {path: 0.0 for path in off if path != f"strategy.{name}.level"}
        found[ALONE.format(name)] = _renamed(scenario, others, ALONE.format(name))
        left_out = {f"strategy.{name}.level": 0.0}
        found[WITHOUT.format(name)] = _renamed(scenario, left_out, WITHOUT.format(name))
    if _has_force(scenario):
        found[WITHOUT.format(Deployment.name)] = _renamed(
            scenario, {"strategy.mission.level": 0.0}, WITHOUT.format(Deployment.name)
        )
    found[WHOLE] = _renamed(scenario, {}, WHOLE)
    return found


def read(comparison: Comparison) -> Ablation:
    """Say which arms of a comparison of :func:`arms` show which element."""
    strategy = comparison.scenarios[WHOLE].strategy
    pairs: dict[tuple[str, str], tuple[str, str]] = {}
    base = FORCE if FORCE in comparison.scenarios else NOBODY
    elements = tuple(strategy.elements)
    if base == FORCE:
        pairs[Deployment.name, "alone"] = FORCE, NOBODY
        pairs[Deployment.name, "left out"] = WHOLE, WITHOUT.format(Deployment.name)
        elements = (Deployment.name, *elements)
    for name in strategy.elements:
        pairs[name, "alone"] = ALONE.format(name), base
        pairs[name, "left out"] = WHOLE, WITHOUT.format(name)
    return Ablation(comparison, elements, pairs)


def report(ablation: Ablation) -> str:
    """Return what each element adds, as text."""
    comparison = ablation.comparison
    n = len(comparison.seeds)
    scenario = comparison.scenarios[WHOLE]
    lines = [
        f"What each element adds to the strategy in {scenario.title} ({scenario.name})",
        f"{n} paired replicates of {len(comparison.strategies)} arms, {comparison.weeks} weeks",
    ]
    if n == 0:
        return "\n".join([*lines, "No replicate was completed, so there is nothing to compare."])
    if comparison.partial:
        lines.append(f"PARTIAL: {n} of {comparison.asked} replicates were completed.")
    lines += [
        "Alone: added to the force, against the force alone (the force itself: against nobody).",
        "Left out: the whole strategy, against the same without it. + is what its presence adds.",
        "Mean [95 % interval] of paired differences; * told from no difference.",
    ]
    for key in KEYS[:-1]:
        lines += ["", f"  {key.words}", *_rows(ablation, key)]
    lines += ["", *_sentences(ablation)]
    return "\n".join([*lines, *filter(None, [cut_note(comparison.horizon)]), CLAIM])


def _rows(ablation: Ablation, key: Key) -> list[str]:
    width = max(map(len, ablation.elements))
    found: dict[str, dict[str, str]] = {name: {} for name in ablation.elements}
    money: dict[str, float] = {}
    for element, setting in ablation.pairs:
        values = ablation.differences(element, setting, key.outcome) / key.scale
        found[element][setting] = interval_text(paired.difference(values), key.form)
        if setting == "left out":
            money[element] = ablation.costs[element, setting].value / 1e6
    lines = [f"    {'':{width}}  {'alone':32}  {'left out':32}  cost (M USD)"]
    lines += [
        f"    {name:{width}}  {cells['alone']:32}  {cells['left out']:32}  {money[name]:12,.0f}"
        for name, cells in found.items()
    ]
    return lines


def _sentences(ablation: Ablation) -> list[str]:
    """Say which elements are told to matter for the peace that is left, and which are not."""
    n = len(ablation.comparison.seeds)
    lines = []
    for outcome, words in (
        ("stability_after", "stability after exit"),
        ("peace_years_after", "years of peace after exit"),
    ):
        better: list[str] = []
        worse: list[str] = []
        open_: list[str] = []
        for part in ablation.parts(outcome):
            if part.setting != "left out" or np.isnan(part.gain.value):
                continue
            group = open_ if not part.gain.told_apart else better if part.gain.value > 0 else worse
            group.append(part.element)
        for group, what in (
            (better, f"the strategy is told to owe {words} to"),
            (worse, f"the strategy is told to lose {words} by"),
            (open_, f"{n} replicates do not tell whether it matters for {words}, leaving out"),
        ):
            if group:
                lines.append(f"{what[0].upper()}{what[1:]}: {', '.join(group)}.")
    return lines


def _has_force(scenario: Scenario) -> bool:
    return sum(scenario.strategy.mission.uniformed(1e6).values()) > 0.0


def _renamed(scenario: Scenario, changes: Mapping[str, float], label: str) -> Scenario:
    return scenario.varied({**changes, "strategy.name": label})


def _nobody(scenario: Scenario) -> Scenario:
    """The scenario with no mission, its dates kept so that outcomes cover the same weeks."""
    mission = scenario.strategy.mission
    dates = {name: getattr(mission, name) for name in ("start", "duration", "draw_down")}
    bare = scenario.with_strategy("none")
    return bare.varied({f"strategy.mission.{name}": weeks for name, weeks in dates.items()})
