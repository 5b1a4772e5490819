"""Districts' institutions, groups' inclusion, and roads: built by work, lost without upkeep."""

from typing import Any

from sim.kernels import clamp, inlined, kernel, relax
from sim.state.formulas import propped_up
from sim.units import WEEKS_PER_YEAR

WEEK = 1.0 / WEEKS_PER_YEAR


@inlined
def grow(stock: float, own: float, work: float, loss: float, decay: float) -> float:
    """One week of a stock: work with diminishing returns, decay to what is kept up, ruin."""
    lost = decay * max(0.0, stock - own) if work <= 0.0 else 0.0
    recovered = 0.5 * decay * max(0.0, own - stock)
    return clamp(stock + work * WEEK * (1.0 - stock) - lost + recovered - loss * stock, 0.02, 0.95)


@inlined
def taken_over(own: float, stock: float, adopt: float) -> float:
    """What the state keeps up by itself, a week on; at first, what there is."""
    if own < 0.0:
        return stock
    return relax(own, stock, adopt) if stock > own else own


@inlined
def agree(one: Any, upkept: float, lapse: float) -> None:
    """One week of the upkeep that the state took over in district `one`: more of it, or lapsing."""
    one.borne += 0.25 * one.takeover * propped_up(one)
    lost = lapse * (1.0 - upkept) * one.borne
    if lost > 0.0:
        one.borne -= lost
        one.courts_own = max(0.0, one.courts_own - lost)
        one.administration_own = max(0.0, one.administration_own - lost)
        one.accountability_own = max(0.0, one.accountability_own - lost)
        one.services_own = max(0.0, one.services_own - lost)


@kernel
def build(t: Any, q: Any) -> None:
    """One week of districts' institutions and of groups' inclusion."""
    p = q[0]
    adopt = p.adopt * t.factions[0].pay
    for d in range(len(t.districts)):
        one = t.districts[d]
        deaths = 100_000.0 * one.violence / max(one.population, 1_000.0)
        loss = p.ruin * deaths / (deaths + p.heavy)
        take = adopt
        if one.takeover > 0.0 or one.borne > 0.0:
            take += one.takeover
            agree(one, t.factions[0].upkept, p.lapse)
        one.courts_own = taken_over(one.courts_own, one.courts, take)
        one.administration_own = taken_over(one.administration_own, one.administration, take)
        one.accountability_own = taken_over(one.accountability_own, one.accountability, take)
        one.services_own = taken_over(one.services_own, one.services, take)
        decay = p.decay * (1.0 - min(1.0, one.upkeep))
        before = one.accountability
        one.courts = grow(one.courts, one.courts_own, one.court_work, loss, decay)
        one.administration = grow(
            one.administration, one.administration_own, one.admin_work, loss, decay
        )
        one.accountability = grow(
            one.accountability, one.accountability_own, one.oversight_work, loss, decay
        )
        one.services = grow(one.services, one.services_own, one.service_work, loss, decay)
        # Rules for judges and policemen last where officials have to answer.
        one.independence = grow(one.independence, one.accountability, one.bench_work, 0.0, decay)
        one.policing = grow(one.policing, one.accountability, one.police_work, 0.0, decay)
        one.rents = clamp(one.rents - p.curb * (one.accountability - before), 0.02, 0.8)
    for g in range(len(t.groups)):
        group = t.groups[g]
        group.inclusion += group.reform * WEEK * max(0.0, 0.8 - group.inclusion)


@kernel
def maintain(t: Any, q: Any) -> None:
    """One week of building and wear of roads."""
    p = q[0]
    for i in range(len(t.cells)):
        cell = t.cells[i]
        if cell.road_work <= 0.0 and cell.built <= 0.0:
            continue
        more = cell.road_work * WEEK * max(0.0, 0.9 - cell.road)
        worn = p.potholes * WEEK * cell.built if cell.road_work <= 0.0 else 0.0
        cell.road += more - worn
        cell.built = max(0.0, cell.built + more - worn)
