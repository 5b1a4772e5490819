"""Who is in a band, where its people come from and what it carries: shared by all that send
fighters home, bury or feed them, so that people are never lost from the books."""

from typing import Any

from sim.kernels import kernel
from sim.state import codes
from sim.state.goods import FOOD_NEED

FOOD, HEALTH = codes.FOOD, codes.HEALTH
ARMY, HIDE = codes.ARMY, codes.HIDE
MOST_TURNCOATS = 0.2  # of a unit: more would be its end
MOST_SUPPLY = 12.0  # weeks: what a band can carry and hide
MOST_FOOD = 4.0  # weeks of food that fighters carry with them: 14 kg each
HEALTH_WORTH, SHELTER_WORTH = 11.0, 2.7  # of a tonne, in tonnes of food: as they are bought


@kernel
def stock_up(t: Any, i: int, weeks: float) -> None:
    """Give band `i` food and ammunition for some weeks, as far as it can carry them."""
    band = t.bands[i]
    band.supply = min(MOST_SUPPLY, band.supply + weeks)


@kernel
def take_goods(t: Any, i: int, kind: int, tonnes: float) -> None:
    """Give band `i` aid that it took: food as far as it can carry it; the rest is to be sold."""
    band = t.bands[i]
    t.books[0].aid_lost += tonnes
    t.books[0].aid_taken += tonnes
    if kind == FOOD:
        need = FOOD_NEED * max(band.fighters, 1.0)
        kept = min(tonnes, max(0.0, MOST_FOOD - band.larder) * need)
        band.larder += kept / need
        band.spoils += tonnes - kept
    else:
        band.spoils += tonnes * (HEALTH_WORTH if kind == HEALTH else SHELTER_WORTH)


@kernel
def dissolve(t: Any, f: int) -> None:
    """Send all fighters of faction `f` home."""
    for i in range(len(t.bands)):
        band = t.bands[i]
        if band.alive != 0 and band.faction == f:
            disband(t, i, band.fighters)
            end_if_empty(t, i)


@kernel
def come_home(t: Any, row: int, faction: int, n: float) -> None:
    """Take `n` fighters back into community `row`; what their unit was like is remembered."""
    home = t.communities[row]
    home.recruits -= n
    home.population += n
    old = home.stigma * home.veterans
    home.veterans += n
    home.stigma = (old + t.factions[faction].predation * n) / max(home.veterans, 1.0)


@kernel
def disband(t: Any, i: int, n: float) -> None:
    """Send `n` fighters of band `i` home, as far as its home community has that many away."""
    band = t.bands[i]
    left = n
    home = t.communities[band.home]
    take = min(left, home.recruits)
    come_home(t, band.home, band.faction, take)
    band.fighters -= take
    left -= take
    k = 0
    count = len(t.communities)
    group = home.group
    while left > 0.0 and k < count:
        k += 1
        other = t.communities[(band.home + k) % count]
        if other.group == group and other.recruits > 0.0:
            take = min(left, other.recruits)
            come_home(t, (band.home + k) % count, band.faction, take)
            band.fighters -= take
            left -= take


@kernel
def bury(t: Any, i: int, n: float) -> None:
    """Take `n` dead from band `i` and from the recruits of the communities of its people."""
    band = t.bands[i]
    band.fighters -= n
    t.books[0].rebel_dead += n
    t.factions[band.faction].losses += n
    left = n
    k = 0
    count = len(t.communities)
    group = t.communities[band.home].group
    while left > 0.0 and k <= count:
        home = t.communities[(band.home + k) % count]
        if home.group == group and home.recruits > 0.0:
            take = min(left, home.recruits)
            home.recruits -= take
            home.dead += take
            home.loss += 1000.0 * take / max(home.population, 1.0)
            left -= take
        k += 1
    # Whoever is on nobody's books came from abroad.
    t.books[0].abroad -= left


@kernel
def end_if_empty(t: Any, i: int) -> None:
    """Free the row of a band that has nobody left."""
    band = t.bands[i]
    if band.fighters < 0.5:
        band.alive = 0
        band.fighters = 0.0
        band.generation += 1


@kernel
def free_row(t: Any, start: int) -> int:
    """The first free row of the band table from `start` on, or -1."""
    for i in range(start, len(t.bands)):
        if t.bands[i].alive == 0:
            return i
    return -1


@kernel
def start_band(t: Any, row: int, cell: int, faction: int, home: int, fighters: float) -> None:
    """Bring a row of the band table to life."""
    band = t.bands[row]
    band.alive = 1
    band.overridden = 0
    band.cell = cell
    band.next_here = -1
    band.faction = faction
    band.home = home
    band.fighters = fighters
    band.supply = 4.0
    band.larder = 0.0
    band.spoils = 0.0
    band.morale = 0.7
    band.known = 0
    band.warned = 0
    band.action = HIDE
    band.target = -1
    band.step = cell


@kernel
def enlist(t: Any, home: int, n: float) -> float:
    """Take up to `n` men of a community who have just laid down arms into the army; how many."""
    people = t.communities[home]
    n = min(n, people.population)
    place = -1
    for i in range(len(t.forces)):
        if t.forces[i].kind == ARMY and t.forces[i].personnel > 0.0:
            # The smallest unit of their district, else the smallest of all.
            mine = t.forces[i].district == people.district
            if place < 0:
                place = i
            elif mine != (t.forces[place].district == people.district):
                place = i if mine else place
            elif t.forces[i].personnel < t.forces[place].personnel:
                place = i
    if place < 0 or n <= 0.0:
        return 0.0
    t.forces[place].personnel += n
    t.forces[place].authorised += n
    people.population -= n
    people.serving += n
    return n


@kernel
def desert_to(t: Any, f: int, n: float) -> None:
    """Bring `n` soldiers, or as many as there are, over to armed group `f` with their arms.

    They are of the group's people, and come from army units in the order of rows.
    """
    row = gathering(t, f)
    if row < 0:
        return
    source = 0
    for i in range(len(t.forces)):
        unit = t.forces[i]
        want = min(n, float(int(MOST_TURNCOATS * unit.personnel))) if unit.kind == ARMY else 0.0
        while want >= 1.0 and source < len(t.communities):
            one = t.communities[source]
            take = 0.0
            if one.group == t.factions[f].group:
                take = min(want, float(int(one.serving)))
            if take < 1.0:
                source += 1
                continue
            one.serving -= take
            one.recruits += take
            unit.personnel -= take
            unit.authorised = max(0.0, unit.authorised - take)
            t.bands[row].fighters += take
            n -= take
            want -= take
    end_if_empty(t, row)


@kernel
def gathering(t: Any, f: int) -> int:
    """A band that people who come over to armed group `f` can join, if need be a new one; or -1."""
    for i in range(len(t.bands)):
        if t.bands[i].alive != 0 and t.bands[i].faction == f:
            return i
    row = free_row(t, 0)
    for i in range(len(t.communities)):
        if row >= 0 and t.communities[i].group == t.factions[f].group:
            start_band(t, row, t.factions[f].stronghold, f, i, 0.0)
            return row
    return -1
