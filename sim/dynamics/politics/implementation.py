"""What settlements promise, week by week: power is shared, fighters go home; lost causes end."""

from typing import Any

from sim.dynamics.membership import disband, dissolve, end_if_empty
from sim.kernels import clamp, kernel, round_random, uniform
from sim.state import codes
from sim.streams import stream

DISARM = stream("politics.disarm")
QUIET, SETTLEMENT = codes.QUIET, codes.SETTLEMENT
LATENT, ACTIVE = codes.LATENT, codes.ACTIVE
GRACE = 26  # weeks in which a new armed group may be small without being a lost cause


@kernel
def share_power(t: Any, q: Any) -> None:
    """Include the people of groups that settled with the state, as far as promised."""
    p = q[0]
    for k in range(len(t.dyads)):
        dyad = t.dyads[k]
        if dyad.active == 0 or dyad.stage != SETTLEMENT:
            continue
        two = t.factions[dyad.b]
        group = t.groups[two.group]
        if dyad.a == 0:
            promised = clamp(0.3 + 0.7 * dyad.offer, 0.0, 0.9)
            # Sharing is slower where the promise is not believed: the state drags its feet.
            group.inclusion += p.reform * dyad.credence_b * max(0.0, promised - group.inclusion)
        if dyad.agreement >= 0:
            paper = t.agreements[dyad.agreement]
            paper.disarmed = clamp(1.0 - two.fighters / max(two.peak, 1.0), 0.0, 1.0)


@kernel
def disarm(t: Any, q: Any, seed: int, week: int) -> None:
    """Fighters of groups that settled with the state, and keep to it, lay down arms."""
    p = q[0]
    for i in range(len(t.bands)):
        band = t.bands[i]
        if band.alive == 0:
            continue
        dyad = t.dyads[t.pair[0, band.faction]]
        if dyad.stage != SETTLEMENT or dyad.breach_b != 0:
            continue
        rate = p.disarm * (p.drag + (1.0 - p.drag) * dyad.credence_b)
        n = round_random(band.fighters * rate, uniform(seed, DISARM, week, i, 0))
        if n > 0.0:
            disband(t, i, min(n, band.fighters))
            end_if_empty(t, i)


@kernel
def end_lost_causes(t: Any, q: Any, week: int) -> None:
    """Armed groups that have shrunk too far dissolve; what is left of them is latent."""
    for f in range(1, len(t.factions)):
        if t.factions[f].status != ACTIVE:
            continue
        pair = t.dyads[t.pair[0, f]]
        young = pair.stage == QUIET and week - pair.since < GRACE
        if t.factions[f].fighters < q[0].defeat and not young:
            t.factions[f].status = LATENT
            dissolve(t, f)
