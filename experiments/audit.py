"""Whether a scenario is a fair test of strategies: what dominates, does nothing, or never varies.

A scenario that every strategy wins, or one strategy wins in every respect, teaches nothing; an
element that changes nothing, or of which more is always better at the same budget, is a sign that
the scenario (or the model) leaves out its price. Everything is judged on paired replicates; what
they do not tell is said to be not told.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from experiments import paired
from experiments.comparison import Comparison
from experiments.follow_up import cut_note
from sim.results import OUTCOMES
from sim.scenario import Scenario
from sim.strategy import total_cost

if TYPE_CHECKING:
    import pandas as pd

JUDGED = ("peace_years_after", "stability_after", "deaths", "displaced", "needs", "trust_state")
"""Outcomes by which strategies and elements are judged."""

LEVELS = (0.0, 0.5, 1.0)
"""Levels of an element that are compared; the others keep theirs, the budget is the same."""


class Finding(NamedTuple):
    """Something that makes a scenario a poor test.

    Attributes:
        kind: 'dominance', 'idle element', 'always more', 'no variation'. text: what was seen.
    """

    kind: str
    text: str


def arms(strategies: Mapping[str, Scenario], base: Scenario) -> dict[str, Scenario]:
    """The scenarios to run: every strategy, and one strategy with each element at each level.

    Args:
        strategies: the audited scenario with every strategy, by label.
        base: the same with the strategy whose elements are varied; its budget is fixed at its
            planned cost.
    """
    found = dict(strategies)
    people = float(base.people.population)
    budget = total_cost(base.strategy, people) / people
    for element in base.strategy.elements:
        for level in LEVELS:
            label = arm(element, level)
            changes = {
                f"strategy.{element}.level": level,
                "strategy.budget": budget,
                "strategy.name": label,
            }
            found[label] = base.varied(changes)
    return found


def arm(element: str, level: float) -> str:
    """Label of the runs with an element at a level."""
    return f"{element} at {level:g}"


def warnings(comparison: Comparison, strategies: Sequence[str]) -> list[Finding]:
    """What makes the scenario a poor test, from the runs of :func:`arms`."""
    found = list(_dominance(comparison, strategies))
    for element in _elements(comparison):
        found += _element(comparison, element)
    return [*found, *_constants(comparison)]


def told(comparison: Comparison) -> "pd.DataFrame":
    """What each element changes, at its highest level against none at the same budget.

    Columns element, outcome, unit, difference, low, high (95 %), p, replicates; only differences
    that the runs tell from none, costs apart. With so many, some are told by chance.
    """
    import pandas as pd

    rows = [
        [element, name, OUTCOMES[name].unit, *change]
        for element in _elements(comparison)
        for name, change in _changes(comparison, arm(element, LEVELS[-1]), arm(element, LEVELS[0]))
        if change.told_apart
    ]
    names = ["element", "outcome", "unit", "difference", "low", "high", "replicates", "p"]
    return pd.DataFrame(rows, columns=names)


def _elements(comparison: Comparison) -> list[str]:
    """The elements whose levels were varied."""
    off = f" at {LEVELS[0]:g}"
    return [name.removesuffix(off) for name in comparison.strategies if name.endswith(off)]


def _better(comparison: Comparison, one: str, other: str, outcome: str) -> paired.Estimate:
    """By how much an arm is better than another in an outcome: above 0 where it is."""
    sign = -1.0 if OUTCOMES[outcome].better == "lower" else 1.0
    values = comparison.values(one, outcome) - comparison.values(other, outcome)
    return paired.difference(sign * values)


def _dominance(comparison: Comparison, strategies: Sequence[str]) -> Iterator[Finding]:
    for one in strategies:
        others = [name for name in strategies if name != one]
        gains = (_better(comparison, one, other, outcome) for other in others for outcome in JUDGED)
        if others and all(gain.told_apart and gain.value > 0 for gain in gains):
            yield Finding(
                "dominance", f"{one} is better than every other strategy in every respect"
            )


def _element(comparison: Comparison, element: str) -> Iterator[Finding]:
    off, middle, full = (arm(element, level) for level in LEVELS)
    same = [
        all(np.array_equal(a.outcomes[o], b.outcomes[o], equal_nan=True) for o in JUDGED)
        for a, b in zip(comparison.runs[off], comparison.runs[full], strict=True)
    ]
    if all(same):
        yield Finding("idle element", f"{element} changes nothing in any of {len(same)} runs")
        return
    changes = [_better(comparison, full, off, outcome) for outcome in JUDGED]
    if not any(change.told_apart for change in changes):
        yield Finding(
            "idle element",
            f"{len(same)} replicates do not tell {element} at 1 from {element} at 0 in any respect"
            f"{_elsewhere(comparison, full, off)}",
        )
    gains = [_better(comparison, full, middle, outcome) for outcome in JUDGED]
    if all(gain.told_apart and gain.value > 0 for gain in gains):
        yield Finding(
            "always more",
            f"{element} at 1 is better than at 0.5 in every respect, at the same budget",
        )


def _changes(comparison: Comparison, full: str, off: str) -> Iterator[tuple[str, paired.Estimate]]:
    """By how much each outcome differs between two arms, costs apart."""
    for name in OUTCOMES:
        if not name.startswith("cost"):
            values = comparison.values(full, name) - comparison.values(off, name)
            yield name, paired.difference(values)


def _elsewhere(comparison: Comparison, full: str, off: str) -> str:
    """What an element does change, although no respect by which scenarios are judged."""
    changes = _changes(comparison, full, off)
    others = [(name, change) for name, change in changes if name not in JUDGED]
    found = [(name, change) for name, change in others if change.told_apart]
    if not found:
        return ""
    found.sort(key=lambda one: -abs(one[1].value) / max(one[1].high - one[1].low, 1e-300))
    surest = ", ".join(
        f"{name} by {change.value:+,.3g} [{change.low:,.3g}, {change.high:,.3g}]"
        for name, change in found[:SUREST]
    )
    return f"; it changes {len(found)} of {len(others)} other outcomes, most surely {surest}"


SUREST = 3
"""Outcomes that are named of those that an idle element changes."""

GONE = ("cost_after", "deaths_peacekeepers_after")
"""Outcomes of the mission in the weeks after it has left: 0 by definition, unless some stay."""


def _constants(comparison: Comparison) -> Iterator[Finding]:
    same = []
    for outcome, about in OUTCOMES.items():
        if outcome in GONE or outcome.startswith("cost_of_"):
            continue
        values = np.concatenate([comparison.values(n, outcome) for n in comparison.strategies])
        seen = values[np.isfinite(values)]
        if about.better and len(seen) and (seen == seen[0]).all():
            same.append(f"{outcome} ({seen[0]:g})")
    if same:
        yield Finding("no variation", f"the same in all runs of all arms: {', '.join(same)}")


def report(comparison: Comparison, strategies: Sequence[str], found: Sequence[Finding]) -> str:
    """Return the audit as text."""
    scenario = comparison.scenarios[comparison.reference]
    n = len(comparison.seeds)
    lines = [
        f"Audit of {scenario.title} ({scenario.name})",
        f"{n} paired replicates of {len(strategies)} strategies and of "
        f"{len(comparison.strategies) - len(strategies)} settings of single elements",
        "",
        "Best by the mean, and strategies not told from it:",
    ]
    width = max(map(len, JUDGED))
    lines += [f"  {o:{width}}  {_winner(comparison, strategies, o)}" for o in JUDGED]
    lines.append("")
    if not found:
        lines.append("No warning: nothing dominates, idles, is always better or never varies.")
    lines += [f"WARNING ({one.kind}): {one.text}." for one in found]
    lines += filter(None, [cut_note(comparison.horizon)])
    return "\n".join(lines)


def _winner(comparison: Comparison, strategies: Sequence[str], outcome: str) -> str:
    means = {name: float(comparison.values(name, outcome).mean()) for name in strategies}
    # Runs that end before exit say nothing about the years after it.
    means = {name: mean for name, mean in means.items() if np.isfinite(mean)}
    if not means:
        return "-"
    lower = OUTCOMES[outcome].better == "lower"
    best = min(means, key=lambda name: means[name] if lower else -means[name])
    rivals = [
        name
        for name in means
        if name != best and not _better(comparison, best, name, outcome).told_apart
    ]
    alike = f"; not told from {', '.join(rivals)}" if rivals else ""
    return f"{best} ({means[best]:,.2f}){alike}"
