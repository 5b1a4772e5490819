"""Which quantities can be targets, by name: levels of facts, outcomes, statistics of events."""

import math
from functools import lru_cache
from pathlib import Path

from experiments.analysis.catalogue import STATISTICS
from experiments.analysis.event_tables import read_events
from experiments.analysis.evidence import Evidence
from experiments.analysis.violence import describe
from experiments.calibration.targets import EVENTS, FACTS, Target
from experiments.calibration.worker import ALL, LETHAL
from experiments.validation.catalogue import facts
from experiments.validation.findings import registry
from experiments.validation.measures.patterns import CELL_KM
from sim.errors import UserError, nearest
from sim.results import OUTCOMES

ENSEMBLE = "long"
"""The ensemble whose arm without a mission is run here; facts of family E that need no other have
levels that can be targets."""

WORDS = {LETHAL: "deadly events", ALL: "all events"}


@lru_cache(maxsize=1)
def quantities() -> dict[str, Target]:
    """Every quantity that can be a target, with the interval of facts.yaml where it has one."""
    found: dict[str, Target] = {}
    for one in registry().values():
        if one.id.startswith("E") and one.ensembles == (ENSEMBLE,):
            for name, of in facts()[one.id].accept.items():
                if of.kind == "level":
                    label = f"{one.id}.{name}"
                    found[label] = Target(label, of.low, of.high, 0.0, of.quantity)
    for name, outcome in OUTCOMES.items():
        found[name] = Target(name, -math.inf, math.inf, 0.0, f"{outcome.doc} ({outcome.unit})")
    for kind, words in WORDS.items():
        for statistic in STATISTICS:
            label = f"{kind}.{statistic.key}"
            about = f"{statistic.label.strip()}, {words}"
            found[label] = Target(label, -math.inf, math.inf, 0.0, about)
    return found


def targets_of_events(path: Path, tolerance: float) -> tuple[tuple[Target, ...], tuple[str, ...]]:
    """Return the statistics of a table of events as targets, and sentences about it.

    Real events are counted in cells of half a degree, those of a run in as large ones. A table that
    records deadly events alone (UCDP GED) is held against deadly events of runs.

    Args:
        path: UCDP GED or ACLED as CSV, or events.parquet of a run.
        tolerance: one standard deviation, as a share of the value.

    Raises:
        UserError: the file is not a table of events, or none of the statistics can be computed.
        OSError: it cannot be read.
    """
    events = read_events(path)
    of = Evidence(events, CELL_KM if events.km else None)
    kind = LETHAL if events.source == "UCDP GED" else ALL
    answers = describe(of)
    found, left = [], []
    for key in EVENTS:
        value = answers[key].value
        if value is None:
            left.append(f"{key} ({answers[key].why})")
        else:
            target = quantities()[f"{kind}.{key}"]
            blur = tolerance * (abs(value) or 1.0)
            found.append(target._replace(low=value, high=value, tolerance=blur))
    if not found:
        raise UserError(f"{path}: no statistic can be a target: {'; '.join(left)}.")
    said = [f"{path.name}: {of.about()}"]
    if left:
        said.append(f"Not targets, since they cannot be computed there: {', '.join(left)}.")
    return tuple(found), tuple(said)


def default_targets() -> tuple[Target, ...]:
    """The facts' own levels, with the intervals that facts.yaml accepts."""
    return tuple(named(one) for one in FACTS)


def read_targets(text: str) -> tuple[Target, ...]:
    """Read ``NAME=LOW:HIGH,...``; an end may be left out, and a fact's level has its own interval.

    Raises:
        UserError: a name is none, or an interval is not one; all are named.
    """
    found: dict[str, Target] = {}
    problems: list[str] = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        name, equals, bounds = (one.strip() for one in part.partition("="))
        try:
            target = named(name)
            if equals:
                low, high = _interval(part, bounds)
                target = target._replace(low=low, high=high)
            elif math.isinf(target.low) and math.isinf(target.high):
                raise UserError(f"--targets: {name} has no interval. Write {name}=LOW:HIGH")
            if name in found:
                raise UserError(f"--targets: {name} is named twice. Leave one out")
            found[name] = target
        except UserError as error:
            problems.append(str(error))
    if not (found or problems):
        problems.append("--targets: no target is named. Write for example E05.k50,deaths=500:5000")
    if problems:
        raise UserError("\n".join(problems))
    return tuple(found.values())


def named(name: str) -> Target:
    """Return the target of a name, without an interval where it has none of its own.

    Raises:
        UserError: no such quantity can be read off runs without a mission.
    """
    known = quantities()
    if name not in known:
        close = nearest(name, known)
        raise UserError(
            f"--targets: there is no quantity '{name}' of runs without a mission. "
            + (f"Did you mean {close}? " if close else "")
            + "There are levels of facts (E05.k50), outcomes (deaths), and statistics of events "
            f"({LETHAL}.k50 of deadly ones, {ALL}.k50 of all)"
        )
    return known[name]


def _interval(part: str, bounds: str) -> tuple[float, float]:
    low, colon, high = bounds.partition(":")
    try:
        found = float(low) if low.strip() else -math.inf, float(high) if high.strip() else math.inf
    except ValueError:
        found = math.nan, math.nan
    if not colon or not found[0] <= found[1] or found == (-math.inf, math.inf):
        raise UserError(
            f"--targets: {part!r} has no interval. Write NAME=LOW:HIGH with LOW below HIGH; an end "
            "may be left out: deaths=:5000"
        )
    return found
