"""The books: people, fighters, forces, money and goods are neither made nor lost unseen.

`problems` may be called after any week of any run; tests call it after every week.
"""

from collections.abc import Iterator

import numpy as np

from sim.state import codes
from sim.state.table import Table
from sim.state.world import World

RELATIVE_ERROR = 1e-9  # of what flowed through an account of money or goods: rounding of its sums
WHOLE = {
    "communities": (
        "founders",
        "population",
        "hosted",
        "away",
        "dead",
        "recruits",
        "serving",
        "joining",
    ),
    "bands": ("fighters",),
    "forces": ("personnel",),
    "peacekeepers": ("personnel",),
}
"""Columns that count people one by one, by table."""

IN_THEATRE = (codes.INDUCTED, codes.DEPLOYED)


def open_books(world: World) -> None:
    """Note what there is at the start; called once, when a world has been built."""
    books = world.books
    books.opening_money = world.factions.money.sum()
    books.opening_forces = world.forces.personnel.sum()
    books.opening_goods = goods(world)


def problems(world: World) -> list[str]:
    """Return what does not add up or cannot be, in sentences; an empty list when all is well."""
    checks = (
        people,
        refuges,
        armed,
        deaths,
        accounts,
        supplies,
        works,
        whole_people,
        ranges,
        references,
    )
    return [text for check in checks for text in check(world)]


def people(world: World) -> Iterator[str]:
    """Every founder of a community is at home, displaced, a fighter, in local forces, or dead."""
    one = world.communities
    now = one.population + one.away + one.dead + one.recruits + one.serving
    for i in np.flatnonzero(now != one.founders):
        yield (
            f"community {i}: {one.founders[i]:.10g} founders, but {one.population[i]:.10g} at home "
            f"+ {one.away[i]:.10g} away + {one.dead[i]:.10g} dead + {one.recruits[i]:.10g} "
            f"fighters + {one.serving[i]:.10g} in local forces = {now[i]:.10g}"
        )


def refuges(world: World) -> Iterator[str]:
    """Displaced people are somewhere: those hosted are those away, place by place."""
    one = world.communities
    lost = np.flatnonzero((one.away > 0.0) & (one.refuge < 0))
    for i in lost:
        yield f"community {i}: {one.away[i]:.10g} people are displaced, but nowhere"
    there = one.refuge >= 0
    come = np.bincount(one.refuge[there], weights=one.away[there], minlength=len(one))
    for i in np.flatnonzero(come != one.hosted):
        yield f"community {i}: hosts {one.hosted[i]:.10g}, but {come[i]:.10g} have fled there"


def armed(world: World) -> Iterator[str]:
    """Fighters, soldiers and peacekeepers came from somewhere."""
    books, mission = world.books, world.mission
    bands, units = world.bands, world.peacekeepers
    recruits = world.communities.recruits.sum() + books.abroad[0]
    yield from _differ("fighters in bands", bands.fighters[bands.alive != 0].sum(), recruits)
    yield from _differ("fighters in rows without a band", bands.fighters[bands.alive == 0].sum(), 0)
    serving = books.opening_forces[0] + world.communities.serving.sum() - books.state_dead[0]
    yield from _differ("members of local forces", world.forces.personnel.sum(), serving)
    present = units.personnel[np.isin(units.stage, IN_THEATRE)].sum()
    stayed = mission.arrived[0] - mission.departed[0] - books.peacekeepers_dead[0]
    yield from _differ("peacekeepers in the theatre", present, stayed)


def deaths(world: World) -> Iterator[str]:
    """The dead in the books are those of the events."""
    books = world.books
    events = world.events.as_records(slice(int(world.clock.events[0])))
    state = events["deaths_a"][events["side_a"] == 0].sum()
    state += events["deaths_b"][events["side_b"] == 0].sum()
    civilians = events["deaths_civilians"].sum()
    rebels = events["deaths_a"].sum() + events["deaths_b"].sum() - state
    yield from _differ("dead of local forces", books.state_dead[0], state)
    yield from _differ("dead of armed groups", books.rebel_dead[0], rebels)
    yield from _differ("dead civilians", books.civilians_dead[0], civilians)
    yield from _differ(
        "dead peacekeepers", books.peacekeepers_dead[0], events["deaths_peacekeepers"].sum()
    )
    if not books.abroad[0]:
        yield from _differ(
            "dead of the communities",
            world.communities.dead.sum(),
            civilians + rebels + books.crime_dead[0],
        )


