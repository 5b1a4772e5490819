"""Living, needs and money: what people earn, what they lack, what parties can pay.

Money flows: people pay taxes where a party rules; sponsors and the state's rents come from abroad;
parties pay their fighters. The books (`books.raised`, `books.paid`) close every week.
"""

from typing import Any

from sim.dynamics.membership import stock_up
from sim.kernels import clamp, kernel, relax
from sim.state import codes
from sim.state.params import Parameters
from sim.state.world import World
from sim.units import NonNegative, Positive, Share, param

TAX, POLICE = codes.TAX, codes.POLICE
LATENT = codes.LATENT


class Economy(Parameters):
    """Incomes, needs, taxes and pay."""

    output: Positive = param(
        8.0,
        unit="US dollars a person and week",
        low=3.0,
        high=20.0,
        source="A110",
        doc="output of a person with a full living",
    )
    tax: Share = param(
        0.15,
        unit="share of output",
        low=0.05,
        high=0.25,
        source="A111",
        doc="taxes on output where administration and control are complete",
    )
    rent: NonNegative = param(
        0.15,
        unit="US dollars a person and week",
        low=0.0,
        high=1.0,
        source="A112",
        doc="revenue of the state that does not depend on people: resources, grants",
    )
    wage: Positive = param(
        0.05,
        unit="thousand US dollars a week",
        low=0.02,
        high=0.12,
        source="A113",
        doc="full cost of a soldier or policeman",
    )
    destroy: Share = param(
        0.05,
        unit="share a week",
        low=0.01,
        high=0.15,
        source="A114",
        doc="capital lost in a week of heavy fighting nearby",
    )
    rebuild: Share = param(
        0.006,
        unit="share of gap a week",
        low=0.002,
        high=0.015,
        source="A115",
        doc="rebuilding of capital in peace",
    )
    levy: Share = param(
        0.06,
        unit="share of output",
        low=0.02,
        high=0.15,
        source="A116",
        doc="part of a community's weekly output that bands who rule it can take",
    )
    needs_rate: Share = param(
        0.15,
        unit="share of gap a week",
        low=0.05,
        high=0.3,
        source="A117",
        doc="speed at which needs met follow income, services and aid",
    )
    replenish: Share = param(
        0.02,
        unit="share of gap a week",
        low=0.005,
        high=0.05,
        source="A118",
        doc="recruiting of local forces towards their authorised strength",
    )
    skill_fade: Share = param(
        0.004,
        unit="share a week",
        low=0.001,
        high=0.01,
        source="A119",
        doc="skill and conduct that turnover takes from a unit, more when unpaid",
    )
    drilled: Share = param(
        0.7,
        unit="share",
        low=0.3,
        high=0.9,
        source="A616",
        doc="of the fading of skills that units who exercise often are spared",
    )
    skim: Share = param(
        0.3,
        unit="share of pay",
        low=0.1,
        high=0.6,
        source="A615",
        doc="that commanders keep, by men who do not exist too, where everything is for sale and "
        "nobody answers for it",
    )
    rain_fed: Share = param(
        0.6,
        unit="share",
        low=0.3,
        high=0.9,
        source="A490",
        doc="livelihoods lost in a complete drought",
    )
    idle: Share = param(
        0.5,
        unit="share",
        low=0.2,
        high=0.8,
        source="A491",
        doc="work that complete fear keeps people from",
    )
    detour: NonNegative = param(
        0.06,
        unit="share of the price per complete embargo",
        low=0.02,
        high=0.3,
        source="A515",
        doc="rise of the price of food where checks on goods for an armed group hold up trade",
    )
    crowding: Share = param(
        0.4,
        unit="share",
        low=0.1,
        high=0.7,
        source="A492",
        doc="income lost where everybody is displaced",
    )
    # Household surveys find effects of food aid on work from none to a tenth or two.
    reliance: Share = param(
        0.15,
        unit="share",
        low=0.0,
        high=0.4,
        source="A549",
        doc="own work given up by people who have come to live on aid altogether",
    )
    household: Positive = param(
        5.0,
        unit="persons",
        low=3.0,
        high=8.0,
        source="A549",
        doc="who live on the income of a man in a reintegration programme",
    )
    # Running costs of schools, clinics and courts in poor countries are 10 to 50 dollars a person.
    upkeep: NonNegative = param(
        15.0,
        unit="US dollars a year and inhabitant",
        low=4.0,
        high=40.0,
        source="A549",
        doc="to keep up all institutions at full capacity",
    )


