"""Where units are based: near people, near reported violence, where the mission's goals point."""

import math
from typing import Any

from sim.kernels import kernel
from sim.state import codes
from sim.state.formulas import dry

INDUCTED, DEPLOYED = codes.INDUCTED, codes.DEPLOYED


@kernel
def leg(t: Any, cell: int, speed: float) -> float:
    """Weeks to cross a cell in the dry season, at `speed` cells a week on a paved road."""
    place = t.cells[cell]
    return 1.0 / (speed * dry(place.road, place.terrain))


@kernel
def travel_from(t: Any, h: int, cell: int, speed: float) -> float:
    """Weeks of dry-season travel to a cell from hub `h`; 1e9 if no road leads there."""
    weeks = 0.0
    here = cell
    while here >= 0 and here != t.hubs[h].cell:
        weeks += leg(t, here, speed)
        here = t.toward_hub[h, here]
    return weeks if here >= 0 else 1e9


@kernel
def travel(t: Any, cell: int, speed: float) -> float:
    """Weeks of dry-season travel to a cell from the hub nearest by road; 1e9 if none reaches it."""
    best = 1e9
    for h in range(len(t.hubs)):
        best = min(best, travel_from(t, h, cell, speed))
    return best


@kernel
def put(t: Any, i: int, base: int, speed: float) -> None:
    """Give unit `i` a base, the hub nearest to it, and the road between them."""
    unit = t.peacekeepers[i]
    unit.base = base
    unit.route = 1e9
    for h in range(len(t.hubs)):
        weeks = travel_from(t, h, base, speed)
        if weeks < unit.route:
            unit.route = weeks
            unit.hub = h


@kernel
def score_cells(t: Any, near_violence: float, score: Any) -> None:
    """How much each cell needs a base: its share of people and of reported violence."""
    people = 0.0
    reports = 0.0
    for c in range(len(t.cells)):
        place = t.cells[c]
        people += place.population
        reports += place.reported
    near = near_violence if reports > 1.0 else 0.0
    for c in range(len(t.cells)):
        place = t.cells[c]
        if place.land == 0 or place.district < 0:
            score[c] = 0.0
            continue
        # Troops serve the surroundings of their base too: violence next door counts.
        around = place.reported
        for k in range(8):
            n = t.neighbours[c, k]
            if n >= 0:
                around += 0.3 * t.cells[n].reported
        need = (1.0 - near) * place.population / max(people, 1.0)
        need += near * around / max(3.0 * reports, 1.0)
        score[c] = need * t.districts[place.district].effort


@kernel
def choose_sites(t: Any, near_violence: float, score: Any, sites: Any) -> None:
    """Score every cell, and put the best into `sites`, spread so that they do not crowd."""
    score_cells(t, near_violence, score)
    for s in range(len(sites)):
        best = -1
        top = 0.0
        for c in range(len(t.cells)):
            if score[c] <= top or t.cells[c].population <= 0.0:
                continue
            crowded = 1.0
            for r in range(s):
                dx = abs(t.cells[c].x - t.cells[sites[r]].x)
                dy = abs(t.cells[c].y - t.cells[sites[r]].y)
                if dx <= 1 and dy <= 1:
                    crowded = 0.0 if dx == 0 and dy == 0 else min(crowded, 0.3)
            if score[c] * crowded > top:
                top = score[c] * crowded
                best = c
        if best < 0:
            return
        sites[s] = best


@kernel
def fill_load(t: Any, load: Any, kind: int) -> None:
    """Persons of a kind by base."""
    for c in range(len(load)):
        load[c] = 0.0
    for j in range(len(t.peacekeepers)):
        unit = t.peacekeepers[j]
        if unit.kind == kind and unit.base >= 0:
            load[unit.base] += unit.personnel


@kernel
def best_site(t: Any, score: Any, sites: Any, load: Any, size: float, speed: float) -> int:
    """The site that gains most from one more unit: need against who is there, less so far away."""
    best = -1
    top = 0.0
    for s in range(len(sites)):
        c = sites[s]
        if c < 0:
            break
        far = travel(t, c, speed)
        # The square root spreads units less unequally than need itself (Gini about 0.5).
        value = math.sqrt(score[c]) / (load[c] + size) / (1.0 + 0.05 * far)
        if far < 1e8 and value > top:
            top = value
            best = c
    return best


@kernel
def settle(t: Any, score: Any, sites: Any, load: Any, speed: float) -> None:
    """Give every unit at the hub a base, and the road to it."""
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage != INDUCTED or unit.base >= 0:
            continue
        fill_load(t, load, unit.kind)
        base = best_site(t, score, sites, load, unit.personnel, speed)
        if base < 0:
            continue
        put(t, i, base, speed)
        unit.wait = unit.route


@kernel
def redeploy(t: Any, score: Any, sites: Any, load: Any, speed: float, moves: int) -> None:
    """Move up to `moves` units from where they are needed least to where they are needed more."""
    for _ in range(moves):
        least = -1
        lowest = 1e30
        for i in range(len(t.peacekeepers)):
            unit = t.peacekeepers[i]
            if unit.stage != DEPLOYED:
                continue
            mates = 0.0
            for j in range(len(t.peacekeepers)):
                other = t.peacekeepers[j]
                if other.base == unit.base and other.kind == unit.kind:
                    mates += other.personnel
            value = math.sqrt(score[unit.base]) / max(mates, 1.0)
            if value < lowest:
                lowest = value
                least = i
        if least < 0:
            return
        unit = t.peacekeepers[least]
        fill_load(t, load, unit.kind)
        base = best_site(t, score, sites, load, unit.personnel, speed)
        # A move costs weeks on the road: only for a clear gain.
        if base < 0 or base == unit.base:
            return
        gain = math.sqrt(score[base]) / (load[base] + unit.personnel)
        if gain < 1.5 * lowest:
            return
        put(t, least, base, speed)
        unit.wait = 0.5 * unit.route + 1.0
        unit.stage = INDUCTED
        unit.cell = -1
