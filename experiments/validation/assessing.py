"""From runs to verdicts: every criterion of every fact, and what is left with its mechanism off."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

from experiments.validation.catalogue import Criterion, Fact, facts
from experiments.validation.findings import OFF, Finding, Found, Runs
from experiments.validation.protocol import (
    Fate,
    Interval,
    Verdict,
    interval,
    judge,
    removed,
    worst,
)


class Line(NamedTuple):
    """One criterion of a fact, judged.

    Attributes:
        name, criterion: which. found: estimate with intervals. verdict: on it.
        off: the same with the mechanism off, or None where that is not measured.
        fate: what is then left of the effect, or ''.
    """

    name: str
    criterion: Criterion
    found: Interval
    verdict: Verdict
    off: Interval | None = None
    fate: Fate | str = ""

    @property
    def sign(self) -> str:
        """Whether an effect has the expected sign: 'right', 'wrong', 'unclear'; '' for others."""
        c, found = self.criterion, self.found
        if c.kind != "effect" or math.isnan(found.low):
            return "" if c.kind != "effect" else "unclear"
        if found.low > c.none or found.high < c.none:
            return "right" if (found.high < c.none) == c.falls else "wrong"
        return "unclear"


@dataclass(frozen=True)
class Assessment:
    """A fact, held against the model.

    Attributes:
        fact: that was tested. verdict: of its worst criterion. lines: each of them.
        also: further numbers by name, that nothing is decided on. runs: that were used.
        seeds: of the arm that has the fewest. why: what kept it from being measured, or ''.
    """

    fact: Fact
    verdict: Verdict
    lines: tuple[Line, ...] = ()
    also: dict[str, Interval] = field(default_factory=dict)
    runs: int = 0
    seeds: int = 0
    why: str = ""

    @property
    def earned(self) -> bool:
        """Whether it counts: it passes, and no effect of it is left without its mechanism."""
        return self.verdict == "PASS" and not any(
            line.fate in ("left", "weaker") for line in self.lines
        )

    @property
    def one_sign(self) -> tuple[str, ...]:
        """Criteria measured by scenario whose sign is told, and the same, in all of several."""
        found = []
        for name, criterion in self.fact.accept.items():
            places = [one for key, one in self.also.items() if key.startswith(f"{name}@")]
            above = [one.low > criterion.none for one in places]
            below = [one.high < criterion.none for one in places]
            if len(places) > 1 and (all(above) or all(below)):
                found.append(name)
        return tuple(found)


def assess(finding: Finding, runs: Runs) -> Assessment:
    """Hold a fact against the runs that it asked for."""
    fact = facts()[finding.id]
    missing = [name for name in finding.ensembles if name not in runs]
    if missing:
        return Assessment(fact, "NOT MEASURED", why=f"no runs of {', '.join(missing)} yet")
    count = sum(runs[name].count for name in finding.ensembles)
    if not count:
        return Assessment(fact, "NOT MEASURED", why="no complete replicate")
    try:
        found = finding.measure(runs)
    except KeyError as error:
        return Assessment(fact, "NOT MEASURED", runs=count, why=f"no arm or measure {error}")
    seeds = min(runs[name].seeds for name in finding.ensembles)
    lines = [_line(fact, name, found, seeds) for name in fact.accept]
    also = {
        name: interval(draws, seeds)
        for name, draws in found.items()
        if name.removesuffix(OFF) not in fact.accept
    }
    verdict = "REPORTED" if fact.gate == "report" else worst(line.verdict for line in lines)
    return Assessment(fact, verdict, tuple(lines), also, count, seeds)


def _line(fact: Fact, name: str, found: Found, seeds: int) -> Line:
    criterion = fact.accept[name]
    if name not in found:
        nothing = Interval(*[math.nan] * 5)
        return Line(name, criterion, nothing, "NOT MEASURED")
    here = interval(found[name], seeds)
    verdict: Verdict = "REPORTED" if fact.gate == "report" else judge(criterion, here)
    without = found.get(f"{name}{OFF}")
    if without is None:
        return Line(name, criterion, here, verdict)
    fate = removed(found[name], without, criterion.none, seeds)
    return Line(name, criterion, here, verdict, interval(without, seeds), fate)
