"""Who was killed, by whom, within which weeks."""

import numpy as np

from experiments.validation.measures.past import Measure, Numbers, Past
from experiments.validation.trials.base import by_insurgents, deaths_of
from sim.state import codes


def killed(start: int, stop: int, suffix: str = "") -> Measure:
    """Return what counts the dead and the acts of weeks `start` to `stop` - 1.

    Battle deaths are those in fighting between armed parties (UCDP types 1, and 2 without clashes
    of communities); one-sided deaths are civilians killed by armed actors in attacks on them.
    """

    def measure(past: Past) -> Numbers:
        events = past.between(start, stop)
        dead, kind = deaths_of(events), events["violence"]
        communal = events["kind"] == codes.COMMUNAL
        one_sided = kind == codes.ONE_SIDED
        civilians = events["deaths_civilians"]
        found = {
            "battle": dead[~one_sided & ~communal].sum(),
            "one_sided": civilians[one_sided].sum(),
            "by_state": civilians[one_sided & (events["side_a"] == 0)].sum(),
            "by_groups": civilians[one_sided & (events["side_a"] > 0)].sum(),
            "deaths": dead.sum(),
            "civilians": civilians.sum(),
            "acts": float((~communal).sum()),
            "attacks": float((by_insurgents(events) & ~communal).sum()),
            "clashes": float(communal.sum()),
        }
        return {f"{name}{suffix}": float(value) for name, value in found.items()}

    return measure


def after_war(stop: int) -> Measure:
    """Return what tells the dead of the first weeks after a settlement by class of perpetrator.

    Belligerents are the state, the parties to a settlement that was signed as the run began, and
    groups that split from these.
    """

    def measure(past: Past) -> Numbers:
        events = past.between(0, stop)
        world = past.world
        first = past.result.agreements
        signed = first[(first["kind"] == codes.SETTLED) & (first["signed"] <= 0)]
        parties = set(past.result.pairs[signed["dyad"]].ravel().tolist()) | {0}
        for row, parent in enumerate(world.factions.parent.tolist()):
            if parent in parties:
                parties.add(row)
        theirs = np.isin(events["initiator"], sorted(parties))
        dead = deaths_of(events)
        crime = float(past.series["deaths_crime"][:stop].sum())
        return {
            "others_dead": float(dead[~theirs].sum()) + crime,
            "all_dead": float(dead.sum()) + crime,
            "crime_dead": crime,
        }

    return measure


def mission_deaths(past: Past) -> Numbers:
    """Peacekeepers killed by armed groups: in all, on routes, by bombs; and bombs against them.

    On routes are bombs, attacks on the mission's supplies, and those on convoys that it rides with.
    """
    events = past.events
    lost, kind = events["deaths_peacekeepers"], events["kind"]
    sides = (events["side_a"] == codes.PEACEKEEPERS) | (events["side_b"] == codes.PEACEKEEPERS)
    bombs = (kind == codes.IED) & sides
    supplies = (kind == codes.PK_ATTACK) & (events["cause"] == codes.LOOT)
    routes = bombs | supplies | (kind == codes.CONVOY_ATTACK)
    return {
        "lost.hostile": float(lost[kind != codes.FRIENDLY_FIRE].sum()),
        "lost.routes": float(lost[routes].sum()),
        "lost.bombs": float(lost[bombs].sum()),
        "bombs": float(bombs.sum()),
    }
