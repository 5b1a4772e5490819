"""A week of courses, and of what follows them; intakes."""

import math
from typing import Any

from sim.kernels import kernel

MENTORS, DRILL, NARROW = 4, 5, 6  # rows after those of the subjects
AT_WAR = 20.0  # recent deaths per 100,000 in a district that spares no unit
DRILLED = 2.0  # weeks of exercises a year that give half of what any number of them gives


@kernel
def attend(t: Any, q: Any, taught: Any, tally: Any, week: int) -> None:
    """Lessons of the week for units on courses, and the weight of mentors with those back from
    one, and exercises. `tally`: numbers of units on courses and with mentors; members of units that
    were taught, and of these who are held back by fighting from exercises."""
    p = q[0]
    lessons = p.intelligence + p.tactics + p.crisis + p.conduct
    presence = p.mentors / (p.mentors + p.mentor_half) * p.fit
    for i in range(len(t.forces)):
        unit = t.forces[i]
        if unit.last_course >= 0:
            tally[2] += unit.personnel
            district = t.districts[unit.district]
            if 100_000.0 * district.violence > AT_WAR * district.population:
                tally[3] += unit.personnel
            else:
                taught[DRILL, i] = p.exercises / (p.exercises + DRILLED)
        if unit.course > 0.0:
            # In any subject the first lessons teach the most: half of them, seven tenths.
            tally[0] += 1.0
            each = p.fit / p.course
            taught[0, i] = each * math.sqrt(p.intelligence / lessons)
            taught[1, i] = each * math.sqrt(p.tactics / lessons)
            taught[2, i] = each * math.sqrt(p.crisis / lessons)
            taught[3, i] = each * math.sqrt(p.conduct / lessons)
        elif unit.last_course >= 0 and week - unit.last_course <= p.course + p.mentoring:
            taught[MENTORS, i] = presence
            # Mentors go on with what the course was about.
            taught[NARROW, i] = max(0.0, 1.0 - 2.0 * (p.crisis + p.conduct) / lessons)
            tally[1] += 1.0


@kernel
def enrol(t: Any, q: Any, order: Any, sent: Any, due: float, week: int) -> None:
    """Put units on courses until places run out. `sent`: persons sent, persons whose district is
    at war and keeps them, persons held back because too many are away."""
    p = q[0]
    away = 0
    for i in range(len(t.forces)):
        if t.forces[i].course > 0.0:
            away += 1
    for k in range(len(order)):
        unit = t.forces[order[k]]
        if unit.course > 0.0 or unit.personnel < 10.0 or unit.personnel > due - sent[0]:
            continue
        if unit.last_course >= 0 and week - unit.last_course < p.course + p.mentoring:
            continue
        if away + 1 > p.absent * len(t.forces):
            sent[2] += unit.personnel
            return
        district = t.districts[unit.district]
        if 100_000.0 * district.violence > AT_WAR * district.population:
            sent[1] += unit.personnel
            continue
        unit.course = p.course
        unit.last_course = week
        sent[0] += unit.personnel
        away += 1
