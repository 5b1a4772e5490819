"""The state's purse: taxes, wages of local forces, upkeep and services; men, supplies and skill."""

from typing import Any

from sim.kernels import clamp, kernel, relax
from sim.state import codes

POLICE = codes.POLICE
WELL_FOUND = 1.3  # weeks of supply that come in a week where nothing is lacking


@kernel
def pay_state(t: Any, q: Any) -> None:
    """Tax, then pay local forces as far as money goes; what is spare is spent on services."""
    p = q[0]
    revenue = 0.0
    for i in range(len(t.communities)):
        people = t.communities[i]
        district = t.districts[people.district]
        hold = max(0.0, people.control)
        head = p.tax * p.output * people.income * district.administration * hold + p.rent
        revenue += 0.001 * people.population * head * (1.0 - district.rents)
    state = t.factions[0]
    wages = 0.0
    for i in range(len(t.forces)):
        wages += t.forces[i].personnel * p.wage
    state.money += revenue
    state.income = revenue
    t.books[0].raised += revenue
    spend = min(wages, state.money)
    state.pay = spend / max(wages, 1e-9)
    state.money -= spend
    t.books[0].paid += spend
    # Then what it took over from outsiders: courts, clinics, administration.
    bill = 0.0
    for d in range(len(t.districts)):
        bill += 0.001 * t.districts[d].borne * t.districts[d].population * p.upkeep / 52.0
    if bill > 0.0:
        kept = min(bill, state.money)
        state.upkept = kept / bill
        state.money -= kept
        t.books[0].paid += kept
    # What is left beyond a quarter's wages goes into services, and is spent.
    spare = max(0.0, state.money - 13.0 * wages)
    state.money -= spare
    t.books[0].paid += spare


@kernel
def keep_forces(t: Any, q: Any) -> None:
    """One week of pay, supplies and skill of every unit of local forces."""
    p = q[0]
    for i in range(len(t.forces)):
        unit = t.forces[i]
        home = t.cells[unit.home]
        district = t.districts[unit.district]
        kept = p.skim * district.rents * (1.0 - district.accountability)
        kept *= 1.0 - min(1.0, unit.paid_direct)
        unit.pay = relax(unit.pay, t.factions[0].pay * (1.0 - kept), 0.1)
        arrive = (0.5 + 0.9 * home.road) * (0.4 + 0.6 * unit.pay)
        arrive += min(1.0, unit.equipped) * max(0.0, WELL_FOUND - arrive)
        unit.supply = clamp(unit.supply - 1.0 + arrive, 0.0, 6.0)
        fade = p.skill_fade * (1.6 - unit.pay)
        lost = fade * (1.0 - p.drilled * min(1.0, unit.drill))
        unit.intelligence = relax(unit.intelligence, 0.10, lost)
        unit.tactics = relax(unit.tactics, 0.20, lost)
        unit.crisis = relax(unit.crisis, 0.10, lost)
        watched = district.accountability
        if unit.kind == POLICE:
            watched = max(watched, district.policing)
        floor = 0.2 + 0.5 * watched
        unit.conduct = relax(unit.conduct, floor, fade)
        fill_ranks(t, q, i)


@kernel
def fill_ranks(t: Any, q: Any, i: int) -> None:
    """Recruit for unit `i` towards its authorised strength; who is not paid deserts."""
    unit = t.forces[i]
    gap = unit.authorised - unit.personnel
    source = t.communities[unit.community]
    hired = float(int(q[0].replenish * max(gap, 0.0) * unit.pay + 0.5))
    hired = min(hired, float(int(0.02 * source.population)))
    if hired > 0.0:
        unit.personnel += hired
        source.population -= hired
        source.serving += hired
    if unit.pay < 0.5 and unit.personnel > 10.0:
        gone = min(float(int((0.5 - unit.pay) * 0.01 * unit.personnel + 0.5)), source.serving)
        unit.personnel -= gone
        source.population += gone
        source.serving -= gone
