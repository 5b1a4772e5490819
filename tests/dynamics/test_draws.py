"""No draw is used twice: what shares a draw shares its luck."""

import json
from collections.abc import Callable
from subprocess import CompletedProcess

MEANT = {
    "command.reserve": "a unit is of the reserve, or not, for the whole run",
    "mediator.choice": "a team hears of the same disputes for a month",
    "transition.road": "whom staff reach when they count who waits, they reach when they enrol",
}
"""Streams of which a draw is asked for again on purpose."""

CODE = """
import json, sys
from collections import Counter
import sim.streams
from sim.kernels import draw_numbers, draw_places, draw_rows, uniform
from sim.kernels.philox import BATCH
from tests.dynamics.country import live, war

drawn, twice = set(), Counter()

def record(keys):
    for key in keys:
        if key in drawn:
            caller = sys._getframe(2)
            place = caller.f_code.co_filename.rpartition("sim")[2] + ":" + str(caller.f_lineno)
            twice[sim.streams._names[key[0]] + " at " + place] += 1
        drawn.add(key)

def one(seed, stream, week, row, k):
    record([(stream, week, row, k)])
    return uniform(seed, stream, week, row, k)

def numbers(draws, n, seed, stream, week, row, k):
    record((stream, week, row, k + j) for j in range(n))
    draw_numbers(draws, n, seed, stream, week, row, k)

def rows(draws, line, seed, stream, week, row):
    record((stream, week, row + j, 0) for j in range(BATCH))
    draw_rows(draws, line, seed, stream, week, row)

def places(draws, line, order, start, seed, stream, week):
    record((stream, week, row, 0) for row in order[start : start + BATCH])
    draw_places(draws, line, order, start, seed, stream, week)

instead = {uniform: one, draw_numbers: numbers, draw_rows: rows, draw_places: places}

scenario = war()
live(scenario, 2, 0)  # the country has been laid out: what it draws is drawn only once
for name, module in list(sys.modules.items()):
    if name.startswith("sim.") and name != "sim.kernels.philox":
        for plain, watched in instead.items():
            if getattr(module, plain.__name__, None) is plain:
                setattr(module, plain.__name__, watched)
live(scenario, 2, 110)
print(json.dumps([len(drawn), dict(twice)]))
"""


def test_no_draw_is_used_twice(python: Callable[..., CompletedProcess[str]]) -> None:
    done = python("-c", CODE, env={"PEACEGRID_INTERPRET": "1"})
    assert done.returncode == 0, done.stderr
    count, twice = json.loads(done.stdout)
    assert count > 100_000
    wrong = {place: n for place, n in twice.items() if place.split(" at ")[0] not in MEANT}
    assert wrong == {}
