"""Envoys bind contributors, keep donors listening, mend consent, and press sponsors; or do not."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.build import build
from sim.dynamics import coalition, economy
from sim.effects import Effects
from sim.mission import Operation
from sim.scenario import Scenario
from sim.state import codes
from sim.state.world import World
from sim.strategy import ELEMENTS, Strategy, planned_cost
from tests.mechanisms.theatre import COUNTRY, country, live, strategy

START = country()
ENVOYS = {"envoys_per_million": 6.0, "skill": 0.8}  # the theatre is small: a handful of people
TRACKS = ("contributors", "donors", "host", "sponsors")


def only(track: str, **changes: Any) -> dict[str, Any]:
    """All envoys on one track."""
    return ENVOYS | {name: float(name == track) for name in TRACKS} | changes


def alone(envoys: Any, **mission: Any) -> Strategy:
    """A mission whose only element is diplomacy."""
    off = dict.fromkeys((name for name in ELEMENTS if name != "diplomacy"), 0)
    return strategy(diplomacy=envoys, mission=mission, **off)


def lived(
    envoys: Any,
    weeks: int,
    look: Callable[[World], None] = lambda world: None,
    seed: int = 1,
    **mission: Any,
) -> tuple[World, Effects]:
    """A calm theatre after some weeks; `look` sees, and may change, it after each."""
    world = START.copy()
    world.seed = seed
    operation = live(world, alone(envoys, **mission), weeks, calm=True, look=lambda: look(world))
    return world, operation.effects


def failed(effects: Effects, reason: str) -> float:
    """How much of the element's work came to nothing for a reason."""
    found = effects.reasons()
    found = found[(found.element == "diplomacy") & (found.reason == reason)]
    return float(found.amount.sum())


def calm(world: World) -> None:
    """Nobody fights, nothing is reported."""
    world.cells.reported = 0.0


# ------------------------------------------------------------------------------ contributors


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_agreements_bring_units_sooner_and_with_fewer_caveats(seed: int) -> None:
    def weeks_of_presence(envoys: Any) -> tuple[float, float]:
        strength: list[float] = []
        world, _ = lived(
            envoys, 50, lambda w: strength.append(float(w.mission.deployed[0])), seed, pledge=30
        )
        out = world.peacekeepers.stage == codes.DEPLOYED
        return sum(strength), float(world.peacekeepers.will[out].mean())

    bound, free = weeks_of_presence(only("contributors")), weeks_of_presence(0)
    assert bound[0] > 1.1 * free[0]
    assert bound[1] > free[1] + 0.05


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nations_that_are_bound_stay_through_losses(seed: int) -> None:
    def bleed(world: World) -> None:
        out = world.peacekeepers.stage == codes.DEPLOYED
        world.peacekeepers.losses[out] += 0.12

    stayed = {}
    for track in ("contributors", "host"):
        world, effects = lived(
            only(track), 110, bleed, seed, duration=400, draw_down=10, rotation=26, patience=20
        )
        stayed[track] = float(world.mission.deployed[0])
        if track == "host":
            assert world.contingents.leaving.sum() > 0
            reasons = effects.reasons()
            assert "NO_PEOPLE" in set(reasons[reasons.element == "mission"].reason)
    assert stayed["contributors"] > 1.2 * stayed["host"]


def test_nobody_is_at_home_where_the_decision_to_leave_is_taken() -> None:
    def decided(world: World) -> None:
        world.contingents.leaving = 1
        out = world.peacekeepers.stage == codes.DEPLOYED
        world.peacekeepers.losses[out] = 10.0

    world, effects = lived(only("contributors"), 60, decided)
    willing, nobody = lived(only("contributors"), 60)
    assert failed(effects, "NO_PARTNER") > 0.0 == failed(nobody, "NO_PARTNER")
    assert world.contingents.agreed.max() < 0.1 < willing.contingents.agreed.min()


# ------------------------------------------------------------------------------ donors


def years(envoys: Any, hardship: Callable[[World], None]) -> float:
    return float(lived(envoys, 130, hardship)[0].mission.will[0])


def test_will_falls_with_the_years_the_dead_and_the_headlines_and_recovers_with_progress() -> None:
    """Without any diplomacy: donors are there whether or not somebody calls on them."""

    def event(world: World, **deaths: float) -> None:
        row = int(world.clock.events[0])
        world.clock.events += 1
        one = world.events.cols
        values = {"week": world.week, "cell": world.capital, "violence": 2, "initiator": -1}
        for name, number in (values | deaths).items():
            one[name][row] = number

    def soldiers(world: World) -> None:
        event(world, deaths_peacekeepers=float(world.week % 4 == 0))

    def massacres(world: World) -> None:
        event(world, deaths_civilians=40.0 * (world.week % 8 == 0))

    def feuds(world: World) -> None:
        event(world, deaths_civilians=8.0)

    def progress(world: World) -> None:
        world.cells.reported = 0.1 if world.week < 20 else 0.0

    base = years(0, calm)
    assert base < 0.8
    assert years(0, soldiers) < base - 0.05
    assert years(0, massacres) < base - 0.05
    assert years(0, feuds) == base, "deaths below a headline stir nobody abroad"
    assert years(0, progress) > base + 0.02


def test_envoys_keep_donors_willing_but_not_those_who_have_stopped_listening() -> None:
    assert years(only("donors"), calm) > years(0, calm) + 0.05

    def tired(world: World) -> None:
        world.mission.will = 0.1

    _, heard = lived(only("donors"), 60, calm)
    _, unheard = lived(only("donors"), 60, tired)
    asked = {}
    for name, effects in {"heard": heard, "unheard": unheard}.items():
        found = effects.requests()
        asked[name] = float(found[found.channel == "mission.lobbying"].amount.sum())
    assert asked["heard"] > 2.0 * asked["unheard"] > 0.0
    vain = [failed(one, "NO_PARTNER") / one.dollars.sum(0)[1] for one in (heard, unheard)]
    assert vain[1] > 2.0 * vain[0]


