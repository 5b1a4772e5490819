"""The parties: government forces, armed groups with their first bands, pairs of parties, hubs."""

import numpy as np

from sim.build.land import nearest_land
from sim.scenario import MOST_FACTIONS, Scenario
from sim.state import codes
from sim.state.world import World
from sim.streams import Streams

ARMY_UNIT, POLICE_UNIT = 200, 100  # persons
FIRST_BAND = 12.0  # fighters, mean size of a band at the start
AIMS = {"centre": codes.AIM_CENTRE, "territory": codes.AIM_TERRITORY, "local": codes.AIM_LOCAL}
BANK = 1.5  # cells from its place that a hub may lie for the sake of a landing on a river
KINDS = {"rebel": codes.REBEL, "militia": codes.MILITIA}


def unit_counts(scenario: Scenario) -> tuple[int, int]:
    """Numbers of army and police units."""
    state = scenario.state
    return max(1, round(state.army / ARMY_UNIT)), max(1, round(state.police / POLICE_UNIT))


def govern(world: World, scenario: Scenario, draws: Streams) -> None:
    """Set up districts' institutions and the units of army and police."""
    state = scenario.state
    districts, forces, people = world.districts, world.forces, world.communities
    districts.courts = state.courts
    districts.administration = state.administration
    districts.accountability = state.accountability
    # Judges and policemen are as free of orders as other officials are.
    districts.independence = districts.policing = state.accountability
    districts.services = state.services
    districts.rents = state.rents
    army, police = unit_counts(scenario)
    count = army + police
    kind = np.repeat([codes.ARMY, codes.POLICE], [army, police])
    forces.kind = kind
    total = np.where(kind == codes.ARMY, state.army // army, state.police // police)
    forces.personnel = total
    forces.authorised = total
    luck = (np.concatenate((np.arange(army) / army, np.arange(police) / police))) + 1e-9
    shift = draws.uniforms("forces.place", count) / np.where(kind == codes.ARMY, army, police)
    base = np.zeros(count, np.int64)
    # Stations follow people, police more closely than the army.
    for units, power in ((kind == codes.ARMY, 0.5), (kind == codes.POLICE, 1.0)):
        weight = people.population**power
        edges = np.cumsum(weight) / weight.sum()
        base[units] = np.searchsorted(edges, luck[units] + shift[units] * 0.999)
    base = np.minimum(base, len(people) - 1)
    forces.home = people.cell[base]
    forces.cell = forces.home
    forces.target = forces.home
    forces.community = base
    forces.district = people.district[base]
    ruling = int(world.groups.inclusion.argmax())
    local = draws.uniforms("forces.group", count) < world.groups.inclusion[people.group[base]]
    forces.group = np.where(local & (kind == codes.POLICE), people.group[base], ruling)
    for name in ("intelligence", "tactics", "crisis", "conduct"):
        spread = 0.2 * (draws.uniforms(f"forces.{name}", count) - 0.5)
        setattr(forces, name, np.clip(getattr(state, name) + spread, 0.02, 0.95))
    world.mission.consent = state.consent
    world.mission.stage = codes.NO_MISSION


def arm(world: World, scenario: Scenario, draws: Streams) -> None:
    """Set up factions, pairs of parties, and the bands with which groups start."""
    factions = world.factions
    names = [g.name for g in scenario.people.groups]
    factions.group = -1
    factions.group[0] = int(world.groups.inclusion.argmax())
    factions.status[0] = codes.ACTIVE
    factions.money[0] = 5_000.0 * scenario.people.population / 12e6
    for f, spec in enumerate(scenario.factions, start=1):
        factions.kind[f] = KINDS[spec.kind]
        factions.aim[f] = AIMS[spec.aim]
        factions.group[f] = names.index(spec.group)
        factions.sponsor[f] = spec.sponsor
        factions.money[f] = spec.money
        factions.predation[f] = spec.predation
        factions.cohesion[f] = spec.cohesion
        factions.bombs[f] = spec.bombs
        factions.pay[f] = 0.5
        factions.status[f] = codes.ACTIVE if spec.fighters else codes.LATENT
        raise_bands(world, f, spec.fighters, draws)
    k = 0
    for a in range(MOST_FACTIONS):
        for b in range(a + 1, MOST_FACTIONS):
            world.dyads.a[k], world.dyads.b[k] = a, b
            world.pair[a, b] = world.pair[b, a] = k
            k += 1
    for b in range(1, len(scenario.factions) + 1):
        world.dyads.rivals[world.pair[0, b]] = factions.kind[b] == codes.REBEL
        for a in range(1, b):
            different = factions.group[a] != factions.group[b]
            world.dyads.rivals[world.pair[a, b]] = different


def raise_bands(world: World, faction: int, fighters: int, draws: Streams) -> None:
    """Spread fighters over bands in the places where their group lives far from the capital."""
    people, cells = world.communities, world.cells
    own = people.group == world.factions.group[faction]
    x, y = cells.x[people.cell], cells.y[people.cell]
    far = np.hypot(x - cells.x[world.capital], y - cells.y[world.capital])
    score = np.where(own, far + 6.0 * cells.terrain[people.cell], -1.0)
    best = score.argsort(kind="stable")[::-1]
    best = best[: max(1, int(0.25 * own.sum()))]
    stronghold = int(people.cell[best[0]])
    world.factions.stronghold[faction] = stronghold
    left, k = float(fighters), 0
    while left > 0.0:
        u = draws.uniform("bands.first", faction, k)
        size = min(left, 1.0 + np.floor(-np.log(1.0 - u) * FIRST_BAND))
        home = int(best[int(draws.uniform("bands.home", faction, k) * len(best))])
        size = min(size, float(np.floor(0.05 * people.population[home])))
        if size >= 1.0:
            row = world.bands.new(
                cell=int(people.cell[home]),
                faction=faction,
                home=home,
                fighters=size,
                step=int(people.cell[home]),
            )
            assert row >= 0
            people.population[home] -= size
            people.recruits[home] += size
            left -= size
        k += 1


def stock_hubs(world: World, scenario: Scenario) -> list[int]:
    """Set up hubs; the cells in which they lie."""
    found = []
    for h, spec in enumerate(scenario.hubs):
        cell = nearest_land(world, spec.at, BANK)
        world.hubs.cell[h] = cell
        world.hubs.food[h] = spec.food
        world.hubs.throughput[h] = spec.throughput
        found.append(cell)
    return found
