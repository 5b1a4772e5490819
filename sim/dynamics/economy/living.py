"""What people earn, what they have to pay, and what they lack."""

from typing import Any

from sim.kernels import clamp, kernel, relax
from sim.state.formulas import passable

MUD = 0.6  # of ease of crossing lost off roads at the height of the rains, for traders


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
        mouths = people.population + people.hosted + 1.0
        built = 1000.0 * people.works / mouths
        use = built / (built + p.works_half) * (1.0 - people.fear)
        work *= 1.0 + p.commerce * use
        money = people.cash * (1.0 - people.skimmed)
        people.income = relax(people.income, min(1.0, work + stipends + money), 0.1)

        stores = 0.85 + 0.3 * clock.harvest
        reach = clamp(0.5 + 0.5 * people.control, 0.1, 1.0)
        served = district.services * reach
        served += p.facility * use * (1.0 - served)
        price = clock.price * (1.0 + p.detour * clock.embargo)
        if people.cash > 0.0:
            traders = passable(cell.road, cell.terrain, clock.rain, MUD) * (1.0 - people.fear)
            price *= 1.0 + p.dearer * people.cash * (1.0 - traders)
        food = clamp(0.25 + 0.9 * people.income * stores / price + people.food_aid, 0.0, 1.0)
        health = clamp(0.15 + 0.5 * served + 0.3 * people.income + people.health_aid, 0.0, 1.0)
        roof = clamp(1.0 - 1.2 * crowd - 0.4 * heat + people.shelter_aid, 0.0, 1.0)
        people.food = relax(people.food, food, p.needs_rate)
        people.health = relax(people.health, health, p.needs_rate)
        people.shelter = relax(people.shelter, roof, p.needs_rate)
        people.needs = 0.5 * people.food + 0.3 * people.health + 0.2 * people.shelter
