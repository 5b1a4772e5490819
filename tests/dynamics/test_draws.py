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
from sim.kernels import uniform
from tests.dynamics.country import live, war

drawn, twice = set(), Counter()

def recording(seed, stream, week, row, k):
    key = (stream, week, row, k)
    if key in drawn:
        caller = sys._getframe(1)
        place = caller.f_code.co_filename.rpartition("sim")[2] + ":" + str(caller.f_lineno)
        twice[sim.streams._names[stream] + " at " + place] += 1
    drawn.add(key)
    return uniform(seed, stream, week, row, k)

scenario = war()
live(scenario, 2, 0)  # the country has been laid out: what it draws is drawn only once
for name, module in list(sys.modules.items()):
    if name.startswith("sim.") and getattr(module, "uniform", None) is uniform:
        module.uniform = recording
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
