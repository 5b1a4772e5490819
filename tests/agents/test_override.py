"""Rules in plain Python take their place in the compiled order."""

from collections import Counter
from typing import Any

import numpy as np
import pytest

from sim.agents import KINDS, Band, Community, Convoy, ForceUnit, Mediator, Peacekeeper, RowAgent
from sim.kernels import lent
from sim.model import PeacekeepingModel
from sim.scenario import Scenario
from sim.state import codes
from sim.state.world import World
from sim.tick import RULES
from tests.agents.country import BUSY, deploy_peacekeepers, land, small

WEEKS = 25


def staffed(weeks: int = 0, **options: Any) -> PeacekeepingModel:
    """A model that has agents of every kind, `weeks` into the war."""
    model = PeacekeepingModel(small(dynamics=BUSY), rng=3, **options)
    for _ in range(weeks):
        model.step()
    world = model.world
    deploy_peacekeepers(world)
    hub = int(world.hubs.cell[0])
    for k in range(4):
        world.mediators.new(cell=hub, level=k % 2)
        world.convoys.new(cell=hub, hub=0, destination=11 * k, load=20.0)
    return model


def difference(one: World, other: World) -> list[str]:
    """Columns in which two worlds differ, but for the flag of who decides."""
    return [
        f"{name}.{column}"
        for name, table in one.tables().items()
        for column in table.columns
        if column != "overridden"
        and not np.array_equal(table.data[column], getattr(other, name).data[column])
    ]


def same_rule(kind: type[RowAgent], **body: Any) -> type[RowAgent]:
    """A subclass in Python whose decisions are those of the compiled rule."""

    def decide(self: Any) -> None:
        kind.decide(self)

    return type(f"My{kind.__name__}", (kind,), {"decide": decide, **body})


@pytest.mark.parametrize("kind", KINDS.values())
def test_one_row_decides_as_all_rows_do(kind: type[RowAgent]) -> None:
    one, other = staffed(5), staffed(5)
    for model in (one, other):
        model.world.convoys.proceed = 7  # so that whatever the rule writes is a change
    rule, params, _ = RULES[kind.table]
    order: Any = np.arange(len(getattr(one.world, kind.table)))
    world = one.world
    before = world.copy()
    rule.all_rows(
        world.rows,
        world.params[params],
        lent(order),
        world.seed,
        world.week,
        0,
    )
    assert difference(world, before)
    assert len(other.agents_by_type[kind]) > 0
    other.agents_by_type[kind].do("decide")
    assert difference(world, other.world) == []


def test_python_in_all_rows_gives_the_same_trajectory() -> None:
    compiled = staffed()
    python = staffed(kinds=[same_rule(kind) for kind in KINDS.values()])
    bands = python.world.bands
    seen = {(int(r), 0) for r in bands.living}
    first = len(seen)
    for _ in range(WEEKS):
        compiled.step()
        python.step()
        assert difference(compiled.world, python.world) == []
        seen |= {(int(r), int(bands.generation[r])) for r in bands.living}
    assert len(seen) > first + 5  # bands were born, and the rule in Python followed


def test_python_in_a_few_rows_gives_the_same_trajectory() -> None:
    compiled, python = staffed(), staffed()
    count = 0
    for kind in KINDS.values():
        mine = same_rule(kind)
        for agent in list(python.agents_by_type[kind])[::15]:
            assert mine.adopt(agent) is agent
            count += 1
    for _ in range(WEEKS):
        compiled.step()
        python.step()
    assert count > 8
    assert difference(compiled.world, python.world) == []


def test_python_gives_the_same_trajectory_under_a_mission() -> None:
    scenario = Scenario.load("classroom", strategy="integrated")
    start = int(scenario.strategy.mission.start)
    compiled = PeacekeepingModel(scenario, rng=2)
    python = PeacekeepingModel(scenario, rng=2, kinds=[same_rule(k) for k in KINDS.values()])
    for _ in range(start + 60):
        compiled.step()
        python.step()
    assert difference(compiled.world, python.world) == []
    kinds = {kind for kind in KINDS.values() if len(python.agents.select(agent_type=kind))}
    assert {Peacekeeper, Mediator} <= kinds
    assert len(python.agents_by_type[Peacekeeper]) == 0  # all are of the class given


def test_who_decides_in_python_and_in_which_order() -> None:
    seen: list[tuple[int, str, int]] = []

    def decide(self: RowAgent) -> None:
        seen.append((self.model.week, self.table, self.row))
        type(self).__bases__[0].decide(self)  # type: ignore[attr-defined]

    mine = [type(f"My{k.__name__}", (k,), {"decide": decide}) for k in KINDS.values()]
    model = staffed(kinds=mine)
    model.step()
    counts = Counter(table for _, table, _ in seen)
    assert counts["communities"] == 60 and counts["forces"] == 25
    assert counts["bands"] > 10 and counts["mediators"] == counts["convoys"] == 4
    assert counts["peacekeepers"] == 3
    rows = [row for _, table, row in seen if table == "communities"]
    assert sorted(rows) == list(range(60)) and rows != list(range(60))
    seen.clear()
    model.step()
    assert [row for _, table, row in seen if table == "communities"] != rows


