"""Demand, orders, hubs, and trucks to bases that may be robbed."""

import math
from typing import Any

from sim.dynamics.membership import stock_up
from sim.dynamics.recording import close, note
from sim.kernels import clamp, exponential, kernel, poisson, uniform
from sim.rules.convoy import way_round
from sim.state import codes
from sim.state.formulas import units_deployed
from sim.state.goods import RATION
from sim.streams import stream

ROAD, KILL = stream("supply.road"), stream("supply.kill")
PREPARING, DEPLOYED, LEFT = codes.PREPARING, codes.DEPLOYED, codes.LEFT
CEASEFIRE, SETTLEMENT = codes.CEASEFIRE, codes.SETTLEMENT
GONE = codes.GONE
PK_ATTACK, LOOT, PEACEKEEPERS = codes.PK_ATTACK, codes.LOOT, codes.PEACEKEEPERS
MOST = 10.0  # weeks of supply that a base can hold


@kernel
def demand(t: Any, q: Any) -> None:
    """What the units of each hub use a week; those without a base yet, by hubs' throughput."""
    loose = 0.0
    size = 0.0
    for h in range(len(t.hubs)):
        t.hubs[h].needed = 0.0
        size += t.hubs[h].throughput
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage < PREPARING or unit.stage == LEFT:
            continue
        tonnes = q[0].use * unit.personnel
        if unit.hub >= 0:
            t.hubs[unit.hub].needed += tonnes
        else:
            loose += tonnes
    for h in range(len(t.hubs)):
        t.hubs[h].needed += loose * t.hubs[h].throughput / max(size, 1e-9)


@kernel
def build(t: Any, q: Any) -> None:
    """One week of works at hubs, and of wear of what was built."""
    for h in range(len(t.hubs)):
        hub = t.hubs[h]
        if hub.works <= 0.0 and hub.built <= 0.0:
            continue
        more = hub.works / 52.0
        lost = q[0].wear / 52.0 * hub.built if hub.works <= 0.0 else 0.0
        hub.throughput += more - lost
        hub.built += more - lost


@kernel
def land(t: Any, q: Any) -> None:
    """Buy by what is used and what stocks lack; land what has come, as far as hubs have room."""
    p = q[0]
    mission = t.mission[0]
    # A reluctant host is slow with customs.
    welcome = clamp(mission.consent * 1.6, 0.2, 1.0)
    lead = p.lead * (1.0 - p.tender * mission.contracts)
    for h in range(len(t.hubs)):
        hub = t.hubs[h]
        come = welcome * hub.ordered / lead
        hub.handled = min(come, hub.throughput)
        hub.ordered -= hub.handled
        hub.supplies += hub.handled
        t.books[0].supplies_in += hub.handled
        mission.supplies_waiting += come - hub.handled
        weeks = p.stock + mission.reserve
        lacks = hub.needed * (weeks + lead) - hub.supplies - hub.ordered
        hub.ordered += max(0.0, hub.needed + p.correct * lacks)
        if mission.stage == GONE:
            hub.ordered = 0.0


@kernel
def surplus(t: Any, q: Any, h: int) -> float:
    """Tonnes that a hub has beyond the stock aimed at; below 0 what it lacks."""
    hub = t.hubs[h]
    return hub.supplies - hub.needed * (q[0].stock + t.mission[0].reserve)


@kernel
def level_out(t: Any, q: Any) -> None:
    """Drive supplies from hubs that have too much to those that lack them."""
    spare = 0.0
    short = 0.0
    for h in range(len(t.hubs)):
        spare += max(0.0, surplus(t, q, h))
        short += max(0.0, -surplus(t, q, h))
    moved = min(q[0].shift * spare, short)
    if moved <= 0.0:
        return
    for h in range(len(t.hubs)):
        over = surplus(t, q, h)
        t.hubs[h].supplies += -moved * over / spare if over > 0.0 else -moved * over / short


@kernel
def ask(t: Any, q: Any) -> None:
    """What trucks can bring to each base this week, as far as it has room for it."""
    for h in range(len(t.hubs)):
        t.hubs[h].asked = 0.0
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        unit.coming = 0.0
        if unit.stage != DEPLOYED or unit.hub < 0:
            continue
        unit.supply = max(0.0, unit.supply - 1.0)
        unit.coming = clamp(unit.haul, 0.0, MOST - unit.supply)
        t.hubs[unit.hub].asked += unit.coming * q[0].use * unit.personnel