def accounts(world: World) -> Iterator[str]:
    """Money and goods: what was there, plus what came in, less what went out, is there."""
    books = world.books
    opening, raised, paid = books.opening_money[0], books.raised[0], books.paid[0]
    money = world.factions.money.sum()
    slack = RELATIVE_ERROR * (opening + raised + paid)
    if not abs(money - (opening + raised - paid)) <= slack:
        yield (
            f"money: {opening:.10g} at the start + {raised:.10g} raised - {paid:.10g} paid = "
            f"{opening + raised - paid:.10g} thousand US dollars, but parties hold {money:.10g}"
        )
    opening, came = books.opening_goods[0], books.aid_in[0]
    out, lost = books.aid_out[0], books.aid_lost[0]
    held = goods(world)
    if not abs(held - (opening + came - out - lost)) <= RELATIVE_ERROR * (opening + came):
        yield (
            f"goods: {opening:.10g} at the start + {came:.10g} in - {out:.10g} handed out - "
            f"{lost:.10g} lost = {opening + came - out - lost:.10g} tonnes, but hubs, convoys and "
            f"communities hold {held:.10g}"
        )


def supplies(world: World) -> Iterator[str]:
    """The mission's own supplies: what came into hubs is there, at bases, or was robbed."""
    books, held = world.books, float(world.hubs.supplies.sum())
    came, out, lost = books.supplies_in[0], books.supplies_out[0], books.supplies_lost[0]
    if not abs(held - (came - out - lost)) <= RELATIVE_ERROR * came:
        yield (
            f"supplies: {came:.10g} in - {out:.10g} handed over - {lost:.10g} lost = "
            f"{came - out - lost:.10g} tonnes, but hubs hold {held:.10g}"
        )


def works(world: World) -> Iterator[str]:
    """Works for communities: what was put into them stands, or was wrecked or worn out."""
    books, one = world.books, world.communities
    put, wrecked, worn = books.works_in[0], books.works_wrecked[0], books.works_worn[0]
    held = float((one.laid + one.works).sum())
    if not abs(held - (put - wrecked - worn)) <= RELATIVE_ERROR * put:
        yield (
            f"works: {put:.10g} put in - {wrecked:.10g} wrecked - {worn:.10g} worn = "
            f"{put - wrecked - worn:.10g} thousand US dollars, but {held:.10g} stand"
        )


def goods(world: World) -> float:
    """Tonnes of aid in hubs, on the road and in the stores of communities."""
    hubs, convoys, people = world.hubs, world.convoys, world.communities
    return float(
        (hubs.food + hubs.health + hubs.shelter).sum()
        + convoys.load[convoys.alive != 0].sum()
        + (people.food_store + people.health_store + people.shelter_store).sum()
    )


def whole_people(world: World) -> Iterator[str]:
    """Nobody is half a person."""
    for name, columns in WHOLE.items():
        table: Table = getattr(world, name)
        for column in columns:
            values = table.data[column][table.living]
            yield from _rows(
                name, column, values, table.living, values != np.floor(values), "whole"
            )


def ranges(world: World) -> Iterator[str]:
    """Numbers are finite; amounts are not negative; shares are at most 1."""
    for name, table in world.tables().items():
        rows = np.arange(int(world.clock.events[0])) if name == "events" else table.living
        for column in table.columns.values():
            if column.kind != "f8":
                continue
            values = table.data[column.name][rows]
            bad = ~np.isfinite(values)
            yield from _rows(name, column.name, values, rows, bad, "finite")
            if column.low >= 0.0 and column.default >= 0.0:
                yield from _rows(name, column.name, values, rows, values < 0.0, "at least 0")
            if column.unit == "share" and not column.rule:
                yield from _rows(name, column.name, values, rows, values > 1.0, "at most 1")


def references(world: World) -> Iterator[str]:
    """Row numbers are rows of the table that they point into, or -1."""
    tables = world.tables()
    for name, table in tables.items():
        rows = table.living if name != "events" else np.arange(int(world.clock.events[0]))
        for column in table.columns.values():
            goal = column.unit.removeprefix("row of ")
            if goal == column.unit or goal not in tables:
                continue
            values = table.data[column.name][rows]
            bad = (values < -1) | (values >= len(tables[goal]))
            yield from _rows(name, column.name, values, rows, bad, f"a row of {goal} or -1")


def _differ(what: str, have: float, want: float) -> Iterator[str]:
    if have != want:
        yield f"{what}: {have:.10g}, but by the books there are {want:.10g}"


def _rows(
    table: str,
    column: str,
    values: np.ndarray,
    rows: np.ndarray,
    bad: np.ndarray,
    what: str,
) -> Iterator[str]:
    found = np.flatnonzero(bad)
    if len(found):
        first = found[0]
        more = f" (and {len(found) - 1} more rows)" if len(found) > 1 else ""
        yield f"{table}.{column}, row {rows[first]}: {values[first]:.10g} is not {what}{more}"