def test_kinds_with_applies_take_only_some() -> None:
    class Angry(Community):
        @classmethod
        def applies(cls, agent: RowAgent) -> bool:
            return agent.group_name == "Asha"

        def decide(self) -> None:
            self.joining = 1.0

    class Other(Community):
        def decide(self) -> None:
            self.joining = 2.0

    model = PeacekeepingModel(small(), rng=1, kinds=[Angry, Other])
    asha = {c.row for c in model.agents_by_type[Angry]}
    assert 10 < len(asha) < 50
    assert all(model.world.communities.group[row] == 1 for row in asha)
    assert len(model.agents_by_type[Other]) == 60 - len(asha)
    assert len(model.agents_by_type[Community]) == 0
    assert (model.world.communities.overridden == 1).all()
    joining = {}

    class Watch(PeacekeepingModel):
        def act(self, world: World) -> None:
            super().act(world)
            world.communities.joining = -1.0

    watched = Watch(small(), rng=1, kinds=[Angry])
    watched.step()
    joining = watched.world.communities.joining
    assert {int(r) for r in np.flatnonzero(joining == 1.0)} >= asha


def test_bands_born_later() -> None:
    """`kinds` covers those to come; `adopt` takes one band, not its offspring."""

    class Mine(Band):
        @classmethod
        def applies(cls, agent: RowAgent) -> bool:
            return bool(agent.faction == 1)

        def decide(self) -> None:
            super().decide()

    whole = same_rule(Band)
    for kind, covers in ((Mine, True), (whole, True), (None, False)):
        model = PeacekeepingModel(small(dynamics=BUSY), rng=3, kinds=[kind] if kind else [])
        if kind is None:
            model.agents_by_type[Band].do(whole.adopt)
        first = {(b.row, b.generation) for b in model.agents if isinstance(b, Band)}
        for _ in range(20):
            model.step()
        model.roster.enlist()
        bands = model.world.bands
        rows = [r for r in bands.living if bands.faction[r] == 1]
        later = [r for r in rows if (int(r), int(bands.generation[r])) not in first]
        assert len(later) > 5
        assert set(bands.overridden[later]) == {int(covers)}
        kept = set(rows) - set(later)
        assert all(bands.overridden[r] == 1 for r in kept)
        if covers:
            assert {b.row for b in model.agents_by_type[kind]} == {int(r) for r in rows}


def test_adopting_keeps_the_object_and_can_be_undone() -> None:
    class Peaceful(Band):
        def begin(self) -> None:
            self.weeks_of_peace = 0

        def decide(self) -> None:
            self.weeks_of_peace += 1
            self.hide()

    model = PeacekeepingModel(small(), rng=1)
    band = max(model.agents_by_type[Band], key=lambda b: b.fighters)
    number, count = band.unique_id, len(model.agents)
    Peaceful.adopt(band)
    assert type(band) is Peaceful and band.unique_id == number and len(model.agents) == count
    assert list(model.agents_by_type[Peaceful]) == [band]
    assert band not in model.agents_by_type[Band]
    assert band.overridden == 1
    model.step()
    assert (band.weeks_of_peace, band.action_name) == (1, "hide")
    Band.adopt(band)
    assert type(band) is Band and band.overridden == 0 and band in model.agents_by_type[Band]
    assert Band.adopt(band) is band
    with pytest.raises(TypeError, match="cannot adopt"):
        Peaceful.adopt(model.agent(Community, 0))
    band.remove()
    with pytest.raises(LookupError, match="no more"):
        Peaceful.adopt(band)


def test_an_agent_given_back_stays_with_the_compiled_rule() -> None:
    whole = same_rule(Band)
    model = PeacekeepingModel(small(), rng=1, kinds=[whole])
    model.step()
    band = max(model.agents_by_type[whole], key=lambda b: b.fighters)
    Band.adopt(band)
    other = Band(model, cell=band.cell, faction=1)
    model.step()
    assert band.overridden == other.overridden == 0
    assert model.agents_by_type[whole].get("overridden") == [1] * len(model.agents_by_type[whole])
    assert set(model.agents_by_type[Band]) == {b for b in (band, other) if b.alive}


