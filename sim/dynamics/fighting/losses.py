"""What fights have in common: luck, losses, and what they do to units, parties and agreements."""

from typing import Any

from sim.dynamics.recording import bump, kill_civilians
from sim.kernels import exponential, inlined, kernel, poisson, uniform
from sim.state import codes
from sim.state.formulas import TEAM
from sim.streams import stream

FIGHT, KILL, HELP = stream("fighting.fight"), stream("fighting.kill"), stream("fighting.help")
CEASEFIRE, SETTLEMENT = codes.CEASEFIRE, codes.SETTLEMENT


@inlined
def intensity(seed: int, week: int, row: int, k: int) -> float:
    """Common random intensity of a clash: mean 1, exponential."""
    return exponential(uniform(seed, FIGHT, week, row, k))


@inlined
def draw_deaths(mean: float, cap: float, u: float) -> float:
    """Deaths with a given mean, no more than `cap`, from the uniform draw `u`."""
    return min(poisson(mean, u), float(int(cap)))


@inlined
def might(people: float, quality: float) -> float:
    """Effective strength of armed people, by their skill or morale (0 to 1)."""
    return people * (0.5 + quality)


@kernel
def toll(q: Any, force: float, edge: float, heat: float, engaged: float, u: float) -> float:
    """Dead among `engaged` people who face an effective `force` in a clash of intensity `heat`.

    `edge` is the gain in effect by surprise; a side breaks when it has lost its share, at least 1.
    """
    p = q[0]
    return draw_deaths(p.lethality * force * edge * heat, max(p.breaking * engaged, 1.0), u)


@kernel
def arrives(t: Any, q: Any, seed: int, week: int, cell: int, row: int) -> int:
    """1 if a patrol of peacekeepers, or of local police with mission police among them, reaches an
    attack on civilians in `cell` in time."""
    p = q[0]
    police = t.cells[cell].pk_police
    reach = t.cells[cell].pk_reach + p.brunt * police
    reach += p.escorted * t.cells[cell].police * police / (police + TEAM)
    if reach <= 0.0:
        return 0
    # Who is told what is coming can be there when it comes; word of it has to come while it goes
    # on; who reads the patrols' orders strikes elsewhere.
    place = t.cells[cell]
    told = 1.0 + p.warned * place.tips_mission + p.word * t.mission[0].comms * place.pk_eyes
    power = p.in_time * reach * told * (1.0 - min(place.leaks, 1.0))
    return 1 if uniform(seed, HELP, week, row, 0) < power / (1.0 + power) else 0


@kernel
def lose_soldiers(t: Any, q: Any, unit_row: int, n: float) -> None:
    """Take `n` dead from a unit of local forces."""
    unit = t.forces[unit_row]
    unit.personnel -= n
    unit.fear = min(1.0, unit.fear + q[0].dismay * n / (unit.personnel + 20.0))
    t.books[0].state_dead += n
    t.factions[0].losses += n


@kernel
def crossfire(t: Any, q: Any, row: int, u: float) -> None:
    """Kill people who are between the sides of event `row`, from the uniform draw `u`."""
    event = t.events[row]
    place = t.cells[event.cell]
    if place.communities == 0:
        return
    fallen = event.deaths_a + event.deaths_b
    caught = q[0].crossfire * fallen * place.population / (place.population + 10_000.0)
    dead = poisson(caught, u)
    if dead <= 0.0:
        return
    event.deaths_civilians = kill_civilians(t, place.first, dead)
    # Whoever started the fight is blamed for it.
    people = t.communities[place.first]
    if event.initiator == 0:
        people.harm_state = bump(people.harm_state, 0.5 * dead, 5.0)
    else:
        people.harm_rebels = bump(people.harm_rebels, 0.5 * dead, 5.0)


@kernel
def settled_pair(t: Any, q: Any, pair: int, deaths: float) -> None:
    """Book a clash to a pair of parties: recent deaths, and tension if there is an agreement."""
    p = q[0]
    dyad = t.dyads[pair]
    dyad.deaths += deaths
    if dyad.stage == CEASEFIRE or dyad.stage == SETTLEMENT:
        unclear = 1.0 - p.attributed * min(1.0, dyad.verification)
        dyad.tension += (p.incident + deaths / (deaths + 5.0)) * unclear
        if dyad.agreement >= 0:
            t.agreements[dyad.agreement].incidents += 1
        if dyad.breach_a == 0 and dyad.breach_b == 0:
            t.clock[0].accidents += 1.0