def test_donors_without_will_fall_behind_with_money_and_the_mission_shrinks() -> None:
    def tired(world: World) -> None:
        world.mission.will = 0.2

    rich, paid = lived(0, 100, calm, duration=400, draw_down=10)
    poor, owed = lived(0, 100, tired, duration=400, draw_down=10)
    assert poor.mission.dues[0] < 0.5 < rich.mission.dues[0] == 1.0
    assert poor.mission.deployed[0] < 0.6 * rich.mission.deployed[0]
    short = owed.reasons()
    assert "NO_FUNDS" in set(short.reason)
    assert "NO_FUNDS" not in set(paid.reasons().reason)


# ------------------------------------------------------------------------------ the host


def test_a_host_forgives_sooner_when_visited_but_receives_nobody_during_the_quarrel() -> None:
    def quarrel(world: World) -> None:
        if 30 < world.week < 50:
            world.mission.consent -= 0.02
            world.mission.strain = 1.5

    world, effects = lived(only("host"), 90, quarrel)
    unvisited, _ = lived(0, 90, quarrel)
    assert world.mission.consent[0] > unvisited.mission.consent[0] + 0.04
    found = effects.requests()
    work = found[found.channel == "mission.goodwill"].set_index("week").amount
    assert work.loc[35:50].mean() < 0.7 * work.loc[75:90].mean()
    reasons = effects.reasons()
    own = reasons[reasons.element == "diplomacy"]
    shut = own[own.reason == "NO_CONSENT"].set_index("week").amount
    assert shut.loc[35:50].mean() > 3.0 * shut.loc[75:90].mean()


# ------------------------------------------------------------------------------ sponsors


def war_chest(envoys: Any, weeks: int = 130, takers: float = 0.0) -> tuple[World, Effects]:
    """A theatre whose armed group lives on a sponsor; `takers` of such groups find a rival one."""
    front = {"name": "Eastern Front", "group": "Asha", "fighters": 150, "sponsor": 20}
    changes = {"factions": [front], "dynamics": {"coalition": {"takers": takers}}}
    world = build(Scenario.model_validate(COUNTRY | changes), 1)
    # The theatre's own loop has no economy: pay the armed groups in it.
    chosen = alone(envoys)
    operation = Operation(chosen, world, weeks)
    world.bands.action = codes.HIDE
    for _ in range(weeks):
        operation.act(world)
        economy.pay_groups(world.rows, world.params["economy"], 0.0)
        coalition.update(world, int(world.clock.events[0]))
        world.week += 1
    return world, operation.effects


def test_sanctions_build_up_over_months_and_leak_less_with_the_neighbours() -> None:
    def stopped(**changes: Any) -> np.ndarray:
        _, effects = war_chest(only("sponsors", sanctions=0.8, **changes))
        found = effects.requests()
        found = found[found.channel == "factions.sanctions"].set_index("week").amount
        return found.reindex(range(130), fill_value=0.0).to_numpy()

    without, with_neighbours = stopped(regional=0.0), stopped(regional=1.0)
    assert 0.0 < without[8] < 0.3 * without[125]
    assert without[125] < 0.5, "a part of it crosses the border all the same"
    assert with_neighbours[125] > without[125]


def test_sanctions_empty_war_chests_unless_a_rival_sponsor_pays_in_turn() -> None:
    free, _ = war_chest(0)
    stopped, effects = war_chest(only("sponsors", sanctions=0.9))
    replaced, rivals = war_chest(only("sponsors", sanctions=0.9), takers=1.0)
    got = [float(world.factions.money[1]) for world in (stopped, replaced, free)]
    assert got[0] < 0.8 * got[2]
    assert got[0] < 0.9 * got[1] < got[2]
    assert failed(effects, "NO_PARTNER") == 0.0 < failed(rivals, "NO_PARTNER")
    assert replaced.factions.rival[1] > 2.0


def test_sanctions_make_food_dearer() -> None:
    fed = []
    for embargo in (0.0, 1.0):
        world = START.copy()
        world.clock.embargo = embargo
        economy.earn(world.rows, world.params["economy"])
        fed.append(float(world.communities.food.mean()))
    assert fed[1] < fed[0]
    _, effects = war_chest(only("sponsors"))
    assert "clock.embargo" in set(effects.requests().channel)


def test_without_sponsors_there_is_nobody_to_press() -> None:
    world = START.copy()
    world.factions.sponsor = 0.0
    operation = live(world, alone(only("sponsors")), 40, calm=True)
    assert failed(operation.effects, "NO_PARTNER") > 0.0
    assert not operation.effects.requests().channel.isin(["factions.sanctions"]).any()


# ------------------------------------------------------------------------------ the element


def test_envoys_travel_before_the_mission_is_set_up_and_cost_until_it_is_out() -> None:
    chosen = alone(ENVOYS)
    world = START.copy()
    operation = live(world, chosen, 160, calm=True)
    costs = operation.effects.costs()["diplomacy"].to_numpy()
    paid = np.flatnonzero(costs)
    assert (paid[0], paid[-1]) == (4, 143)
    planned = planned_cost(chosen, float(world.communities.founders.sum()))["diplomacy"]
    assert costs.sum() == pytest.approx(planned, rel=0.02)
    assert world.contingents.agreed.max() == world.factions.pressure.max() == 0.0


def test_some_track_must_have_a_weight() -> None:
    with pytest.raises(ValueError, match="no track has any"):
        strategy(diplomacy=dict.fromkeys(TRACKS, 0.0))
