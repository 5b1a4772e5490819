"""Mediators learn, need both sides' trust, safety, and somebody who stands behind a signature."""

import numpy as np
import pytest

from sim.effects import Effects
from sim.state import codes
from sim.state.world import World
from sim.streams import Streams
from tests.mechanisms.theatre import country, live, strategy

START = country()


def talks(weeks: int = 60, **changes: object) -> tuple[World, Effects]:
    """A world at war in which teams have been at work for some weeks."""
    world = START.copy()
    pair = int(world.pair[0, 1])

    def war() -> None:
        world.dyads.active[pair] = 1
        world.dyads.stage[pair] = codes.WAR
        world.ties.tension = 0.6
        world.cells.violence = 0.5
        world.mission.consent = 0.7

    operation = live(world, strategy(**changes), weeks, calm=True, look=war)
    return world, operation.effects


def asked(effects: Effects, channel: str) -> float:
    requests = effects.requests()
    mine = requests[(requests.element == "mediation") & (requests.channel == channel)]
    return float(mine.amount.sum())


def test_a_partial_mediator_moves_little_whichever_side_it_leans_to() -> None:
    heard = {
        lean: asked(talks(mediation={"partiality": lean})[1], "dyads.mediation")
        for lean in (-0.6, 0.0, 0.6)
    }
    assert heard[0.0] > 2.0 * heard[0.6] > 0.0
    assert heard[-0.6] == pytest.approx(heard[0.6])


def test_a_mission_is_judged_by_those_who_speak_for_it() -> None:
    for lean in (-0.6, 0.6):
        world, _ = talks(mediation={"partiality": lean})
        assert float(world.mission.leaning[0]) == pytest.approx(0.6)
    gone, _ = talks(180, mediation={"partiality": 0.6})
    assert float(gone.mission.leaning[0]) == 0.0


def test_there_is_no_guarantee_without_troops_who_are_willing() -> None:
    _, effects = talks(mission={"troops_per_1000": 0.0})
    assert asked(effects, "dyads.guarantee") == 0.0
    reasons = effects.reasons()
    assert "NO_PEOPLE" in set(reasons[reasons.element == "mediation"].reason)
    weak = asked(talks(mission={"will": 0.1, "will_spread": 0.0})[1], "dyads.guarantee")
    strong = asked(talks(mission={"will": 0.9, "will_spread": 0.0})[1], "dyads.guarantee")
    few = asked(talks(mission={"troops_per_1000": 0.1})[1], "dyads.guarantee")
    assert 0.0 < weak < strong
    assert few < asked(talks()[1], "dyads.guarantee")


def test_there_is_no_verification_without_eyes() -> None:
    blind = {"troops_per_1000": 0.0, "observers_per_1000": 0.0, "police_per_1000": 0.0}
    blind |= {"engineers_per_1000": 0.0}
    assert asked(talks(mission=blind, technology=0)[1], "dyads.verification") == 0
    few = asked(talks(mission={"observers_per_1000": 0.02})[1], "dyads.verification")
    many = asked(talks(mission={"observers_per_1000": 0.3})[1], "dyads.verification")
    assert 0.0 < few < many


def test_knowledge_grows_on_a_case_and_is_lost_with_it() -> None:
    world, _ = talks()
    team = int(np.flatnonzero(world.mediators.alive & world.mediators.level)[0])
    known = float(world.mediators.knowledge[team])
    assert known > strategy().mediation.local_knowledge + 0.1
    case = int(world.mediators.case[team])
    world.mediators.case[team] = case + 1
    chosen = strategy()
    effects = Effects(world, 200, ("mission", *chosen.elements))
    effects.open(world.week)
    chosen.mediation.act(world, effects, Streams(1, world.week))
    assert float(world.mediators.knowledge[team]) < known - 0.05


def test_local_dialogue_stops_where_it_is_too_dangerous_and_nobody_guards_it() -> None:
    def settled(reported: float, guarded: bool) -> float:
        world = START.copy()

        def look() -> None:
            world.ties.tension = 0.6
            world.cells.reported = reported
            world.cells.pk_reach = 500.0 if guarded else 0.0
            world.cells.state_force = 0.0

        nobody = {"troops_per_1000": 0.0, "police_per_1000": 0.0}
        operation = live(world, strategy(mission=nobody), 80, calm=True, look=look)
        return asked(operation.effects, "ties.settling")

    calm, war = settled(0.0, False), settled(50.0, False)
    assert war < 0.4 * calm


def test_terms_that_take_up_causes_are_harder_to_sign_and_bring_reform() -> None:
    shallow, deep = (talks(mediation={"roots": roots})[1] for roots in (0.0, 1.0))
    assert asked(deep, "dyads.mediation") < asked(shallow, "dyads.mediation")
    world = START.copy()
    pair = int(world.pair[0, 1])

    def peace() -> None:
        world.dyads.active[pair] = 1
        world.dyads.stage[pair] = codes.SETTLEMENT

    before = world.groups.inclusion.copy()
    operation = live(world, strategy(governance=0), 80, calm=True, look=peace)
    assert asked(operation.effects, "groups.reform") > 0.0
    excluded = int(world.factions.group[1])
    assert world.groups.inclusion[excluded] > before[excluded]


def test_without_parties_there_is_no_one_to_talk_to() -> None:
    operation = live(START.copy(), strategy(mediation={"share_local": 0.0}), 40, calm=True)
    reasons = operation.effects.reasons()
    assert "NO_PARTNER" in set(reasons[reasons.element == "mediation"].reason)


def test_teams_come_and_go_with_the_mission_and_cost_while_there() -> None:
    world = START.copy()
    alive = []
    operation = live(
        world,
        strategy(objectives=0),
        160,
        calm=True,
        look=lambda: alive.append(int(world.mediators.alive.sum())),
    )
    talks_, local = strategy().mediation.teams(float(world.communities.founders.sum()))
    assert max(alive) == talks_ + local
    assert alive[0] == 0 and alive[-1] == 0
    costs = operation.effects.costs()["mediation"]
    assert (costs > 0).sum() == sum(n > 0 for n in alive)
