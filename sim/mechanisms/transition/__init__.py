"""Transition: former fighters at work, the state taking over, leaving when it can, and what stays.

Nothing here makes peace: men weigh what they would lose, the state pays or does not, and the
mission's calendar moves. What rests on outsiders is seen in `sim.dynamics.dependence`.
"""

import math
from typing import ClassVar

import numpy as np

from sim.effects import EVERY, Effects, Reason
from sim.mechanisms.base import inhabitants, pace
from sim.mechanisms.transition import handover, reintegration
from sim.mechanisms.transition.levers import Levers
from sim.state import codes
from sim.state.world import World
from sim.streams import Streams
from sim.units import WEEKS_PER_YEAR

MONTH = reintegration.EVERY  # weeks between intakes, payments, and steps of handing over
REVIEW = 13  # weeks by which a stay is prolonged at a time
LEAST_CONSENT = 0.3  # below this the host grants neither amnesties nor offices
MENTOR_HALF = 3.0  # mentors with a unit for half of full effect, as in training
LEAVING = codes.DRAWING_DOWN


class Transition(Levers):
    """Reintegration of former fighters, handing over, leaving, and a small presence after it."""

    name: ClassVar[str] = "transition"
    title: ClassVar[str] = "Stability and transition"
    counts: ClassVar[str] = "places, and conditions for leaving"
    channels: ClassVar[tuple[str, ...]] = (
        "districts.takeover",
        "districts.upkeep",
        "dyads.verification",
        "forces.mentoring",
    )
    owns: ClassVar[tuple[str, ...]] = (
        "communities.veterans",
        "communities.enrolled",
        "communities.offered",
        "communities.stake",
        "mission.extension",
    )

    @property
    def weeks_after(self) -> int:
        """Weeks after exit in which something of it stays."""
        return round(self.residual)

    @property
    def weeks_longer(self) -> int:
        """Weeks beyond the planned date for which the plan pays."""
        return round(self.reserve * self.latest)

    def act(self, world: World, effects: Effects, rng: Streams) -> None:
        """Every four weeks the programme and, in time, handing over; at the end, stay or leave."""
        mission = world.mission
        if self.latest > 0.0 and world.week == int(mission.leave[0]) - 1:
            self._review(world, effects)
        if world.week % MONTH:
            return
        share = pace(world, effects, self)
        ahead = float(mission.end[0]) - world.week + self.weeks_after
        self._intake(world, effects, rng, share)
        reintegration.weigh(world.rows, self.numbers, min(1.0, effects.share(self.name)), ahead)
        self._pay(world, effects, MONTH)
        begun = float(mission.leave[0]) - self.handover
        if world.week >= begun and self.local_share > 0.0:
            self._hand_over(world, effects, share)

    def _intake(self, world: World, effects: Effects, rng: Streams, share: float) -> None:
        """Let men out whose time is over, and others in: fewer as the mission winds down."""
        whole = self.places_per_1000 * inhabitants(world) / 1000.0
        places = whole * share
        tally = np.zeros(6)
        paid = self.level * min(1.0, effects.share(self.name))
        reintegration.finish(world.rows, self.numbers, tally, whole * paid)
        if float(world.mission.consent[0]) < LEAST_CONSENT:
            effects.fail(self.name, Reason.NO_CONSENT, max(0.0, places - float(tally[5])))
        else:
            reintegration.enrol(world.rows, self.numbers, tally, places, rng.seed, rng.week)
        away, shunned, clients, dropped, new, _ = tally.tolist()
        parts = self.teaching + self.at_once + self.over_time
        first = (self.teaching + self.at_once) / parts
        # Whoever got a place by his friends has had all of it.
        effects.spend(self.name, self.place * (first * (new - clients) + clients))
        failed = ((Reason.NO_ACCESS, away), (Reason.NO_CONSENT, shunned))
        for reason, men in (*failed, (Reason.CAPTURED, clients)):
            if men > 0.0:
                effects.fail(self.name, reason, men)
        if dropped > 0.0:
            effects.fail(self.name, Reason.NO_FUNDS, dropped * self.place)

    def _pay(self, world: World, effects: Effects, weeks: int) -> float:
        """Payments of some weeks to men in places; US dollars."""
        part = self.over_time / (self.teaching + self.at_once + self.over_time)
        men = float(world.communities.enrolled.sum())
        dollars = weeks * men * self.place * part / self.stay
        effects.spend(self.name, dollars)
        return dollars

    def _hand_over(self, world: World, effects: Effects, share: float) -> None:
        """Let the state take over four weeks' part of upkeep, as far as it can pay."""
        asks = np.zeros(len(world.districts))
        wage = world.settings["economy"].wage
        lacking = handover.take_over(world.rows, self.numbers, asks, wage, MONTH * share)
        effects.add(self.name, "districts.takeover", EVERY, asks)
        advice = MONTH * share * self.assistance / WEEKS_PER_YEAR
        effects.spend(self.name, advice * inhabitants(world))
        if lacking > 0.0:
            upkeep = world.settings["economy"].upkeep / WEEKS_PER_YEAR
            effects.fail(self.name, Reason.NO_FUNDS, lacking * upkeep)

    def _review(self, world: World, effects: Effects) -> None:
        """Stay for another quarter if conditions are not met, and date and money allow."""
        mission = world.mission
        if int(world.districts.surveyed.max()) < 0:
            effects.fail(self.name, Reason.NO_DATA)
            return
        waiting = handover.unmet(self, world)
        if not waiting:
            return
        effects.fail(self.name, Reason.NO_PARTNER, float(len(waiting)))
        due = int(mission.start[0]) + int(mission.term[0])
        longer = min(REVIEW, round(self.latest) - (int(mission.end[0]) - due))
        if longer <= 0:
            return
        week = max(float(mission.burn[0]), 1.0)
        paid = min(longer, math.floor(max(0.0, float(mission.spare[0])) / week))
        if paid < longer:
            effects.fail(self.name, Reason.NO_FUNDS, (longer - paid) * week)
        effects.write(self.name, "mission.extension", 0, float(paid))

    def end(self, world: World) -> None:
        """Without a presence that stays, the programme ends with the mission."""
        if not self.weeks_after:
            reintegration.close(world.rows)

    def linger(self, world: World, effects: Effects, rng: Streams) -> None:  # noqa: ARG002
        """One week after exit: observers, mentors, and a fund for places and upkeep."""
        mission, people = world.mission, inhabitants(world)
        left = int(mission.end[0]) + self.weeks_after - world.week
        if left <= 0:
            reintegration.close(world.rows)
            return
        if float(mission.consent[0]) < LEAST_CONSENT:
            effects.fail(self.name, Reason.NO_CONSENT)
            reintegration.close(world.rows)
            return
        share = self.level * min(1.0, effects.share(self.name))
        fund = share * self.residual_fund * people / WEEKS_PER_YEAR
        if world.week % MONTH == 0:
            each = self.place * self.over_time / self.stay
            each /= self.teaching + self.at_once + self.over_time
            tally = np.zeros(6)
            places = fund / each if each > 0.0 else math.inf
            reintegration.finish(world.rows, self.numbers, tally, places)
            reintegration.weigh(world.rows, self.numbers, min(1.0, effects.share(self.name)), left)
        rest = max(0.0, fund - self._pay(world, effects, 1))
        self._upkeep(world, effects, rest)
        staff = share * (self.residual_observers + self.residual_mentors) * people / 1e6
        effects.spend(self.name, staff * self.person_year / WEEKS_PER_YEAR)
        observers = share * self.residual_observers * people / 1e6
        if observers > 0.0:
            active = np.flatnonzero(world.dyads.active)
            seen = observers / (observers + self.observers_half)
            effects.add(self.name, "dyads.verification", active, seen)
        mentors = share * self.residual_mentors * people / 1e6 / max(len(world.forces), 1)
        if mentors > 0.0:
            guided = mentors / (mentors + MENTOR_HALF)
            effects.add(self.name, "forces.mentoring", EVERY, guided)

    def _upkeep(self, world: World, effects: Effects, dollars: float) -> None:
        """Pay for institutions beyond what the state keeps up by itself."""
        districts = world.districts
        gap = np.zeros(len(districts))
        for stock in ("courts", "administration", "accountability", "services"):
            own = districts.data[f"{stock}_own"]
            gap += 0.25 * np.maximum(0.0, districts.data[stock] - own)
        cost = world.settings["economy"].upkeep / WEEKS_PER_YEAR
        bill = float((gap * districts.population).sum()) * cost
        if bill > 0.0 and dollars > 0.0:
            part = min(1.0, dollars / bill)
            effects.add(self.name, "districts.upkeep", EVERY, part)
            effects.spend(self.name, part * bill)

    def cost(self, people: float) -> float:
        """US dollars a week at full pace, before exit."""
        places = self.places_per_1000 * people / 1000.0 * self.place / self.stay
        advice = self.assistance * people / WEEKS_PER_YEAR if self.local_share > 0.0 else 0.0
        return self.level * (places + advice)

    def cost_after(self, people: float) -> float:
        """US dollars a week after exit, while something stays."""
        staff = (self.residual_observers + self.residual_mentors) * people / 1e6
        year = staff * self.person_year + self.residual_fund * people
        return self.level * year / WEEKS_PER_YEAR

    def narrative(self) -> str:
        """What it does, in one sentence."""
        parts = self.teaching + self.at_once + self.over_time
        months = 12.0 / WEEKS_PER_YEAR
        when = (
            f"leaves up to {self.latest * months:.0f} months late while conditions are not met"
            if self.latest > 0.0
            else "leaves by date"
        )
        return (
            f"{self.level * self.places_per_1000:.2g} places per 1,000 inhabitants for former "
            f"fighters ({self.over_time / parts:.0%} of their cost paid over time), the state is "
            f"to take over {self.local_share:.0%} of upkeep in {self.handover * months:.0f} "
            f"months, the mission {when}, and a small presence stays for "
            f"{self.residual * months:.0f} months."
        )
