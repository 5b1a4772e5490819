"""Diplomacy: envoys in capitals, with those who send units, pay, host the mission, or feed the war.

Their time is shared over four tracks. Agreements with contributors come before units do; donors are
kept interested, as long as they listen; a host is visited, as long as it receives; sanctions on a
sponsor of armed groups take months, leak, hold up trade, and may bring in a rival sponsor.
"""

import math
from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np

from sim.effects import Effects, Reason
from sim.kernels import kernel
from sim.mechanisms.base import Mechanism, inhabitants, pace
from sim.state import codes
from sim.state.world import World
from sim.streams import Streams
from sim.units import WEEKS_PER_YEAR, Duration, Money, NonNegative, Positive, Share, months, param
from sim.yaml_source import FieldProblem

ACTIVE = codes.ACTIVE
TRACKS = ("contributors", "donors", "host", "sponsors")
LOBBYING, GOODWILL, EMBARGO, WEARY, SHUT, RIVALS, IDLE = range(7)  # slots of what a week brings


class Diplomacy(Mechanism):
    """Envoys with contributors, donors, the host, and sponsors of armed groups."""

    name: ClassVar[str] = "diplomacy"
    title: ClassVar[str] = "Diplomacy"
    counts: ClassVar[str] = "weeks of an envoy"
    channels: ClassVar[tuple[str, ...]] = (
        "mission.lobbying",
        "mission.goodwill",
        "factions.sanctions",
        "clock.embargo",
    )
    owns: ClassVar[tuple[str, ...]] = ("contingents.agreed", "factions.pressure")
    prompt: ClassVar[bool] = True

    envoys_per_million: NonNegative = param(
        1.0,
        unit="per million people",
        low=0.2,
        high=3.0,
        source="A521",
        doc="envoys at level 1, each with a small office",
    )
    contributors: Share = param(
        0.3,
        unit="weight",
        low=0.0,
        high=1.0,
        source="A522",
        doc="of contributors in the envoys' time: terms, length of stay, fewer caveats",
    )
    donors: Share = param(
        0.3, unit="weight", low=0.0, high=1.0, source="A522", doc="of donors in the envoys' time"
    )
    host: Share = param(
        0.2, unit="weight", low=0.0, high=1.0, source="A522", doc="of the host in the envoys' time"
    )
    sponsors: Share = param(
        0.2,
        unit="weight",
        low=0.0,
        high=1.0,
        source="A522",
        doc="of those who could stop support to armed groups in the envoys' time",
    )
    skill: Share = param(0.6, unit="share", low=0.3, high=0.9, source="A523", doc="craft of envoys")
    regional: Share = param(
        0.4,
        unit="share",
        low=0.0,
        high=1.0,
        source="A523",
        doc="work done through a contact group with the regional body: neighbours join in, the "
        "host listens, and members have to agree first",
    )
    sanctions: Share = param(
        0.6,
        unit="share",
        low=0.0,
        high=1.0,
        source="A524",
        doc="of an armed group's support from abroad that sanctions are meant to stop",
    )
    build_up: Duration = param(
        months(9),
        unit="weeks",
        low=13,
        high=104,
        source="A524",
        doc="mean time from asking for sanctions to their being applied",
    )
    leak: Share = param(
        0.4,
        unit="share",
        low=0.1,
        high=0.8,
        source="A524",
        doc="of what is sanctioned that crosses borders all the same, if neighbours look away",
    )
    negotiate: Positive = param(
        8.0,
        unit="weeks",
        low=3,
        high=26,
        source="A525",
        doc="for an agreement with a contributor on whom one skilled envoy works alone",
    )
    offence: Positive = param(
        0.3,
        unit="index",
        low=0.05,
        high=0.6,
        source="A525",
        doc="strain with the host at which half of the envoys sent to it are not received",
    )
    envoy_year: Money = param(
        800_000.0,
        unit="US dollars",
        low=300_000,
        high=2_000_000,
        source="A523",
        doc="an envoy with an office of four, travel and meetings, for a year",
    )

    def problems(self) -> Iterable[FieldProblem]:
        """Somebody has to be visited."""
        if self.level > 0.0 and not sum(getattr(self, track) for track in TRACKS):
            yield FieldProblem(
                ("contributors",),
                "no track has any of the envoys' time",
                "a weight above 0 for contributors, donors, host or sponsors",
                "give one of them a weight, or set level 0",
                depends=tuple((track,) for track in TRACKS),
            )

    def act(self, world: World, effects: Effects, rng: Streams) -> None:  # noqa: ARG002
        """One week of visits."""
        envoys = pace(world, effects, self) * self.envoys_per_million * inhabitants(world) / 1e6
        out = np.zeros(7)
        visit(world.rows, self.numbers, envoys, out)
        effects.spend(self.name, envoys * self.envoy_year / WEEKS_PER_YEAR)
        brought = out.tolist()
        if brought[LOBBYING] > 0.0:
            effects.add(self.name, "mission.lobbying", 0, brought[LOBBYING])
        if brought[GOODWILL] > 0.0:
            effects.add(self.name, "mission.goodwill", 0, brought[GOODWILL])
        if brought[EMBARGO] > 0.0:
            held = (1.0 - self.leak * (1.0 - 0.6 * self.regional)) * world.factions.pressure
            effects.add(self.name, "factions.sanctions", slice(None), held)
            effects.add(self.name, "clock.embargo", 0, brought[EMBARGO])
        if brought[WEARY] + brought[RIVALS] + brought[IDLE] > 0.0:
            lost = brought[WEARY] + brought[RIVALS] + brought[IDLE]
            effects.fail(self.name, Reason.NO_PARTNER, lost)
        if brought[SHUT] > 0.0:
            effects.fail(self.name, Reason.NO_CONSENT, brought[SHUT])

    def end(self, world: World) -> None:
        """Sanctions lapse, and nobody is bound to send units any more."""
        world.factions.pressure = 0.0
        world.contingents.agreed = 0.0

    def cost(self, people: float) -> float:
        """US dollars a week at full pace."""
        return (
            self.level * self.envoys_per_million * people / 1e6 * self.envoy_year / WEEKS_PER_YEAR
        )

    def narrative(self) -> str:
        """What it does, in one sentence."""
        whole = max(math.fsum(getattr(self, track) for track in TRACKS), 1e-9)
        shares = ", ".join(f"{getattr(self, t) / whole:.0%} to {t}" for t in TRACKS)
        return (
            f"Per million people {self.level * self.envoys_per_million:.3g} envoys of skill "
            f"{self.skill:.2g} give {shares}; sanctions are to stop {self.sanctions:.0%} of "
            f"support to armed groups, and {self.regional:.0%} of the work goes through the "
            f"regional body."
        )


