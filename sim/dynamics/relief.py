"""What comes of aid on the spot: money skimmed by armed men, works built, used and worn, regard.

Whoever rules a place by arms takes his part of what is paid there; works that nobody was asked
about are thanked for by nobody and soon break down (Mansuri & Rao 2013). Households that can count
on transfers have something to lose: they keep clear of armed men and tell on them (Berman, Shapiro
& Felter 2011; Crost, Felter & Johnston 2016), and credit whoever rules where they are paid
(Manacorda, Miguel & Vigorito 2011). An armed group that
sees aid come with its enemy's soldiers, or given out by its enemy, loses its regard for those who
bring it quickly, and finds it again slowly.
"""

from typing import Any

from sim.kernels import clamp, kernel, relax
from sim.state import codes
from sim.state.params import Parameters
from sim.state.world import World
from sim.units import NonNegative, Positive, Share, param

LATENT = codes.LATENT


class Relief(Parameters):
    """What armed men take of aid, how works last, how impartiality is lost and won."""

    # Reports of taxes on contracts and on beneficiaries range from a twentieth to a third.
    extort: Share = param(
        0.2,
        unit="share",
        low=0.02,
        high=0.4,
        source="A712",
        doc="of money for works that a strong band takes which rules the place",
    )
    # Conditional transfers to households lowered insurgents' influence where works had raised it.
    hidden: Share = param(
        0.5,
        unit="share",
        low=0.1,
        high=0.9,
        source="CrostFelterJohnston2016",
        doc="of this that they do not get of cash, which is in many small purses",
    )
    # Half of rural water points in poor countries are out of order after five to ten years.
    wear: Share = param(
        0.002,
        unit="share a week",
        low=0.001,
        high=0.006,
        source="A713",
        doc="of works in use that breaks down where people were asked and keep them up",
    )
    neglect: NonNegative = param(
        2.0,
        unit="ratio",
        low=0.5,
        high=5.0,
        source="MansuriRao2013",
        doc="how much faster where nobody was asked",
    )
    thanks: Share = param(
        0.004,
        unit="share of gap a week",
        low=0.0,
        high=0.012,
        source="BermanShapiroFelter2011",
        doc="trust in whoever rules the place, and in the mission, won by works in full use",
    )
    half: Positive = param(
        10.0,
        unit="US dollars a person",
        low=3.0,
        high=30.0,
        source="A713",
        doc="works at which half of that is reached",
    )
    # Transfers in trials are a fifth to a quarter of what poor households spend.
    stipend: Positive = param(
        0.25,
        unit="share of a full living",
        low=0.1,
        high=0.6,
        source="A790",
        doc="cash, mean over a community, at which half of its people have too much to lose",
    )
    public: Positive = param(
        80.0,
        unit="US dollars a person",
        low=20.0,
        high=200.0,
        source="A790",
        doc="works in use, that they were asked about, at which the same holds: nobody can be "
        "kept from a well, so that works bind less than money",
    )
    counted: Share = param(
        0.1,
        unit="share of gap a week",
        low=0.03,
        high=0.3,
        source="A791",
        doc="speed at which people come to count on what they get, and cease to",
    )
    credit: Share = param(
        0.006,
        unit="share of gap a week",
        low=0.0,
        high=0.015,
        source="ManacordaMiguelVigorito2011",
        doc="trust in whoever rules the place, or in the mission where armed men do, won among "
        "those who count on transfers",
    )
    lost: Share = param(
        0.05,
        unit="share of gap a week",
        low=0.02,
        high=0.15,
        source="A714",
        doc="speed at which a group loses its regard for those who bring aid",
    )
    won: Share = param(
        0.01,
        unit="share of gap a week",
        low=0.003,
        high=0.03,
        source="A714",
        doc="speed at which it finds it again",
    )
    goodwill: Share = param(
        0.85,
        unit="share",
        low=0.5,
        high=1.0,
        source="A715",
        doc="regard for aid that comes without arms and by need alone",
    )
    arms: Share = param(
        0.8,
        unit="share",
        low=0.3,
        high=1.0,
        source="A715",
        doc="of this that is lost where all aid comes with soldiers or follows their operations",
    )
    office: Share = param(
        0.4,
        unit="share",
        low=0.1,
        high=0.8,
        source="A715",
        doc="of this that is lost where the state decides who gets aid",
    )


