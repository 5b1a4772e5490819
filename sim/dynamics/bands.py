"""Life of bands: they form where the willing find each other, move, eat, and lose heart."""

from typing import Any

from sim.dynamics.membership import (
    MOST_SUPPLY,
    disband,
    end_if_empty,
    free_row,
    start_band,
    stock_up,
)
from sim.kernels import clamp, kernel, relax, round_random, uniform
from sim.rules.band.movement import supporters
from sim.state import codes
from sim.state.params import Parameters
from sim.state.world import World
from sim.streams import stream
from sim.units import NonNegative, Positive, Share, param

QUIT, FORM = stream("bands.quit"), stream("bands.form")
LATENT, ACTIVE = codes.LATENT, codes.ACTIVE


class BandLife(Parameters):
    """How bands form, feed, merge and shatter."""

    nucleus: Positive = param(
        100.0,
        unit="persons",
        low=40.0,
        high=200.0,
        source="A70",
        doc="willing of one week at which one in four starts a new band where none is near",
    )
    core: Positive = param(
        12.0,
        unit="persons",
        low=5.0,
        high=30.0,
        source="Lewis2017",
        doc="founders of a new band",
    )
    absorb: Share = param(
        0.03,
        unit="share of the band a week",
        low=0.01,
        high=0.08,
        source="Weinstein2007",
        doc="recruits that a band can vet, arm and train in a week",
    )
    merge: Share = param(
        0.4,
        unit="share of meetings a week",
        low=0.1,
        high=0.7,
        source="Bohorquez2009",
        doc="chance that two bands of one side who meet become one",
    )
    shatter: NonNegative = param(
        0.0001,
        unit="per fighter and week",
        low=0.00005,
        high=0.001,
        source="Bohorquez2009",
        doc="chance that a band breaks up, for each of its fighters",
    )
    fragment: Positive = param(
        9.0, unit="fighters", low=5.0, high=15.0, source="A71", doc="mean size of the pieces"
    )
    wage: Positive = param(
        0.03,
        unit="thousand US dollars a week",
        low=0.01,
        high=0.08,
        source="A72",
        doc="keep and pay of one fighter",
    )
    hospitality: NonNegative = param(
        0.8,
        unit="weeks of supply a week",
        low=0.3,
        high=1.2,
        source="A73",
        doc="food given by people who fully support the band",
    )
    sanctuary: NonNegative = param(
        0.5,
        unit="weeks of supply a week",
        low=0.0,
        high=1.0,
        source="Salehyan2009",
        doc="supply that a sponsored band at the border gets from across it",
    )
    crowding: Positive = param(
        4.0,
        unit="fighters per 1,000 inhabitants",
        low=1.0,
        high=10.0,
        source="A74",
        doc="fighters in a place at which its people can feed only half of them",
    )
    desertion: Share = param(
        0.12,
        unit="share a week",
        low=0.04,
        high=0.3,
        source="A75",
        doc="fighters who slip away in a week without food or pay",
    )
    purchases: NonNegative = param(
        0.7,
        unit="weeks of supply a week",
        low=0.3,
        high=1.0,
        source="A411",
        doc="supply that a fully paid band buys",
    )
    # Whether food aid feeds wars is disputed: Christian and Barrett find nothing in the data of
    # Nunn and Qian, so the range begins at 0. A ration costs a sixth of the keep of a fighter here.
    bread: Share = param(
        0.3,
        unit="share of supply",
        low=0.0,
        high=0.6,
        source="A700",
        doc="that food makes good which a band took from aid; the rest is arms, fuel and cloth",
    )
    # Food aid costs about 500 dollars a tonne; what is stolen sells far below that.
    fence: NonNegative = param(
        0.1,
        unit="thousand US dollars a tonne of food",
        low=0.0,
        high=0.3,
        source="A701",
        doc="that an armed group gets for aid which it cannot eat itself",
    )
    hunger: Share = param(
        0.5,
        unit="share of morale",
        low=0.2,
        high=0.8,
        source="A412",
        doc="morale that a band without supply loses in the end",
    )
    attrition: Share = param(
        0.5,
        unit="share of morale",
        low=0.2,
        high=0.8,
        source="A413",
        doc="morale that heavy recent losses of its side take in the end",
    )


