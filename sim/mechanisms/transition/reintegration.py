"""Places for former fighters, and what a man in one would lose if he took up arms again.

Work pulls where more payments are expected; training pays as far as somebody buys what was learnt
(Blattman & Annan 2016). Communities are slow to take back men of units that abused people
(Humphreys & Weinstein 2007), and where officials answer to nobody places go to clients.
"""

from typing import Any

from sim.kernels import kernel, uniform
from sim.streams import stream

ROAD = stream("transition.road")
EVERY = 4  # weeks between intakes
AWAY, SHUNNED, CLIENTS, DROPPED, NEW, INSIDE = range(6)  # slots of counters
HORIZON = 26.0  # weeks that men look ahead


@kernel
def finish(t: Any, q: Any, tally: Any, capacity: float) -> None:
    """Men whose time is over leave their places and settle; whom nobody can pay has to go."""
    done = min(1.0, EVERY / q[0].stay)
    total = 0.0
    for i in range(len(t.communities)):
        one = t.communities[i]
        if one.enrolled > 0.0:
            one.veterans = max(0.0, one.veterans - done * one.enrolled)
            one.enrolled *= 1.0 - done
            total += one.enrolled
    if total > capacity:
        tally[DROPPED] += total - capacity
        for i in range(len(t.communities)):
            t.communities[i].enrolled *= capacity / total
        total = capacity
    tally[INSIDE] = total


@kernel
def reached(t: Any, q: Any, i: int, seed: int, week: int) -> bool:
    """Whether staff of the programme get to community `i`."""
    reported = t.cells[t.communities[i].cell].reported
    risk = reported / (reported + q[0].caution)
    return risk <= 0.0 or uniform(seed, ROAD, week, i, 0) >= risk


@kernel
def enrol(t: Any, q: Any, tally: Any, capacity: float, seed: int, week: int) -> None:
    """Give free places to men who are home, and offer the rest to those still with bands."""
    waiting = 0.0
    fighters = 0.0
    for i in range(len(t.communities)):
        one = t.communities[i]
        one.offered = 0.0
        men = max(0.0, one.veterans - one.enrolled)
        if men <= 0.0 and one.recruits <= 0.0:
            continue
        if reached(t, q, i, seed, week):
            waiting += men
            fighters += one.recruits
        else:
            tally[AWAY] += men
    free = max(0.0, capacity - tally[INSIDE])
    part = min(1.0, free / max(waiting, 1e-9))
    left = max(0.0, free - waiting)
    for i in range(len(t.communities)):
        one = t.communities[i]
        men = part * max(0.0, one.veterans - one.enrolled)
        if (men <= 0.0 and one.recruits <= 0.0) or not reached(t, q, i, seed, week):
            continue
        if men > 0.0:
            office = t.districts[one.district]
            shunned = men * one.stigma
            clients = (men - shunned) * office.rents * (1.0 - office.accountability)
            tally[SHUNNED] += shunned
            tally[CLIENTS] += clients
            tally[NEW] += men - shunned
            one.enrolled += men - shunned - clients
            tally[INSIDE] += men - shunned - clients
        if one.recruits > 0.0 and left > 0.0:
            # Those in the bush believe an offer as far as they trust who makes it.
            offer = min(one.recruits, left * one.recruits / fighters)
            one.offered = offer * one.trust_mission * (1.0 - one.stigma)


@kernel
def weigh(t: Any, q: Any, paid: float, ahead: float) -> None:
    """What a man in a place stands to lose, when a share of payments is made and the programme is
    to go on for some weeks."""
    p = q[0]
    shares = p.teaching + p.at_once + p.over_time
    weekly = p.place * p.over_time / shares / p.stay
    look = min(ahead, p.stay, HORIZON) / HORIZON
    for i in range(len(t.communities)):
        one = t.communities[i]
        if one.enrolled <= 0.0 and one.offered <= 0.0:
            one.stake = 0.0
            continue
        # A trade that nobody can pay for feeds nobody; a package at the start is soon sold.
        earns = p.teaching * one.income + p.at_once * 0.5
        earns *= p.place / shares * p.returns / 52.0
        one.stake = (weekly * paid * look + earns * (1.0 - one.stigma)) / p.living


@kernel
def close(t: Any) -> None:
    """The programme ends for everybody."""
    for i in range(len(t.communities)):
        one = t.communities[i]
        one.enrolled = 0.0
        one.offered = 0.0
        one.stake = 0.0
