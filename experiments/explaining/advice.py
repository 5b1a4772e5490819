"""Which commands tell whether a chain is a cause: ablations, and more replicates."""

import shlex

from experiments.explaining.judging import fewest
from experiments.explaining.pairs import Pairs, Side
from sim.mechanisms.deployment import Deployment

COMMAND = "peacegrid explain"
REPLICATES = 20


def ablation(pairs: Pairs, element: str) -> str:
    """Return the command that leaves an element out of the side that has it, or ''."""
    side = next((one for one in (pairs.other, pairs.base) if _has(one, element)), None)
    if side is None or not side.origin:
        return ""
    runs = REPLICATES if pairs.count == 1 else max(pairs.count, fewest(1))
    seed = f" --seed {side.seeds[0]}" if side.seeds[0] != 1 else ""
    return f"{COMMAND} {side.origin} --without {shlex.quote(element)}{seed} --replicates {runs}"


def many_seeds(pairs: Pairs) -> str:
    """Return the command that sets the same two sides against each other with many seeds."""
    alone = only_change(pairs)
    if alone:
        return ablation(pairs, alone)
    names = ",".join(side.scenario.strategy.name for side in (pairs.base, pairs.other))
    scenario = shlex.quote(pairs.other.scenario.name)
    return f"{COMMAND} {scenario} --strategies {shlex.quote(names)} --replicates {REPLICATES}"


def only_change(pairs: Pairs) -> str:
    """Return the element that alone is switched off on one side, all else the same; else ''."""
    if len(pairs.settings) != 1:
        return ""
    path, *values = pairs.settings[0]
    parts = path.split(".")
    single = len(parts) == 3 and parts[0] == "strategy" and parts[2] == "level"
    return parts[1] if single and 0.0 in values else ""


def _has(side: Side, element: str) -> bool:
    strategy = side.scenario.strategy
    if element == Deployment.name:
        return not strategy.idle and strategy.mission.level > 0.0
    return element in strategy.elements
