"""The people: groups in their regions, communities of unequal size, ties between neighbours."""

import numpy as np
from numpy.typing import NDArray

from sim.build.land import COMPASS
from sim.scenario import Scenario
from sim.state.world import World
from sim.streams import Streams

TIES_EACH = 3  # most ties that a community has on its own account


def settle(world: World, scenario: Scenario, draws: Streams) -> None:
    """Fill communities and groups."""
    spec = scenario.people
    count = spec.communities
    cells = place(world, count, draws)
    people, table = world.communities, world.cells
    people.cell = cells
    people.district = table.district[cells]
    table.communities = np.bincount(cells, minlength=len(table))
    before = np.cumsum(table.communities) - table.communities
    table.first = np.where(table.communities > 0, before, -1)
    sizes = unequal(world, cells, draws, spec.population)
    people.group = assign_groups(world, scenario, cells, sizes, draws)
    people.population = sizes
    people.founders = sizes
    lives = np.array([g.livelihood for g in spec.groups])[people.group]
    luck = draws.uniforms("people.livelihood", count)
    people.livelihood = np.clip(
        lives * (0.75 + 0.5 * luck) * (1.0 - 0.25 * table.terrain[cells]), 0.05, 0.95
    )
    people.cohesion = np.clip(
        spec.cohesion + 0.3 * (draws.uniforms("people.cohesion", count) - 0.5), 0.05, 0.95
    )
    people.leader = 0.2 + 0.6 * draws.uniforms("people.leader", count)
    people.arms = spec.arms * (0.5 + draws.uniforms("people.arms", count))
    people.income = people.livelihood * 0.9
    groups = world.groups
    groups.inclusion = np.array([g.inclusion for g in spec.groups])
    groups.population = np.bincount(people.group, weights=sizes, minlength=len(groups))
    prejudice = spec.hostility * (1.0 - np.eye(len(groups)))
    world.hostility[:] = prejudice
    people.trust_state = 0.2 + 0.5 * groups.inclusion[people.group]
    people.trust_forces = 0.2 + 0.4 * groups.inclusion[people.group]
    people.trust_rebels = 0.3 * (1.0 - groups.inclusion[people.group])
    table.population = np.bincount(cells, weights=sizes, minlength=len(table))
    world.districts.population = np.bincount(
        people.district, weights=sizes, minlength=len(world.districts)
    )
    members = np.zeros((len(world.districts), len(groups)))
    np.add.at(members, (people.district, people.group), sizes)
    world.districts.group = members.argmax(axis=1)


def place(world: World, count: int, draws: Streams) -> NDArray[np.int64]:
    """Cells of the communities, sorted: more on easy ground, along roads and around seats."""
    cells = world.cells
    weight = (1.15 - cells.terrain) * (0.25 + cells.road) * (cells.land == 1)
    for seat in world.districts.seat:
        far = np.hypot(cells.x - cells.x[seat], cells.y - cells.y[seat])
        weight = weight * (1.0 + 1.5 * np.exp(-far / 2.0))
    edges = np.cumsum(weight) / weight.sum()
    spots = (np.arange(count) + draws.uniforms("people.place", count)) / count
    chosen = np.searchsorted(edges, spots)
    chosen[: len(world.districts)] = world.districts.seat[:count]
    return np.sort(np.minimum(chosen, len(cells) - 1))


def unequal(
    world: World, cells: NDArray[np.int64], draws: Streams, total: int
) -> NDArray[np.float64]:
    """Whole numbers of people: log-normal, larger in seats, largest in the capital; they add up."""
    u = draws.uniforms("people.size", len(cells))
    v = draws.uniforms("people.size", len(cells), 1)
    normal = np.sqrt(-2.0 * np.log(1.0 - u)) * np.cos(2.0 * np.pi * v)
    size = np.exp(0.6 * normal)
    size = size * np.where(np.isin(cells, world.districts.seat), 3.0, 1.0)
    size = size * np.where(cells == world.capital, 4.0, 1.0)
    sizes = np.floor(size / size.sum() * total)
    sizes[0] += total - sizes.sum()
    return sizes


def assign_groups(
    world: World,
    scenario: Scenario,
    cells: NDArray[np.int64],
    sizes: NDArray[np.float64],
    draws: Streams,
) -> NDArray[np.int64]:
    """Group of each community: those who live near a group's home, in the shares wanted."""
    groups = scenario.people.groups
    x, y = world.cells.x[cells] / (world.width - 1), world.cells.y[cells] / (world.height - 1)
    home = np.array([COMPASS[g.home] for g in groups])
    near = -np.hypot(x[:, None] - home[:, 0], y[:, None] - home[:, 1])
    noise = draws.uniforms("people.group", len(cells) * len(groups)).reshape(near.shape)
    stray = draws.uniforms("people.stray", len(cells)) < scenario.people.mixing
    near = np.where(stray[:, None], 0.0, near) + 0.25 * (noise - 0.5)
    wanted = np.array([g.share for g in groups])
    bias = np.zeros(len(groups))
    for _ in range(300):
        choice = (near + bias).argmax(axis=1)
        have = np.bincount(choice, weights=sizes, minlength=len(groups)) / sizes.sum()
        bias += 0.05 * (wanted - have)
    return (near + bias).argmax(axis=1)


def tie(world: World, scenario: Scenario, draws: Streams) -> None:
    """Fill the ties: pairs of neighbouring communities of different groups."""
    ties = world.ties
    pairs = neighbours(world)
    luck = draws.uniforms("people.ties", max(1, len(pairs)))
    ties.extend(max(1, len(pairs)))
    for k, ((a, b), meet) in enumerate(sorted(pairs.items())):
        ties.a[k], ties.b[k] = a, b
        ties.usual[k] = min(1.0, meet * (0.6 + 0.8 * luck[k]))
    ties.contact = ties.usual
    ties.civic = scenario.people.civic


def neighbours(world: World) -> dict[tuple[int, int], float]:
    """Each community's nearest few of other groups: how much the two meet, by their rows."""
    people, cells = world.communities, world.cells
    pairs: dict[tuple[int, int], float] = {}
    for i in range(len(people)):
        home = int(people.cell[i])
        near = [home, *(int(n) for n in world.neighbours[home] if n >= 0)]
        found = [
            (0.0 if c == home else 1.0, j)
            for c in near
            for j in range(int(cells.first[c]), int(cells.first[c] + cells.communities[c]))
            if people.group[j] != people.group[i]
        ]
        for far, j in sorted(found)[:TIES_EACH]:
            pairs[(min(i, j), max(i, j))] = 0.8 if far == 0.0 else 0.45
    return pairs
