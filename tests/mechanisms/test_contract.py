"""What every element owes: declared levers that all matter, writes only where it may, commuting."""

from typing import Any

import numpy as np
import pytest

from sim.effects import CHANNELS, Effects
from sim.kernels import kernel
from sim.mechanisms.base import INDICATORS, Mechanism
from sim.mechanisms.deployment import Deployment
from sim.state.world import TABLES, World
from sim.strategy import ELEMENTS, Strategy
from sim.streams import Streams
from sim.units import declaration_problems, parameters
from tests.mechanisms.theatre import country, fingerprint, live, strategy, trouble

ALL: dict[str, type[Mechanism]] = {Deployment.name: Deployment, **ELEMENTS}
LEVERS = [
    (name, lever)
    for name, kind in ALL.items()
    for lever in parameters(kind)
    if "*" not in lever.path
]
START = country()
WATER = ("boats", "boat_tonne")  # levers that need a river


@pytest.mark.parametrize("name", ALL)
def test_declares_its_levers_and_itself(name: str) -> None:
    kind = ALL[name]
    assert kind.name == name
    assert next(iter(kind.model_fields)) == "level"
    assert declaration_problems(kind) == []
    assert set(kind.channels) <= set(CHANNELS)
    for owned in kind.owns:
        table, _, column = owned.partition(".")
        assert table in TABLES
        assert not column or column in TABLES[table].columns, owned
        assert owned not in CHANNELS, f"{owned} is a channel: ask for it"
    assert set(kind.serves) <= set(INDICATORS)
    assert kind.title and kind.counts and kind.__doc__


def changed(before: World, after: World) -> set[str]:
    """Columns, as table.column, that differ between two states of one world."""
    found = set()
    for name, table in after.tables().items():
        old = getattr(before, name)
        for column in table.columns:
            now = table.data[column]
            if len(old) != len(now) or not np.array_equal(old.data[column], now):
                found.add(f"{name}.{column}")
    return found


@pytest.mark.parametrize("name", ALL)
def test_writes_only_what_it_owns(name: str) -> None:
    """Act, week by week, without the requests being applied: only owned columns may change."""
    chosen = strategy()
    element: Mechanism = getattr(chosen, name)
    world = START.copy()
    operation = live(world, chosen, weeks=45)
    for _ in range(16):
        trouble(world)
        before = world.copy()
        effects = Effects(world, 200, operation.effects.elements)
        effects.open(world.week)
        element.act(world, effects, Streams(world.seed, world.week))
        wrote = {column for _, kind, column, _, _ in effects._queue if kind == 2}
        touched = changed(before, world) | wrote
        allowed = {
            one for one in touched if one in element.owns or one.partition(".")[0] in element.owns
        }
        assert touched - allowed == set()
        world.week += 1


def test_asks_only_through_declared_channels() -> None:
    world = START.copy()

    def build_courts() -> None:
        # War has ruined what was built; something has to be left whose upkeep can be paid for.
        world.districts.courts = 0.85

    skills = {"level": 1, "equipment": 0.5, "crisis": 0.1, "conduct": 0.1}
    operation = live(world, strategy(training=skills), look=build_courts)
    asked = operation.effects.requests().groupby("element").channel.unique()
    for name, channels in asked.items():
        assert set(channels) <= set(ALL[name].channels), name
    silent = {
        (name, channel)
        for name, kind in ALL.items()
        for channel in kind.channels
        if name not in asked or channel not in asked[name]
    }
    assert silent == set(), "declared, but never asked for in the test theatre"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "path", "low", "high"),
    [(name, lever.path, lever.low, lever.high) for name, lever in LEVERS],
    ids=[f"{name}.{lever.path}" for name, lever in LEVERS],
)
def test_no_lever_is_dead(name: str, path: str, low: float, high: float) -> None:
    """The ends of every lever's plausible range lead to different worlds or ledgers."""
    prints = []
    for value in (low, high):
        whole = type(value)(value)
        changes = {name: {path: int(whole) if float(whole).is_integer() else whole}}
        if path in ("start", "duration", "draw_down"):
            changes[name].setdefault("duration", 156)
        if path == "draw_down":
            changes[name]["draw_down"] = min(value, 120)
        if path == "duration":
            changes[name]["draw_down"] = 10
        if path in WATER:
            changes[name].setdefault("boats", 20)
        if path == "survey_known":
            changes[name] |= {"authorities": 1, "targeting": 0}
        start = country(rivers=3) if path in WATER else START.copy()
        prints.append(fingerprint(start, strategy(**changes)))
    assert prints[0] != prints[1]


def test_order_within_a_week_does_not_matter_to_the_last_bit() -> None:
    prints = []
    for order in (1, -1):
        prints.append(fingerprint(START.copy(), strategy(), order=order))
    assert prints[0] == prints[1]


def test_same_seed_same_run_and_another_seed_another() -> None:
    def run(seed: int) -> str:
        world = START.copy()
        world.seed = seed
        return fingerprint(world, strategy(), 60)

    assert run(1) == run(1)
    assert run(1) != run(2)


@pytest.mark.parametrize("name", ELEMENTS)
def test_level_zero_switches_it_off(name: str) -> None:
    chosen = strategy(**{name: 0})
    assert name not in chosen.elements
    operation = live(START.copy(), chosen, weeks=60)
    assert name not in operation.effects.elements
    assert ELEMENTS[name](level=0.0).cost(1e6) == 0.0


@pytest.mark.parametrize("name", ALL)
def test_cost_grows_with_level_and_people(name: str) -> None:
    sizes = {"troops_per_1000": 1.0} if name == "mission" else {}
    full, half = ALL[name](**sizes), ALL[name](level=0.5, **sizes)
    assert full.cost(2e6) > full.cost(1e6) > half.cost(1e6) > 0.0


@pytest.mark.parametrize("name", ALL)
def test_narrative_is_one_sentence_that_follows_the_levers(name: str) -> None:
    sizes = {"troops_per_1000": 1.0} if name == "mission" else {}
    full, half = ALL[name](**sizes), ALL[name](level=0.5, **sizes)
    text = full.narrative()
    assert text.endswith(".") and text.count(". ") == 0
    assert text != half.narrative()


def test_a_copy_of_a_record_does_not_keep_the_numbers_of_the_old() -> None:
    training = Strategy().training
    assert level_of(training.numbers) == 0.0
    assert level_of(training.model_copy(update={"level": 0.5}).numbers) == 0.5


@kernel
def level_of(q: Any) -> float:
    return q[0].level
