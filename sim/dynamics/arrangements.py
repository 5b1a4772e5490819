"""Local arrangements: what peacekeepers on the spot bring armed sides to after bloodshed there.

A company commander calls those who command on either side to a table: who stays where, who passes
when (Ruggeri, Dorussen & Gizelis 2017 find that fighting ends sooner where peacekeepers are). It
takes troops in the place itself, and a host who lets them. Nothing is arranged where nobody fights;
who breaks an arrangement weakens it, and without somebody who watches over it it is soon forgotten.
"""

from typing import Any

from sim.kernels import kernel, uniform
from sim.state import codes
from sim.state.params import Parameters
from sim.state.world import World
from sim.streams import stream
from sim.units import NonNegative, Positive, Share, param

BROKER = stream("arrangements.broker")
COMMUNAL = codes.COMMUNAL


class Arrangements(Parameters):
    """How readily sides come to a local arrangement, and how long it holds."""

    broker: NonNegative = param(
        2.0,
        unit="per week",
        low=0.5,
        high=4.0,
        source="RuggeriDorussenGizelis2017",
        doc="rate of arrangements after much bloodshed where many peacekeepers are, with full "
        "consent of the host; 0: none ever",
    )
    enough: Positive = param(
        20.0,
        unit="effective peacekeepers",
        low=8.0,
        high=60.0,
        source="A765",
        doc="in the place, who bring about half as many as any number could",
    )
    alarm: Positive = param(
        2.0,
        unit="deaths",
        low=0.5,
        high=8.0,
        source="A765",
        doc="recent dead of a place at which it is half as pressing as it can be",
    )
    forgotten: Share = param(
        0.2,
        unit="share a week",
        low=0.05,
        high=0.5,
        source="A766",
        doc="of an arrangement's hold that is lost where nobody watches over it",
    )
    watched: Share = param(
        0.7,
        unit="share",
        low=0.3,
        high=0.95,
        source="A766",
        doc="of this that many peacekeepers in the place prevent",
    )
    breach: Share = param(
        0.3,
        unit="share",
        low=0.1,
        high=0.7,
        source="A766",
        doc="of its hold that every act of bloodshed in the place takes away",
    )


@kernel
def test(t: Any, q: Any, fresh: int) -> None:
    """Weaken arrangements where blood was shed this week, in events from row `fresh` on."""
    for row in range(fresh, int(t.clock[0].events)):
        event = t.events[row]
        if event.kind == COMMUNAL:
            continue
        if event.deaths_a + event.deaths_b + event.deaths_civilians > 0.0:
            t.cells[event.cell].pact *= 1.0 - q[0].breach


@kernel
def arrange(t: Any, q: Any, seed: int, week: int) -> None:
    """One week of arrangements: new ones, and what is left of the old."""
    p = q[0]
    consent = t.mission[0].consent
    for c in range(len(t.cells)):
        place = t.cells[c]
        if place.pact <= 0.0 and place.pk_force <= 0.0:
            continue
        there = place.pk_force / (place.pk_force + p.enough)
        place.pact *= 1.0 - p.forgotten * (1.0 - p.watched * there)
        if place.pact < 0.01:
            place.pact = 0.0
        pressing = place.violence / (place.violence + p.alarm)
        if uniform(seed, BROKER, week, c, 0) < p.broker * there * pressing * consent:
            place.pact = 1.0


@kernel
def whole(t: Any, q: Any, seed: int, week: int, fresh: int) -> None:
    """One week of it all, in one call from Python."""
    test(t, q, fresh)
    arrange(t, q, seed, week)


def update(world: World, fresh: int) -> None:
    """Test arrangements by the week's events, those from row `fresh` on; then make new ones."""
    whole(world.rows, world.params["arrangements"], world.seed, world.week, fresh)
