"""Who is where: chains of units by cell, the force that is present and that can come in time.

Strength falls with distance (Boulding 1962), along roads and by season (Zhukov 2012).
"""

from typing import Any

from sim.kernels import clamp, inlined, kernel, relax
from sim.state import codes
from sim.state.formulas import passable
from sim.state.params import Parameters
from sim.state.world import World
from sim.units import NonNegative, Positive, Share, param

TROOPS, PK_POLICE, OBSERVERS = codes.TROOPS, codes.PK_POLICE, codes.OBSERVERS
DEPLOYED = codes.DEPLOYED


class Presence(Parameters):
    """How force makes itself felt over distance, and how control of daily life follows it."""

    reach: Share = param(
        0.5,
        unit="share of strength",
        low=0.2,
        high=0.8,
        source="A01",
        doc="part of a unit's strength that can act in a neighbouring cell on a dry paved road",
    )
    patrol_reach: Share = param(
        0.8,
        unit="share of strength",
        low=0.4,
        high=1.0,
        source="A07",
        doc="part of a mobile peacekeeper unit's strength that can come to a neighbouring cell",
    )
    call: Positive = param(
        6.0,
        unit="hours",
        low=2.0,
        high=24.0,
        source="A520",
        doc="from an alarm to departure, where no liaison officer passes it on",
    )
    drive: Positive = param(
        20.0,
        unit="km an hour",
        low=8.0,
        high=40.0,
        source="A520",
        doc="speed of a patrol on a dry paved road, escorts and checks included",
    )
    rain_drag: Share = param(
        0.6,
        unit="share",
        low=0.3,
        high=0.9,
        source="A02",
        doc="loss of reach off paved roads at the height of the rains",
    )
    observer_sight: Positive = param(
        0.02,
        unit="per person",
        low=0.005,
        high=0.05,
        source="A03",
        doc="how much one observer adds to the share of incidents that are seen (saturating)",
    )
    control_rate: Share = param(
        0.08,
        unit="share of gap a week",
        low=0.03,
        high=0.2,
        source="A04",
        doc="speed at which control follows the balance of force",
    )
    control_half: Positive = param(
        3.0,
        unit="persons per 1,000 inhabitants",
        low=1.0,
        high=10.0,
        source="Quinlivan1995",
        doc="force at which half of the people are under control where nobody contests it",
    )
    rebel_weight: Positive = param(
        4.0,
        unit="soldiers per fighter",
        low=2.0,
        high=10.0,
        source="A05",
        doc="soldiers that one hidden fighter can offset in the contest for control",
    )
    memory: NonNegative = param(
        0.22,
        unit="share a week",
        low=0.1,
        high=0.45,
        source="A06",
        doc="rate at which recent violence and danger fade from memory",
    )
    office: NonNegative = param(
        1.5,
        unit="persons per 1,000 inhabitants",
        low=0.5,
        high=4.0,
        source="A493",
        doc="force that a complete administration is worth in the contest for control",
    )
    nearby: Share = param(
        0.3,
        unit="weight",
        low=0.1,
        high=0.6,
        source="A494",
        doc="weight of forces next door, against those in the place, in that contest",
    )


@kernel
def clear(t: Any) -> None:
    """Empty the chains and fields of all cells."""
    for i in range(len(t.cells)):
        cell = t.cells[i]
        cell.bands = -1
        cell.forces = -1
        cell.peacekeepers = -1
        cell.convoys = -1
        cell.state_force = 0.0
        cell.state_reach = 0.0
        cell.pk_force = 0.0
        cell.pk_reach = 0.0
        cell.pk_first = -1
        cell.pk_hours = 0.0
        cell.pk_police = 0.0
        cell.pk_eyes = 0.0
        cell.fighters = 0.0


@kernel
def forget(t: Any, q: Any) -> None:
    """Let the memory of violence and danger fade by a week."""
    fade = 1.0 - q[0].memory
    for i in range(len(t.cells)):
        cell = t.cells[i]
        cell.violence *= fade
        cell.killings *= fade
        cell.danger *= fade
        cell.robbed *= fade


@kernel
def gather(t: Any, q: Any) -> None:
    """Chain the units of each cell and add up their force there and around."""
    p = q[0]
    rain = t.clock[0].rain
    for i in range(len(t.bands)):
        band = t.bands[i]
        if band.alive == 0:
            continue
        cell = t.cells[band.cell]
        band.next_here = cell.bands
        cell.bands = i
        cell.fighters += band.fighters
    for i in range(len(t.convoys)):
        convoy = t.convoys[i]
        if convoy.alive == 0:
            continue
        cell = t.cells[convoy.cell]
        convoy.next_here = cell.convoys
        cell.convoys = i
    for i in range(len(t.forces)):
        unit = t.forces[i]
        cell = t.cells[unit.cell]
        unit.next_here = cell.forces
        cell.forces = i
        if unit.course > 0.0:
            continue
        force = unit.personnel * (0.5 + unit.tactics) * clamp(unit.supply * 0.5, 0.2, 1.0)
        cell.state_force += force
        for k in range(8):
            n = t.neighbours[unit.cell, k]
            if n >= 0:
                other = t.cells[n]
                ease = passable(other.road, other.terrain, rain, p.rain_drag)
                other.state_reach += force * p.reach * ease