def test_a_band_of_a_users_class_can_be_created() -> None:
    class Raiders(Band):
        def __init__(self, model: PeacekeepingModel, cell: Any, motto: str) -> None:
            super().__init__(model, cell=cell, faction=1, fighters=30)
            self.motto = motto

        def decide(self) -> None:
            self.model.heard.append(self.motto)

    model = PeacekeepingModel(small(), rng=1)
    model.heard = []
    band = Raiders(model, land(model.world), "Ours")
    assert band.overridden == 1 and list(model.agents_by_type[Raiders]) == [band]
    model.step()
    assert model.heard == ["Ours"]
    assert band.action_name == "hide"


def test_a_class_that_only_adds_helpers_stays_compiled() -> None:
    class Named(Community):
        def call(self) -> str:
            return f"people {self.row}"

    model = PeacekeepingModel(small(), rng=1, kinds=Named)
    assert not model.world.communities.overridden.any()
    assert model.agent(Community, 3).call() == "people 3"


def test_who_decides_nothing_rests() -> None:
    def nothing(self: RowAgent) -> None:
        pass

    model = staffed(10)
    idle = [type(f"Idle{k.__name__}", (k,), {"decide": nothing}) for k in KINDS.values()]
    for agent in list(model.agents):
        next(cls for cls in idle if cls.table == agent.table).adopt(agent)
    for agent in model.agents:
        model.roster.decide(agent.table, agent.row)
    world = model.world
    assert not world.communities.joining.any() and not world.communities.fleeing.any()
    assert (world.bands.action[world.bands.living] == codes.HIDE).all()
    assert (world.bands.step == world.bands.cell)[world.bands.living].all()
    assert (world.forces.target == world.forces.home).all()
    assert set(world.forces.action) <= {codes.GARRISON, codes.TRAINING}
    assert (world.peacekeepers.target == world.peacekeepers.base)[:3].all()
    assert not world.convoys.proceed[world.convoys.living].any()


def test_intentions_in_plain_words() -> None:
    model = staffed()
    place = model.grid[land(model.world, 5)]
    band = model.agent(Band, 0)
    band.cell = place
    near = next(c for c in place.neighborhood if c.land)
    band.go_to(near)
    assert band.goal is near and band.cell is place
    with pytest.raises(ValueError, match="one cell a week"):
        band.go_to(next(c for c in model.grid if c.land and abs(c.x - place.x) > 2))
    unit = next(iter(model.agents_by_type[ForceUnit]))
    rival = Band(model, cell=place, faction=2)
    convoy = next(iter(model.agents_by_type[Convoy]))
    guards = next(iter(model.agents_by_type[Peacekeeper]))
    people = next(c for c in model.agents_by_type[Community] if c.cell.land)
    for target, action in (
        (people, codes.HIT_CIVILIANS),
        (unit, codes.HIT_FORCES),
        (rival, codes.HIT_RIVALS),
        (convoy, codes.HIT_CONVOY),
        (guards, codes.HIT_PEACEKEEPERS),
    ):
        band.cell = target.cell
        band.attack(target)
        assert (band.action, band.target) == (action, target.row)
    band.cell = people.cell
    band.tax(people)
    assert (band.action_name, band.target) == ("tax", people.row)
    with pytest.raises(TypeError, match="cannot attack"):
        band.attack(next(iter(model.agents_by_type[Mediator])))
    with pytest.raises(TypeError, match="cannot attack"):
        band.attack(band)
    far = next(c for c in model.agents_by_type[Community] if c.cell is not people.cell)
    with pytest.raises(ValueError, match="out of reach"):
        band.attack(far)
    for verb, action in (("patrol", 1), ("respond", 2), ("sweep", 3)):
        getattr(unit, verb)(near)
        assert (unit.action, unit.target) == (action, near.row)
    unit.stay()
    assert unit.target == unit.home == unit.home_cell.row
    guards.patrol(near)
    assert guards.target == near.row and guards.base_cell.row == guards.base
    convoy.drive()
    assert convoy.proceed == 1
    convoy.wait()
    assert convoy.proceed == 0


def test_an_agent_removed_in_its_turn_does_not_act() -> None:
    class Quitters(Band):
        def decide(self) -> None:
            self.remove()

    model = PeacekeepingModel(small(), rng=1, kinds=[Quitters])
    rebels = model.world.communities.recruits.sum()
    assert rebels > 100
    model.step()
    assert model.world.communities.recruits.sum() < 30  # the week's new recruits, at most


def test_an_error_in_a_rule_is_the_users_own() -> None:
    class Broken(Band):
        def decide(self) -> None:
            raise ZeroDivisionError("mine")

    model = PeacekeepingModel(small(), rng=1, kinds=[Broken])
    with pytest.raises(ZeroDivisionError, match="mine"):
        model.step()


@pytest.mark.parametrize("wrong", [[Band, 3], [RowAgent], [object], ["Band"], object])
def test_kinds_are_checked(wrong: Any) -> None:
    with pytest.raises(TypeError, match="kinds takes"):
        PeacekeepingModel(small(), kinds=wrong)