@kernel
def menace(t: Any, cell: int) -> float:
    """How likely a band in a cell is to attack passing supplies, 0 to 1.5."""
    place = t.cells[cell]
    row = place.bands
    if place.fighters <= 0.0 or row < 0 or t.bands[row].alive == 0:
        return 0.0
    pair = t.dyads[t.pair[0, t.bands[row].faction]]
    if pair.stage == CEASEFIRE or pair.stage == SETTLEMENT:
        return 0.0
    near = place.fighters / (place.fighters + 20.0)
    return near * (0.5 + place.terrain) * (1.0 - t.mission[0].legitimacy)


@kernel
def peril(t: Any, routes: Any, h: int, base: int) -> tuple[float, int]:
    """The menace of all cells on the road from hub `h` to a base, and the worst of these cells."""
    total = 0.0
    worst = -1
    top = 0.0
    before = base
    here = t.toward_hub[h, base]
    while here >= 0 and here != t.hubs[h].cell:
        after = t.toward_hub[h, here]
        risk = menace(t, here)
        if risk > 0.0 and after >= 0:
            risk = menace(t, way_round(t, routes, before, here, after))
        total += risk
        if risk > top:
            top = risk
            worst = here
        before = here
        here = after
    return total, worst


@kernel
def rob(t: Any, q: Any, seed: int, week: int, i: int, cell: int) -> None:
    """A band attacks the trucks for unit `i` in a cell: some is robbed, the rest turns back."""
    p = q[0]
    unit = t.peacekeepers[i]
    tonnes = unit.coming * p.use * unit.personnel
    unit.coming = 0.0
    hub = t.hubs[unit.hub]
    mission = t.mission[0]
    row = t.cells[cell].bands
    fighters = t.bands[row].fighters
    taken = p.loot * tonnes * fighters / (fighters + 15.0)
    hub.supplies -= taken
    t.books[0].supplies_lost += taken
    mission.supplies_looted += taken
    mission.supplies_held += tonnes - taken
    t.cells[cell].robbed += taken * mission.tracked
    stock_up(t, row, min(4.0, RATION * taken / (fighters + 20.0)))
    mean = p.deaths * fighters * exponential(uniform(seed, KILL, week, i, 0))
    dead = min(poisson(mean, uniform(seed, KILL, week, i, 1)), 10.0, unit.personnel)
    event = note(t, seed, week, cell, PK_ATTACK, LOOT)
    one = t.events[event]
    one.side_a = PEACEKEEPERS
    one.side_b = t.bands[row].faction
    one.initiator = t.bands[row].faction
    one.deaths_peacekeepers = dead
    unit.personnel -= dead
    unit.losses += dead
    t.books[0].peacekeepers_dead += dead
    close(t, event)


@kernel
def send(t: Any, q: Any, routes: Any, seed: int, week: int) -> None:
    """One week of trucks to every base: what hubs have is shared by what was asked for."""
    p = q[0]
    mission = t.mission[0]
    riders = mission.escort * mission.armed / max(units_deployed(t), 1.0)
    for h in range(len(t.hubs)):
        hub = t.hubs[h]
        mission.supplies_waiting += max(0.0, hub.asked - hub.supplies)
        hub.asked = min(1.0, hub.supplies / max(hub.asked, 1e-9))
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage != DEPLOYED or unit.hub < 0 or unit.coming <= 0.0:
            continue
        hub = t.hubs[unit.hub]
        unit.coming *= hub.asked
        tonnes = unit.coming * p.use * unit.personnel
        risk, worst = peril(t, routes, unit.hub, unit.base)
        if worst >= 0:
            fighters = t.cells[worst].fighters
            seen_off = (fighters + 1.0) / (fighters + 1.0 + p.guard * riders)
            if uniform(seed, ROAD, week, i, 0) < 1.0 - math.exp(-p.ambush * risk * seen_off):
                rob(t, q, seed, week, i, worst)
                continue
        hub.supplies = max(0.0, hub.supplies - tonnes)
        t.books[0].supplies_out += tonnes
        unit.supply += unit.coming
