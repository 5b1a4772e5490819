"""Putting a world together, and copying it for each run."""

from functools import lru_cache

import numpy as np

from sim.books import open_books
from sim.build import land, parties, people, waterways
from sim.dynamics import economy, feelings, politics, presence
from sim.scenario import MOST_FACTIONS, Scenario
from sim.state import codes
from sim.state.params import pack
from sim.state.world import EVENTS_A_WEEK, World
from sim.streams import Streams

PAIRS = MOST_FACTIONS * (MOST_FACTIONS - 1) // 2
FIRST_BAND_ROWS = 768
LARGE = 20_000  # communities beyond which no copy is kept for the runs to come
SETTLING_WEEKS = 120  # quiet weeks before week 0 in which feelings and needs find their level


def build(scenario: Scenario, seed: int) -> World:
    """The world of a scenario at week 0, ready to step with draws keyed by `seed`."""
    if scenario.people.communities > LARGE:
        world = _raise(scenario)
    else:
        world = _country(_Key(scenario)).copy()
    world.seed = seed
    return world


class _Key:
    """A scenario as a key of the cache: by content."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.digest = scenario.hash()

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.digest == other.digest


@lru_cache(maxsize=8)
def _country(key: _Key) -> World:
    return _raise(key.scenario)


def _raise(scenario: Scenario) -> World:
    """Make a world from nothing."""
    spec = scenario.map
    draws = Streams(spec.seed)
    world = World(table_sizes(scenario), spec.width, spec.height, spec.cell)
    land.lay_out(world, spec, draws)
    hubs = parties.stock_hubs(world, scenario)
    land.build_roads(world, spec, draws, hubs)
    waterways.chart(world)
    people.settle(world, scenario, draws)
    people.tie(world, scenario, draws)
    world.dyads.credence_a = 0.4  # who is stronger risks less by trust
    parties.govern(world, scenario, draws)
    parties.arm(world, scenario, draws)
    world.names = {
        "groups": [g.name for g in scenario.people.groups],
        "factions": [scenario.state.name, *(f.name for f in scenario.factions)],
        "districts": [f"District {d}" for d in range(spec.districts)],
        "hubs": [h.name for h in scenario.hubs],
    }
    world.settings = {
        name: getattr(scenario.dynamics, name) for name in type(scenario.dynamics).model_fields
    }
    world.params = {name: pack(record) for name, record in world.settings.items()}
    world.refresh()
    settle_down(world)
    for paper in scenario.settlements:
        terms = sum(1 << codes.DIMENSIONS.index(name) for name in set(paper.dimensions))
        sign(world, world.names["factions"].index(paper.faction), paper.share, terms)
    open_books(world)
    return world


def table_sizes(scenario: Scenario) -> dict[str, int]:
    """Rows of every table at the start; tables of what comes and goes grow later."""
    army, police = parties.unit_counts(scenario)
    return {
        "cells": scenario.map.width * scenario.map.height,
        "districts": scenario.map.districts,
        "hubs": len(scenario.hubs),
        "communities": scenario.people.communities,
        "groups": len(scenario.people.groups),
        "factions": MOST_FACTIONS,
        "dyads": PAIRS,
        "agreements": 256,
        "bands": FIRST_BAND_ROWS,
        "forces": army + police,
        "peacekeepers": 1,
        "mediators": 8,
        "convoys": 32,
        "events": 2 * EVENTS_A_WEEK,
    }


def settle_down(world: World) -> None:
    """Let needs, feelings and control find their level without violence."""
    for _ in range(SETTLING_WEEKS):
        presence.locate(world)
        economy.earn(world.rows, world.params["economy"])
        feelings.update(world)
        presence.control(world)
    politics.strength(world)
    politics.choose_side(world.rows)
    world.cells.known = 0.0


def sign(world: World, faction: int, share: float, terms: int) -> None:
    """Start with a settlement between the government and an armed group, with these dimensions."""
    k = int(world.pair[0, faction])
    dyad = world.dyads
    dyad.active[k] = 1
    dyad.wars[k] = 1
    odds = 0.5 * share + 0.15
    dyad.belief_b[k], dyad.belief_a[k] = odds, 1.0 - odds
    dyad.cost_a[k] = dyad.cost_b[k] = 0.3
    world.factions.peak[faction] = world.factions.fighters[faction]
    # Those who want war most did not sign: who did differ less from each other.
    spread = 0.5 * float(world.params["politics"][0].stakes)
    politics.weigh_stakes(world.rows, spread, world.seed, 0, k)
    politics.put_down(world.rows, k, codes.SETTLED, share, 0)
    politics.promise(world.rows, world.params["politics"], k, terms)
    assert np.count_nonzero(world.agreements.alive) > 0