@kernel
def skim(t: Any, q: Any, output: float) -> None:
    """Let armed men take their part of the week's cash and of money for works; build with it."""
    p = q[0]
    for i in range(len(t.communities)):
        one = t.communities[i]
        one.skimmed = 0.0
        if one.cash <= 0.0 and one.building <= 0.0:
            continue
        place = t.cells[one.cell]
        row = place.bands
        levy = 0.0
        if row >= 0:
            hold = clamp(0.5 - 0.5 * one.control, 0.1, 1.0)
            levy = p.extort * hold * place.fighters / (place.fighters + 20.0)
            one.skimmed = levy * (1.0 - p.hidden)
            size = one.population + one.hosted
            taken = one.skimmed * 0.001 * one.cash * size * output + levy * one.building
            t.factions[t.bands[row].faction].money += taken
            t.books[0].raised += taken
            t.books[0].skimmed += taken
        if one.building > 0.0:
            put = min(one.building * (1.0 - levy), max(0.0, one.site - one.laid))
            one.laid += put
            t.books[0].works_in += put
            if one.laid >= one.site - 1e-9:
                one.works += one.laid
                one.laid = 0.0
                one.site = 0.0
                one.apiece = 0.0


@kernel
def depend(t: Any, q: Any, i: int) -> None:
    """One week of what people of community `i` would lose by siding with armed men, and of whom
    they credit with it."""
    p = q[0]
    one = t.communities[i]
    money = one.cash * (1.0 - one.skimmed)
    paid = money / (money + p.stipend)
    each = 1000.0 * one.works / (one.population + one.hosted + 1.0)
    used = one.asked * each / (each + p.public)
    one.bound = relax(one.bound, 1.0 - (1.0 - paid) * (1.0 - used), p.counted)
    if one.bound < 1e-4:
        one.bound = 0.0
    if paid > 0.0:
        if one.control > 0.0:
            one.trust_state += p.credit * paid * one.control * (1.0 - one.trust_state)
        else:
            one.trust_mission += p.credit * paid * (1.0 - one.trust_mission)


@kernel
def use(t: Any, q: Any) -> None:
    """One week of works in use: what people think of whoever brought them, and wear."""
    p = q[0]
    for i in range(len(t.communities)):
        one = t.communities[i]
        if one.cash > 0.0 or one.works > 0.0 or one.bound > 0.0:
            depend(t, q, i)
        if one.works <= 0.0:
            continue
        each = 1000.0 * one.works / (one.population + one.hosted + 1.0)
        liked = p.thanks * one.asked * each / (each + p.half) * (1.0 - one.fear)
        one.trust_mission += liked * (1.0 - one.trust_mission)
        if one.control > 0.0:
            one.trust_state += liked * one.control * (1.0 - one.trust_state)
        worn = min(1.0, p.wear * (1.0 + p.neglect * (1.0 - one.asked))) * one.works
        one.works -= worn
        t.books[0].works_worn += worn


@kernel
def judge(t: Any, q: Any) -> None:
    """One week of what armed groups make of those who bring aid."""
    p = q[0]
    mission = t.mission[0]
    clean = 1.0 - p.arms * mission.armed_aid
    goal = p.goodwill * clean * (1.0 - p.office * mission.state_aid)
    for f in range(1, len(t.factions)):
        group = t.factions[f]
        if group.status != LATENT:
            group.regard = relax(group.regard, goal, p.lost if goal < group.regard else p.won)


def update(world: World) -> None:
    """One week of aid on the spot."""
    q = world.params["relief"]
    skim(world.rows, q, world.settings["economy"].output)
    use(world.rows, q)
    judge(world.rows, q)
