"""People, fighters, forces, money and goods are conserved in every week of a war."""

from collections import Counter
from functools import cache

import numpy as np
import pytest

from sim.books import problems
from sim.build import build
from sim.state import codes
from sim.state.world import World
from tests.dynamics.country import EVERYTHING, live, war

YEARS = 3


@cache
def fought(strategy: str, seed: int) -> tuple[World, tuple[str, ...]]:
    """The war after three years, and what did not add up in the first bad week.

    Nobody shies from peacekeepers, who often take each other for enemies, and bands are keen on
    aid works, or there would be too little fighting to have everything in it.
    """
    scenario = war(strategy=EVERYTHING if strategy else {}).varied(
        {
            "dynamics.campaigns.interposition": 0.0,
            "dynamics.fighting.between": 1e6,
            "dynamics.cooperation.mistake": 0.5,
            "dynamics.band_rule.spoil": 8.0,
        }
    )
    found: list[str] = []

    def check(world: World) -> None:
        if not found:
            found.extend(f"week {world.week}: {text}" for text in problems(world))

    return live(scenario, seed, 52 * YEARS, check), tuple(found)


RUNS = [("", 1), ("", 2), ("everything", 1), ("everything", 2), ("everything", 3)]


@pytest.mark.parametrize(("strategy", "seed"), RUNS)
def test_the_books_balance_in_every_week(strategy: str, seed: int) -> None:
    _, found = fought(strategy, seed)
    assert found == ()


def test_the_books_balance_at_the_start() -> None:
    assert problems(build(war(), 1)) == []


def test_the_war_has_everything_in_it() -> None:
    """Or else the books would balance for want of trade."""
    worlds = [fought(*run)[0] for run in RUNS]
    kinds: Counter[int] = Counter()
    for world in worlds:
        kinds.update(world.events.kind[: int(world.clock.events[0])].tolist())
    # Convoys that are attacked are those that wait where a band is: rare.
    assert set(kinds) >= set(range(len(codes.EVENT_TYPES))) - {codes.CONVOY_ATTACK}
    for total in ("state_dead", "rebel_dead", "civilians_dead", "peacekeepers_dead"):
        assert max(world.books.data[total][0] for world in worlds) > 0, total
    for total in ("raised", "paid", "aid_in", "aid_out", "aid_lost"):
        assert max(world.books.data[total][0] for world in worlds) > 0, total
    assert any(world.mission.departed[0] > 1_000 for world in worlds)
    assert any(world.communities.away.sum() > 1_000 for world in worlds)
    assert any(world.communities.serving.sum() > 0 for world in worlds)
    assert any(world.bands.generation.max() > 5 for world in worlds)
    signed = [world.agreements.kind[world.agreements.living] for world in worlds]
    assert codes.SETTLED in np.concatenate(signed)


TAMPERED = [
    ("communities", "population", -1.0, "founders"),
    ("communities", "dead", 2.0, "founders"),
    ("communities", "hosted", 5.0, "hosts"),
    ("communities", "refuge", -1.0, "nowhere"),
    ("communities", "recruits", 3.0, "fighters in bands"),
    ("communities", "food_store", 1.0, "goods"),
    ("communities", "grievance", 2.0, "communities.grievance, row 0: .* not at most 1"),
    ("communities", "fear", -2.0, "communities.fear, row 0: .* not at least 0"),
    ("communities", "income", np.nan, "communities.income, row 0: nan is not finite"),
    ("communities", "cell", 1e6, "communities.cell, row 0: .* not a row of cells"),
    ("bands", "fighters", 1.0, "fighters in bands"),
    ("bands", "fighters", 0.5, "bands.fighters, row .* not whole"),
    ("forces", "personnel", -1.0, "members of local forces"),
    ("peacekeepers", "personnel", 1.0, "peacekeepers in the theatre"),
    ("factions", "money", 10.0, "money"),
    ("hubs", "food", -1.0, "goods"),
    ("books", "raised", 1.0, "money"),
    ("books", "aid_lost", 1.0, "goods"),
    ("books", "abroad", 1.0, "fighters in bands"),
    ("books", "state_dead", 1.0, "dead of local forces"),
    ("books", "rebel_dead", 1.0, "dead of armed groups"),
    ("books", "civilians_dead", 1.0, "dead civilians"),
    ("books", "peacekeepers_dead", 1.0, "dead peacekeepers"),
    ("events", "deaths_civilians", 1.0, "dead civilians"),
]


@pytest.fixture(scope="module")
def world() -> World:
    found = live(war(), 2, 40)
    assert problems(found) == []
    return found


@pytest.mark.parametrize(("table", "column", "change", "said"), TAMPERED)
def test_whatever_goes_missing_is_noticed(
    world: World, table: str, column: str, change: float, said: str
) -> None:
    import re

    copy = world.copy()
    one = getattr(copy, table)
    row = int(one.living[0])
    if column == "refuge":
        row = int(np.flatnonzero(one.away > 0)[0])
        change = -1.0 - one.refuge[row]
    if table == "peacekeepers":
        row = int(np.flatnonzero(one.stage == codes.DEPLOYED)[0])
    one.data[column][row] += change
    found = problems(copy)
    assert any(re.search(said, text) for text in found), found
