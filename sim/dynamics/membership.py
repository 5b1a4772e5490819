"""Who is in a band, where its people come from and what it carries: shared by all that send
fighters home, bury or feed them, so that people are never lost from the books."""

from typing import Any

from sim.kernels import kernel
from sim.state import codes

HIDE = codes.HIDE
MOST_SUPPLY = 12.0  # weeks: what a band can carry and hide


@kernel
def stock_up(t: Any, i: int, weeks: float) -> None:
    """Give band `i` food and ammunition for some weeks, as far as it can carry them."""
    band = t.bands[i]
    band.supply = min(MOST_SUPPLY, band.supply + weeks)


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
    band.morale = 0.7
    band.known = 0
    band.action = HIDE
    band.target = -1
    band.step = cell