@kernel
def band_of(t: Any, cell: int, faction: int) -> int:
    """A living band of a faction in a cell, or -1."""
    row = t.cells[cell].bands
    while row >= 0 and (t.bands[row].faction != faction or t.bands[row].alive == 0):
        row = t.bands[row].next_here
    return row


@kernel
def recruit(t: Any, q: Any, seed: int, week: int) -> None:
    """Young men who decided to join find a band of their side nearby, or start one."""
    p = q[0]
    free = 0
    for i in range(len(t.communities)):
        people = t.communities[i]
        n = people.joining
        if n <= 0.0:
            continue
        row = band_of(t, people.cell, people.joins)
        k = 0
        while row < 0 and k < 8:
            near = t.neighbours[people.cell, k]
            if near >= 0:
                row = band_of(t, near, people.joins)
            k += 1
        if row < 0:
            # Nobody to join nearby: without organisers few find each other (Weinstein 2007).
            odds = n / (n + p.nucleus)
            if uniform(seed, FORM, week, i, 0) >= odds * odds:
                continue
            free = free_row(t, free)
            if free < 0:
                return
            row = free
            start_band(t, row, people.cell, people.joins, i, 0.0)
            n = max(n, min(float(int(p.core)), float(int(0.01 * people.population))))
        else:
            room = t.bands[row].fighters * p.absorb
            n = min(n, round_random(room, uniform(seed, FORM, week, i, 1)))
        t.bands[row].fighters += n
        people.population -= n
        people.recruits += n
        if t.factions[people.joins].status == LATENT:
            t.factions[people.joins].status = ACTIVE


@kernel
def live(t: Any, q: Any, seed: int, week: int) -> None:
    """One week of food, pay, morale and desertion."""
    p = q[0]
    for i in range(len(t.bands)):
        band = t.bands[i]
        if band.alive == 0:
            continue
        faction = t.factions[band.faction]
        cell = t.cells[band.cell]
        people, support = supporters(t, band.cell, band.faction)
        crowd = 1000.0 * cell.fighters / max(people, 1.0)
        fed = p.hospitality * support / max(people, 1.0) * p.crowding / (p.crowding + crowd)
        # Nobody eats twice: taken food stands in for what people do not give.
        eaten = min(max(0.0, 1.0 - fed / max(p.hospitality, 1e-9)), band.larder)
        band.larder -= eaten
        fed += p.bread * eaten
        band.supply = clamp(band.supply - 1.0 + fed + p.purchases * faction.pay, 0.0, MOST_SUPPLY)
        if band.spoils > 0.0:
            sold = p.fence * band.spoils
            band.spoils = 0.0
            faction.money += sold
            t.books[0].raised += sold
        if cell.border != 0 and faction.sponsor > 0.0:
            # Across the border is a sanctuary where the sponsor's goods arrive (Salehyan 2009).
            stock_up(t, i, p.sanctuary)
        starving = 1.0 - clamp(band.supply * 0.5, 0.0, 1.0)
        worn = faction.losses / (faction.losses + 0.5 * faction.strength + 20.0)
        spirit = 0.9 - p.hunger * starving - p.attrition * worn
        band.morale = clamp(relax(band.morale, spirit, 0.1), 0.05, 1.0)
        want = t.communities[band.home].leaving + p.desertion * starving * (1.0 - faction.pay)
        n = round_random(band.fighters * min(want, 0.5), uniform(seed, QUIT, week, i, 0))
        if n > 0.0:
            disband(t, i, min(n, band.fighters))
            end_if_empty(t, i)


@kernel
def move(t: Any) -> None:
    """Go where each band decided to go."""
    for i in range(len(t.bands)):
        if t.bands[i].alive != 0 and t.bands[i].step >= 0:
            t.bands[i].cell = t.bands[i].step


def recruits(world: World) -> None:
    """Let joiners join."""
    recruit(world.rows, world.params["band_life"], world.seed, world.week)


def upkeep(world: World) -> None:
    """Feed, pay and lose fighters."""
    live(world.rows, world.params["band_life"], world.seed, world.week)


def movement(world: World) -> None:
    """Move as decided."""
    move(world.rows)