@inlined
def on_patrol(t: Any) -> float:
    """Share of troops' time that escorts of supplies and of aid leave for patrols."""
    return max(0.0, 1.0 - t.mission[0].escort - t.mission[0].aid_escort)


@inlined
def able(t: Any, i: int) -> float:
    """Strength of armed unit `i` that can and will act: members, by quality, supply, rest, will.

    Whoever rides with supplies does not patrol.
    """
    unit = t.peacekeepers[i]
    ready = clamp(unit.supply * 0.5, 0.2, 1.0) * (1.0 - 0.5 * unit.fatigue)
    return unit.personnel * unit.quality * ready * unit.will * on_patrol(t)


@inlined
def near(t: Any, q: Any, i: int, cell: int) -> float:
    """Ease with which unit `i` comes to a neighbouring cell, 0 to 1."""
    place = t.cells[cell]
    ease = passable(place.road, place.terrain, t.clock[0].rain, q[0].rain_drag)
    return ease * (0.4 + 0.6 * t.peacekeepers[i].mobility)


@kernel
def lead(t: Any, q: Any, cell_km: float) -> None:
    """Find for each cell the armed unit that would bring most help, and when it would be there."""
    p = q[0]
    called = p.call * (1.0 - 0.6 * min(1.0, t.mission[0].liaison))
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage != DEPLOYED or unit.kind != TROOPS:
            continue
        strength = able(t, i)
        for k in range(9):
            row = unit.cell if k == 8 else t.neighbours[unit.cell, k]
            if row < 0:
                continue
            cell = t.cells[row]
            ease = near(t, q, i, row)
            brought = strength if k == 8 else strength * p.patrol_reach * ease
            if brought > cell.pk_reach:
                cell.pk_reach = brought
                cell.pk_first = i
                way = 0.4 * cell_km if k == 8 else cell_km
                cell.pk_hours = called + way / (p.drive * max(ease, 0.1))


@kernel
def gather_mission(t: Any, q: Any) -> None:
    """Chain deployed peacekeepers, and add up what they can do and see.

    Help is led by one unit; others add to it as far as their nation can work with its nation.
    """
    p = q[0]
    nations = len(t.contingents)
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage != DEPLOYED:
            continue
        cell = t.cells[unit.cell]
        unit.next_here = cell.peacekeepers
        cell.peacekeepers = i
        ready = clamp(unit.supply * 0.5, 0.2, 1.0) * (1.0 - 0.5 * unit.fatigue)
        strength = able(t, i)
        sight = unit.personnel * (p.observer_sight if unit.kind == OBSERVERS else 0.002)
        if unit.kind == PK_POLICE:
            cell.pk_police += unit.personnel * ready
        if unit.kind == TROOPS:
            cell.pk_force += unit.personnel * unit.quality * ready * on_patrol(t)
        cell.pk_eyes += sight
        for k in range(9):
            row = unit.cell if k == 8 else t.neighbours[unit.cell, k]
            if row < 0:
                continue
            other = t.cells[row]
            ease = near(t, q, i, row)
            if k < 8:
                other.pk_eyes += 0.3 * sight * ease
                if unit.kind == PK_POLICE:
                    other.pk_police += 0.3 * unit.personnel * ready * ease
            if unit.kind == TROOPS and other.pk_first != i and other.pk_first >= 0:
                pair = t.peacekeepers[other.pk_first].contingent * nations + unit.contingent
                joins = strength if k == 8 else strength * p.patrol_reach * ease
                other.pk_reach += joins * t.partners[pair].together
    for i in range(len(t.cells)):
        cell = t.cells[i]
        eyes = cell.pk_eyes + cell.watch
        cell.pk_eyes = eyes / (1.0 + eyes)


@kernel
def patrol(t: Any) -> None:
    """Deployed units go where they decided to patrol."""
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage == DEPLOYED:
            unit.cell = unit.target


@kernel
def shift_control(t: Any, q: Any) -> None:
    """Move control of each community towards the balance of force present (Kalyvas 2006)."""
    p = q[0]
    for i in range(len(t.communities)):
        people = t.communities[i]
        cell = t.cells[people.cell]
        thousands = max(cell.population, 1.0) * 0.001
        office = p.office * t.districts[people.district].administration
        state = (cell.state_force + p.nearby * cell.state_reach) / thousands + office
        rebels = p.rebel_weight * cell.fighters / thousands
        balance = (state - rebels) / (state + rebels + p.control_half)
        people.control = relax(people.control, balance, p.control_rate)


def fade(world: World) -> None:
    """Let a week pass over what places remember."""
    forget(world.rows, world.params["presence"])


def locate(world: World) -> None:
    """Rebuild chains and fields from where every unit is."""
    q = world.params["presence"]
    clear(world.rows)
    gather(world.rows, q)
    lead(world.rows, q, world.cell_km)
    gather_mission(world.rows, q)


def patrols(world: World) -> None:
    """Send peacekeepers on the patrols that they decided on."""
    patrol(world.rows)


def control(world: World) -> None:
    """Let control follow presence for one week."""
    shift_control(world.rows, world.params["presence"])
