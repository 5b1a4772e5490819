"""Early warning that learns from the map of reported incidents, and is held against what happened.

The record is a kernel density of reports: violence comes back to the same places and their
neighbours, most of all soon after (Townsley, Johnson & Ratcliffe 2008; Braithwaite & Johnson 2012).
What is not reported is not learnt; what few analysts cannot read is guessed.
"""

from typing import Any

from sim.kernels import highest, kernel, uniform
from sim.streams import stream

GUESS = stream("technology.guess")


@kernel
def learn(t: Any, q: Any, weeks: int) -> None:
    """Some weeks of keeping the record: new reports count here and next door, old ones fade."""
    fade = min(1.0, q[0].fade * weeks)
    for c in range(len(t.cells)):
        t.cells[c].trace *= 1.0 - fade
    for c in range(len(t.cells)):
        place = t.cells[c]
        if place.reported < 0.05:
            continue
        news = fade * place.reported / (place.reported + 2.0)
        t.mission[0].records += weeks * place.reported / (place.reported + 2.0)
        place.trace += news
        for k in range(8):
            n = t.neighbours[c, k]
            if n >= 0:
                t.cells[n].trace += q[0].spread * news * 0.125


@kernel
def compare(t: Any) -> None:
    """Hold the warnings that stand against the events since they were given."""
    mission = t.mission[0]
    standing = 0
    for c in range(len(t.cells)):
        standing += t.cells[c].alarm
    for row in range(mission.assessed, t.clock[0].events):
        place = t.cells[t.events[row].cell]
        if place.alarm > 0:
            place.alarm = 2
        elif standing > 0:
            mission.missed += 1.0
    mission.assessed = t.clock[0].events
    for c in range(len(t.cells)):
        place = t.cells[c]
        if place.alarm == 2:
            mission.hits += 1.0
        elif place.alarm == 1:
            mission.false_alarms += 1.0
        place.alarm = 0
        place.warning = 0.0


@kernel
def foresee(t: Any, q: Any, score: Any, skill: float, seed: int, week: int) -> None:
    """What analysts expect of every place where people live: what they found in the record, in
    fresh reports and in sightings of bands as far as `skill` goes, and guesses for the rest."""
    p = q[0]
    top = 0.0
    for c in range(len(t.cells)):
        place = t.cells[c]
        score[c] = 0.0
        if place.communities == 0:
            continue
        fresh = place.reported
        for k in range(8):
            n = t.neighbours[c, k]
            if n >= 0:
                fresh += 0.125 * p.spread * t.cells[n].reported
        bands = place.pk_eyes * place.fighters
        signs = place.trace + p.repeat * fresh / (fresh + 4.0) + bands / (bands + 30.0)
        score[c] = signs
        top = max(top, signs)
    for c in range(len(t.cells)):
        if t.cells[c].communities > 0:
            guess = uniform(seed, GUESS, week, c, 0)
            score[c] = skill * score[c] / (top + 1e-9) + (1.0 - skill) * guess


@kernel
def warn(t: Any, score: Any, wanted: int) -> None:
    """Put a warning on the places with the highest scores."""
    for _ in range(wanted):
        best = highest(score)
        if best < 0:
            return
        t.cells[best].warning = 1.0
        t.cells[best].alarm = 1
        score[best] = 0.0
