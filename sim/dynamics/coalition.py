"""The coalition behind a mission: the will of those who pay and send, and what they do about it.

Donors' and contributors' will falls with peacekeepers who die, with headlines of massacres that the
mission did not prevent, and with the years; it recovers where reported violence falls. It decides
how much of the money comes, and how many dead nations bear. Sponsors of armed groups under
sanctions may find a rival who pays in their place.
"""

from typing import Any

from sim.kernels import clamp, inlined, kernel, relax, uniform
from sim.state import codes
from sim.state.params import Parameters
from sim.state.world import World
from sim.streams import stream
from sim.units import Share, param

RIVAL = stream("coalition.rival")
AUTHORISED, GONE = codes.AUTHORISED, codes.GONE
WEEK = 1.0 / 52.0
LOOK_EVERY = 4  # weeks between looks at the picture of the whole country


class Coalition(Parameters):
    """What moves the will of donors and contributors, and what follows from it."""

    mourn: Share = param(
        0.05,
        unit="share",
        low=0.01,
        high=0.12,
        source="A508",
        doc="will lost at most in a week of peacekeepers' deaths (half of it at 10 dead)",
    )
    shame: Share = param(
        0.03,
        unit="share",
        low=0.0,
        high=0.08,
        source="A509",
        doc="will lost at most by a massacre of civilians (half of it at 50 dead)",
    )
    weary: Share = param(
        0.05,
        unit="share a year",
        low=0.0,
        high=0.12,
        source="A510",
        doc="will that a year of mission costs by itself: other wars, other governments",
    )
    reassure: Share = param(
        0.15,
        unit="share of gap a year",
        low=0.05,
        high=0.4,
        source="A511",
        doc="will regained in a year in which reported violence is all but gone",
    )
    persuade: Share = param(
        0.3,
        unit="share of gap a year",
        low=0.1,
        high=0.6,
        source="A512",
        doc="will regained in a year by complete envoys' work in donors' capitals",
    )
    enough: Share = param(
        0.6,
        unit="share",
        low=0.4,
        high=0.8,
        source="A513",
        doc="will below which donors fall behind with what they owe, in proportion",
    )
    takers: Share = param(
        0.4,
        unit="share of armed groups",
        low=0.0,
        high=0.8,
        source="A516",
        doc="for which a rival sponsor stands ready when the first is stopped",
    )
    stand_in: Share = param(
        0.6,
        unit="share",
        low=0.2,
        high=1.0,
        source="A516",
        doc="of what sanctions stop that a rival sponsor pays in the end",
    )
    courtship: Share = param(
        0.02,
        unit="share of gap a week",
        low=0.005,
        high=0.08,
        source="A516",
        doc="speed at which a rival sponsor takes over",
    )


@inlined
def shock(dead: float, spared: float, half: float) -> float:
    """Stir that a number of dead makes, 0 to 1: none up to `spared`, half at `half` beyond it."""
    beyond = max(0.0, dead - spared)
    return beyond / (beyond + half)


@kernel
def look(t: Any) -> None:
    """What the coalition sees of progress: reported violence against its worst."""
    mission = t.mission[0]
    reported = 0.0
    for c in range(len(t.cells)):
        reported += t.cells[c].reported
    mission.worst = max(mission.worst, reported)
    # Against at least ten deaths: a quiet country is no progress.
    mission.progress = clamp((mission.worst - reported) / max(mission.worst, 10.0), 0.0, 1.0)


@kernel
def waver(t: Any, q: Any, first: int) -> None:
    """One week of donors' and contributors' will, by the events since row `first`."""
    p = q[0]
    mission = t.mission[0]
    mourned = 0.0
    shamed = 0.0
    for row in range(first, t.clock[0].events):
        mourned += t.events[row].deaths_peacekeepers
        shamed += shock(t.events[row].deaths_civilians, 10.0, 40.0)
    gained = p.reassure * mission.progress + p.persuade * min(1.0, mission.lobbying)
    lost = p.mourn * shock(mourned, 0.0, 10.0) + p.shame * shamed + p.weary * WEEK
    mission.will = clamp(mission.will + WEEK * gained * (1.0 - mission.will) - lost, 0.05, 1.0)
    mission.dues = min(1.0, mission.will / p.enough)


@kernel
def court(t: Any, q: Any, seed: int) -> None:
    """One week of rival sponsors: they come where sanctions bite, and go when these are lifted."""
    p = q[0]
    for f in range(1, len(t.factions)):
        group = t.factions[f]
        if group.sponsor <= 0.0 or (group.sanctions <= 0.0 and group.rival <= 0.0):
            continue
        ready = 1.0 if uniform(seed, RIVAL, 0, f, 0) < p.takers else 0.0
        pays = ready * p.stand_in * group.sponsor * min(1.0, group.sanctions)
        group.rival = relax(group.rival, pays, p.courtship)


def update(world: World, first: int) -> None:
    """One week of the coalition; events since row `first` of the event table are the news."""
    rows, q = world.rows, world.params["coalition"]
    court(rows, q, world.seed)
    if AUTHORISED <= world.mission.cols["stage"][0] < GONE:
        if world.week % LOOK_EVERY == 0:
            look(rows)
        waver(rows, q, first)
