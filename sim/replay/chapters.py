"""What a viewer should look at: the turns of a run as markers, the greatest of them as chapters."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.replay.folder import Recording
from sim.state import codes

YEAR = 52

PHASES = {
    codes.AUTHORISED: ("Mission authorised", "The mission is authorised; nobody is there yet."),
    codes.OPERATING: ("Mission at work", "The mission has the strength to do its work."),
    codes.DRAWING_DOWN: ("Draw-down", "The mission begins to leave."),
    codes.GONE: ("Exit", "The last peacekeepers have left."),
}

INJECTS = {
    "drought": "Drought",
    "price_shock": "Price of food jumps",
    "election": "Election",
    "coup": "Coup",
    "sponsor": "Money from abroad",
    "massacre": "Massacre",
    "consent_crisis": "Crisis of consent",
}


@dataclass(frozen=True)
class Marker:
    """A turn of a run.

    Attributes:
        week: of the run, from 0. kind: ``war``, ``mission``, ``agreement``, ``broken``, ``vote``,
        ``coup``, ``inject``, ``peak``, ``peace`` or ``end``; says which sign stands for it.
        title: a few words. text: a sentence. chapter: True for the great ones.
        cell: where, -1 for everywhere.
    """

    week: int
    kind: str
    title: str
    text: str
    chapter: bool = True
    cell: int = -1


def markers(run: Recording) -> list[Marker]:
    """Every turn of a run, by week."""
    found: list[Marker] = []
    for part in (_wars, _mission, _agreements, _calendar, _injects, _worst, _peace):
        found += part(run)
    last = run.weeks - 1
    end = "The run ends here." if not run.outcomes["partial"] else "The run was stopped here."
    found.append(Marker(last, "end", "End", end))
    # Of turns in one week the chapters come last: what is shown is the latest.
    there = [marker for marker in found if 0 <= marker.week <= last]
    return sorted(there, key=lambda marker: (marker.week, marker.chapter, marker.kind, marker.text))


def _wars(run: Recording) -> Iterator[Marker]:
    """From no pair of parties at war to some, and back."""
    at_war = run.series["at_war"].to_numpy() > 0
    for number, week in enumerate(_starts(at_war)):
        if number:
            text = "After a time without any, parties are at war again."
            yield Marker(week, "war", "War again", text)
        elif week == 0:
            yield Marker(week, "war", "War", "The country is at war from the start.")
        else:
            yield Marker(week, "war", "War begins", "Parties go to war.")
    for week in _starts(~at_war):
        if week and at_war[:week].any():
            text = "No pair of parties is at war any more."
            yield Marker(week, "peace", "No war", text, chapter=False)


def _mission(run: Recording) -> Iterator[Marker]:
    """Phases of the mission; it deploys when the first of its people are there."""
    stage, strength = (run.series[name].to_numpy() for name in ("mission_stage", "deployed"))
    there = np.flatnonzero(strength > 0)
    if len(there):
        week = int(there[0])
        text = f"The first {strength[week]:,.0f} peacekeepers are in the country."
        yield Marker(week, "mission", "Mission deploys", text)
    for code, (title, text) in PHASES.items():
        lived = np.flatnonzero(stage == code)
        if len(lived):
            great = code in (codes.DRAWING_DOWN, codes.GONE)
            yield Marker(int(lived[0]), "mission", title, text, chapter=great)


def _agreements(run: Recording) -> Iterator[Marker]:
    """Signatures and breaches; of ceasefires only the first of each pair is a chapter."""
    film, seen = run.film, set()
    for row in range(len(film["agreement_kind"])):
        one, other = (str(film["parties"][film[f"agreement_{side}"][row]]) for side in "ab")
        kind = int(film["agreement_kind"][row])
        settled = kind == codes.SETTLED
        name = codes.AGREEMENTS[kind]
        signed = int(film["agreement_signed"][row])
        helped = " with the help of mediators" if film["agreement_mediated"][row] else ""
        first = (one, other) not in seen
        seen.add((one, other))
        what = "Settlement" if settled else "Ceasefire"
        if signed < 0:
            text = f"{one} and {other} had signed a {name} before the run began."
        else:
            text = f"{one} and {other} sign a {name}{helped}."
        yield Marker(max(signed, 0), "agreement", f"{what} signed", text, chapter=settled or first)
        if int(film["agreement_end"][row]) == codes.BROKEN:
            held = int(film["agreement_ended"][row]) - max(signed, 0)
            text = f"The {name} between {one} and {other} breaks after {_weeks(held)}."
            week = int(film["agreement_ended"][row])
            yield Marker(week, "broken", f"{what} broken", text, chapter=settled)


def _calendar(run: Recording) -> Iterator[Marker]:
    """Elections by the calendar, coups, and droughts."""
    cycle = int(YEAR * run.scenario.dynamics.calendar.election_years)
    for week in range(cycle, run.weeks, cycle):
        yield Marker(week, "vote", "Election", "The country votes; people are on edge.", False)
    coups = run.events[run.events["cause"] == "coup"]
    for week in coups["week"].tolist():
        cell = int(run.film["capital"])
        yield Marker(int(week), "coup", "Coup", "Officers take power.", cell=cell)
    for week in _starts(run.series["drought"].to_numpy() > 0.0):
        depth = float(run.series["drought"].iloc[week])
        text = f"A drought begins ({depth:.0%} of the worst): food is dear, flight and anger grow."
        yield Marker(week, "inject", "Drought", text, chapter=False)


def _injects(run: Recording) -> Iterator[Marker]:
    """What the scenario puts on dates."""
    for inject in run.scenario.injects:
        if inject.kind in ("drought", "coup"):
            continue  # told by the calendar, which sees them too
        title = INJECTS[inject.kind]
        where = "" if inject.district is None else f" in {run.film['districts'][inject.district]}"
        who = "" if inject.faction is None else f", {inject.faction}"
        text = inject.note or f"{title}{where}{who}: put on this date by the scenario."
        yield Marker(int(inject.week), "inject", title, text)


def _worst(run: Recording) -> Iterator[Marker]:
    """The week with most deaths."""
    deaths = run.series["deaths"].to_numpy()
    week = int(deaths.argmax())
    if deaths[week] <= 0:
        return
    inside = run.events["week"].to_numpy() == week
    killed = np.bincount(run.cells[inside], run.events["best"].to_numpy()[inside])
    cell = int(killed.argmax())
    district = run.film["districts"][run.film["district"][cell]]
    text = f"The deadliest week: {deaths[week]:,.0f} people are killed, most of them in {district}."
    yield Marker(week, "peak", "Deadliest week", text, cell=cell)


def _peace(run: Recording) -> Iterator[Marker]:
    """Relapse after exit."""
    found = run.outcomes["outcomes"]
    weeks = found["weeks_to_relapse"]
    if weeks is None or math.isnan(weeks) or found["relapse_censored"]:
        return
    if found["at_peace_at_exit"]:
        week = int(run.outcomes["mission"]["exit_week"] + weeks)
        text = f"Peace, which held at exit, breaks after {_weeks(round(weeks))}."
        yield Marker(week, "war", "Relapse", text)


def _starts(flags: NDArray[Any]) -> Iterable[int]:
    """Places at which True begins."""
    return [int(k) for k in np.flatnonzero(np.diff(flags.astype(np.int8), prepend=0) == 1)]


def _weeks(count: int) -> str:
    if count >= 2 * YEAR:
        return f"{count / YEAR:.0f} years"
    return f"{count} week{'s' if count != 1 else ''}"