@kernel
def earn(t: Any, q: Any) -> None:
    """One week of every community's living and needs; capital lost and rebuilt."""
    p = q[0]
    clock = t.clock[0]
    for i in range(len(t.communities)):
        people = t.communities[i]
        cell = t.cells[people.cell]
        district = t.districts[people.district]
        thousands = max(cell.population, 500.0) * 0.001
        heat = cell.violence / thousands
        heat = heat / (heat + 0.5)
        people.capital = clamp(
            people.capital * (1.0 - p.destroy * heat)
            + p.rebuild * (1.0 - people.capital) * (1.0 - people.fear),
            0.05,
            1.0,
        )
        rain_fed = people.livelihood * (1.0 - p.rain_fed * clock.drought)
        crowd = people.hosted / (people.population + people.hosted + 1.0)
        work = rain_fed * people.capital * (1.0 - p.idle * people.fear) * (1.0 - p.crowding * crowd)
        work *= 1.0 - p.reliance * people.dependency
        stipends = p.household * people.enrolled * people.stake / (people.population + 1.0)
        people.income = relax(people.income, min(1.0, work + stipends), 0.1)

        stores = 0.85 + 0.3 * clock.harvest
        reach = clamp(0.5 + 0.5 * people.control, 0.1, 1.0)
        served = district.services * reach
        price = clock.price * (1.0 + p.detour * clock.embargo)
        food = clamp(0.25 + 0.9 * people.income * stores / price + people.food_aid, 0.0, 1.0)
        health = clamp(0.15 + 0.5 * served + 0.3 * people.income + people.health_aid, 0.0, 1.0)
        roof = clamp(1.0 - 1.2 * crowd - 0.4 * heat + people.shelter_aid, 0.0, 1.0)
        people.food = relax(people.food, food, p.needs_rate)
        people.health = relax(people.health, health, p.needs_rate)
        people.shelter = relax(people.shelter, roof, p.needs_rate)
        people.needs = 0.5 * people.food + 0.3 * people.health + 0.2 * people.shelter


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


@kernel
def pay_groups(t: Any, q: Any, wage: float) -> None:
    """Armed groups: tax where bands decided to, take sponsors' money, pay fighters."""
    p = q[0]
    for i in range(len(t.bands)):
        band = t.bands[i]
        if band.alive == 0 or band.action != TAX or band.target < 0:
            continue
        people = t.communities[band.target]
        output = 0.001 * people.population * people.income * p.output
        hold = clamp(0.5 - 0.5 * people.control, 0.1, 1.0)
        crew = band.fighters / (band.fighters + 20.0)
        taken = p.levy * output * hold * crew
        stock_up(t, i, min(6.0, 0.5 * taken / (wage * band.fighters)))
        t.factions[band.faction].money += 0.5 * taken
        t.books[0].raised += 0.5 * taken
        people.capital = max(0.05, people.capital - 0.02 * taken / max(output, 1e-9))
    for f in range(1, len(t.factions)):
        group = t.factions[f]
        if group.status == LATENT:
            group.pay = relax(group.pay, 0.3, 0.05)
            continue
        grant = group.sponsor * (1.0 - min(1.0, group.sanctions)) + group.rival
        group.money += grant
        t.books[0].raised += grant
        need = wage * group.fighters
        spend = min(group.money, need)
        group.money -= spend
        t.books[0].paid += spend
        group.pay = relax(group.pay, spend / max(need, 1e-9) if need > 0.0 else 0.5, 0.2)


def update(world: World) -> None:
    """One week of living, taxing and paying."""
    q = world.params["economy"]
    earn(world.rows, q)
    pay_state(world.rows, q)
    keep_forces(world.rows, q)
    pay_groups(world.rows, q, world.settings["band_life"].wage)
