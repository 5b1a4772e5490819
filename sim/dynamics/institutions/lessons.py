"""What people were taught: skills and conduct of local forces, ways to settle disputes."""

from typing import Any

from sim.kernels import kernel, round_random, uniform
from sim.state import codes
from sim.streams import stream

VET = stream("institutions.vet")
WEEK = 1.0 / 52.0
POLICE = codes.POLICE


@kernel
def vet(t: Any, i: int, found: float, u: float) -> None:
    """Dismiss the policemen of unit `i` who are found out: a share of those who abuse people."""
    unit = t.forces[i]
    home = t.communities[unit.community]
    bad = (1.0 - unit.conduct) * unit.personnel
    gone = min(round_random(found * bad, u), 0.1 * unit.personnel, home.serving)
    unit.personnel -= gone
    home.serving -= gone
    home.population += gone
    unit.conduct = min(0.98, unit.conduct * (unit.personnel + gone) / max(unit.personnel, 1.0))


@kernel
def learn(t: Any, q: Any, seed: int, week: int) -> None:
    """One week of courses and mentors in the local forces, and of discipline in the police."""
    p = q[0]
    for i in range(len(t.forces)):
        unit = t.forces[i]
        if unit.course > 0.0:
            unit.course = max(0.0, unit.course - 1.0)
        guided = p.mentor * min(1.0, unit.mentoring)
        # Schooling sticks to men who are paid and stay.
        stays = 0.4 + 0.6 * unit.pay
        unit.intelligence += p.lesson * stays * unit.intelligence_taught * (1.0 - unit.intelligence)
        unit.tactics += (p.lesson * stays * unit.tactics_taught + guided) * (1.0 - unit.tactics)
        # Who is sent to make soldiers fight well does not teach them to hold back.
        guided *= 1.0 - min(1.0, unit.narrow)
        unit.crisis += (p.lesson * stays * unit.crisis_taught + guided) * (1.0 - unit.crisis)
        # Conduct is learnt as far as superiors want it (the principal-agent problem).
        wanted = 1.0 - p.interest * (1.0 - t.districts[unit.district].accountability * stays)
        taught = p.lesson * unit.conduct_taught + guided
        unit.conduct += wanted * taught * (1.0 - unit.conduct)
        if unit.kind == POLICE and unit.personnel > 10.0:
            found = p.vet * t.districts[unit.district].policing
            vet(t, i, found, uniform(seed, VET, week, i, 0))


@kernel
def remember(t: Any, q: Any) -> None:
    """One week of what people were taught about settling disputes: some more know it, some less."""
    lost = q[0].unlearn * WEEK
    for i in range(len(t.communities)):
        one = t.communities[i]
        if one.lessons > 0.0 or one.versed > 0.0:
            one.versed += one.lessons * WEEK * (1.0 - one.versed) - lost * one.versed