@kernel
def visit(t: Any, q: Any, envoys: float, out: Any) -> None:
    """One week of all envoys. `out` receives what they bring, and weeks of envoys in vain."""
    p = q[0]
    whole = p.contributors + p.donors + p.host + p.sponsors
    # To agree in a group takes time before anybody is visited.
    each = envoys * (1.0 - 0.25 * p.regional) / whole
    bind(t, q, p.contributors * each, out)
    mission = t.mission[0]
    asked = p.donors * each
    # Those who have lost interest are not at home.
    out[WEARY] += asked * (1.0 - mission.will)
    heard = p.skill * asked * mission.will
    out[LOBBYING] = heard / (heard + 1.0)
    sent = p.host * each
    # Nobody smooths over a quarrel while it goes on.
    received = p.offence / (p.offence + mission.strain) if mission.consent > 0.2 else 0.0
    out[SHUT] = sent * (1.0 - received)
    welcome = p.skill * sent * received * (1.0 + 0.5 * p.regional)
    out[GOODWILL] = welcome / (welcome + 1.0)
    press(t, q, p.sponsors * each, out)


@kernel
def bind(t: Any, q: Any, envoys: float, out: Any) -> None:
    """Envoys with the contributors: agreements grow with visits and lapse as governments change."""
    p = q[0]
    count = len(t.contingents)
    each = envoys / count
    for n in range(count):
        nation = t.contingents[n]
        if nation.leaving != 0:
            out[IDLE] += each
            nation.agreed *= 0.98
            continue
        work = min(1.0, p.skill * each) / p.negotiate
        nation.agreed += work * (1.0 - nation.agreed) - 0.005 * nation.agreed


@kernel
def press(t: Any, q: Any, envoys: float, out: Any) -> None:
    """Envoys for sanctions on those who pay armed groups."""
    p = q[0]
    aims = 0
    for f in range(1, len(t.factions)):
        if t.factions[f].sponsor > 0.0 and t.factions[f].status == ACTIVE:
            aims += 1
    if aims == 0:
        out[IDLE] += envoys
    force = p.skill * envoys / max(aims, 1)
    force = force / (force + 0.5)
    for f in range(1, len(t.factions)):
        group = t.factions[f]
        aimed = group.sponsor > 0.0 and group.status == ACTIVE
        goal = p.sanctions * force if aimed else 0.0
        group.pressure += (goal - group.pressure) / p.build_up
        out[EMBARGO] += group.pressure
        if aimed and group.rival > 0.0:
            out[RIVALS] += envoys / aims * min(1.0, group.rival / group.sponsor)
