"""Cells with a base beside cells without: who was killed there, and spells of violent months."""

import numpy as np
from numpy.typing import NDArray

from experiments.validation.measures.past import Measure, Numbers, Past
from experiments.validation.trials import RandomBases
from experiments.validation.trials.base import MONTH, deaths_of
from sim.state import codes


def bases(start: int, stop: int) -> Measure:
    """Return what compares cells with a base by lot, and without, from week `start` to `stop`."""

    def measure(past: Past) -> Numbers:
        trial = past.trial
        if not isinstance(trial, RandomBases):
            return {}
        events = past.between(start, stop)
        one_sided = events["violence"] == codes.ONE_SIDED
        found: Numbers = {}
        violent = _violent_months(past, start, stop)
        for name, cells in (("base", trial.treated), ("open", trial.control)):
            inside = np.isin(events["cell"], cells) & one_sided
            for side, whose in (("groups", events["side_a"] > 0), ("state", events["side_a"] == 0)):
                dead = events["deaths_civilians"][inside & whose]
                found[f"local.{side}.{name}"] = float(dead.sum())
            found |= _turns(violent[:, cells], name)
        return found

    return measure


def _violent_months(past: Past, start: int, stop: int) -> NDArray[np.bool_]:
    """Whether anybody was killed by armed parties, by month and cell.

    Attacks on the mission are left out: the finding is about fighting between the parties, and
    there is nobody of the mission to attack in a place without a base.
    """
    events = past.between(start, stop)
    mission = (events["side_a"] == codes.PEACEKEEPERS) | (events["side_b"] == codes.PEACEKEEPERS)
    armed = (deaths_of(events) > 0) & (events["kind"] != codes.COMMUNAL) & ~mission
    months = (stop - start) // MONTH
    found = np.zeros((months + 1, len(past.world.cells)), bool)
    found[(events["week"][armed] - start) // MONTH, events["cell"][armed]] = True
    return found[:months]


def _turns(violent: NDArray[np.bool_], name: str) -> Numbers:
    """Ends of violent spells and starts of new ones, with the months at risk of either."""
    now, after = violent[:-1], violent[1:]
    return {
        f"spell.ends.{name}": float((now & ~after).sum()),
        f"spell.months.{name}": float(now.sum()),
        f"start.starts.{name}": float((~now & after).sum()),
        f"start.months.{name}": float((~now).sum()),
    }
