"""Aid in money: cash, and paid work, of which part of the pay can be put off.

Cash needs no trucks, and reaches whoever has agents nearby; part goes to clients where officials
answer to nobody. Pay that is put off gives young men something to lose (Blattman & Annan 2016), as
far as they believe that it will come.
"""

from typing import Any

from sim.kernels import kernel
from sim.mechanisms.aid.access import clients, weight

YOUNG = 0.1  # young men among people
MOST_JOBS = 0.3  # share of a community's young men who can be given work
MOST_CASH = 0.5  # of a full living handed out at most, in the mean of a community
HORIZON = 26.0  # weeks that men look ahead, as in reintegration
WON, LOST = 0.02, 0.2  # share of gap a week at which belief in pay to come is won and lost
PAID, TAKEN, BROKEN = range(3)  # slots of counters


@kernel
def hand_cash(t: Any, q: Any, tally: Any, cash: Any, dollars: float, living: float) -> None:
    """Share out a week's cash by poverty: into `cash`, shares of a full living, mean of people.

    `living` is US dollars a person and week.
    """
    p = q[0]
    poor = 0.0
    for i in range(len(t.communities)):
        one = t.communities[i]
        size = one.population + one.hosted
        cash[i] = size * (0.5 * (1.0 - p.targeting) + p.targeting * (1.0 - one.income))
        cash[i] *= weight(t, i)
        poor += cash[i]
    for i in range(len(t.communities)):
        one = t.communities[i]
        size = max(one.population + one.hosted, 1.0)
        reported = t.cells[one.cell].reported
        most = MOST_CASH * living * size
        paid = min(dollars * cash[i] / max(poor, 1e-9), most) * p.caution / (p.caution + reported)
        taken = paid * (1.0 - p.fee) * p.favour * clients(t, one.district)
        tally[PAID] += paid
        tally[TAKEN] += 0.001 * taken
        cash[i] = (paid * (1.0 - p.fee) - taken) / (living * size)


@kernel
def employ(t: Any, q: Any, jobs: Any, cash: float, later: float) -> float:
    """Share out a week's paid work by need: shares of young men into `jobs`. Dollars paid now.

    A part `later` of the pay is put off: what is paid now counts for that much less.
    """
    p = q[0]
    poor = 0.0
    for i in range(len(t.communities)):
        one = t.communities[i]
        jobs[i] = one.population * (1.0 - one.income) * weight(t, i)
        poor += jobs[i]
    places = cash * 52.0 / p.job_year
    paid = 0.0
    for i in range(len(t.communities)):
        one = t.communities[i]
        reported = t.cells[one.cell].reported
        share = places * jobs[i] / max(poor, 1.0) / max(YOUNG * one.population, 1.0)
        share = min(share, MOST_JOBS) * p.caution / (p.caution + reported)
        men = share * YOUNG * one.population
        paid += men * p.job_year / 52.0 * (1.0 - later)
        # Jobs go to clients where officials answer to nobody.
        honest = 1.0 - clients(t, one.district)
        jobs[i] = share * honest * (1.0 - later)
        if later > 0.0:
            one.owed += 0.001 * men * honest * later * p.job_year / 52.0
            one.contracts = men * honest
        elif one.owed <= 1e-6:
            one.contracts = 0.0
    return paid


@kernel
def settle(t: Any, q: Any, tally: Any, funds: float, left: float, living: float) -> None:
    """Pay what is due this week as far as there is money; what men in work would lose by war.

    `funds`: share of due pay for which there is money. `left`: weeks to the mission's exit, before
    which all is to be paid. `living`: a full living of a household, US dollars a week.
    """
    p = q[0]
    mission = t.mission[0]
    rate = min(1.0, 1.0 / max(1.0, min(p.term, 0.5 * left)))
    some = False
    for i in range(len(t.communities)):
        one = t.communities[i]
        if one.owed <= 0.0 or one.contracts <= 0.0:
            one.held_by = 0.0
            continue
        some = True
        due = one.owed * rate
        tally[PAID] += 1000.0 * due * funds
        tally[BROKEN] += 1000.0 * due * (1.0 - funds)
        one.owed -= due
        believed = mission.credit * one.trust_mission
        one.held_by = believed * 1000.0 * one.owed / (one.contracts * living * HORIZON)
    if some:
        speed = LOST if funds < mission.credit else WON
        mission.credit += speed * (funds - mission.credit)


@kernel
def let_go(t: Any) -> None:
    """End all contracts."""
    for i in range(len(t.communities)):
        one = t.communities[i]
        one.contracts = 0.0
        one.owed = 0.0
        one.held_by = 0.0
