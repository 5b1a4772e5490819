"""The numbers of communal violence."""

from sim.state.params import Parameters
from sim.units import NonNegative, Positive, Share, param


class Communal(Parameters):
    """How disputes between neighbours arise, settle and turn bloody."""

    disputes: Positive = param(
        0.05,
        unit="disputes a week",
        low=0.02,
        high=0.15,
        source="A90",
        doc="serious disputes between two communities in full contact in a scarce year",
    )
    settle: Share = param(
        0.06,
        unit="share a week",
        low=0.02,
        high=0.15,
        source="BlattmanHartmanBlair2014",
        doc="open disputes that elders who work well settle in a week",
    )
    courts: Share = param(
        0.06,
        unit="share a week",
        low=0.02,
        high=0.15,
        source="A91",
        doc="open disputes that full courts settle in a week",
    )
    mediators: Share = param(
        0.25,
        unit="share a week",
        low=0.1,
        high=0.5,
        source="Duursma2021",
        doc="open disputes that a skilled mediator on the spot settles in a week",
    )
    escalate: NonNegative = param(
        0.0035,
        unit="per open dispute and week",
        low=0.001,
        high=0.01,
        source="A92",
        doc="chance that an open dispute turns violent, at full tension and no restraint",
    )
    revenge: NonNegative = param(
        0.12,
        unit="per week",
        low=0.05,
        high=0.5,
        source="A93",
        doc="chance that many unavenged dead lead to a revenge attack in the week after the last "
        "bloodshed, without restraint",
    )
    unrest: Share = param(
        0.6,
        unit="share",
        low=0.3,
        high=0.8,
        source="Horowitz2001",
        doc="clashes after which the same two clash again within days",
    )
    cool: Positive = param(
        4.0,
        unit="weeks",
        low=1.5,
        high=10.0,
        source="A777",
        doc="time in which readiness for revenge falls to a third",
    )
    grudge: Share = param(
        0.05,
        unit="share",
        low=0.0,
        high=0.2,
        source="A778",
        doc="readiness for revenge that is left however long ago blood was shed",
    )
    policing: Share = param(
        0.7,
        unit="share",
        low=0.3,
        high=0.95,
        source="FearonLaitin1996",
        doc="escalations that cohesive communities who discipline their own prevent",
    )
    deaths: Positive = param(
        1.6,
        unit="deaths",
        low=0.5,
        high=4.0,
        source="A94",
        doc="mean deaths in a clash between communities of 15,000 people",
    )
    rumour: Share = param(
        0.12,
        unit="share",
        low=0.03,
        high=0.3,
        source="A95",
        doc="part of the shock of a clash that neighbours of the same groups feel",
    )
    avoid: Share = param(
        0.35,
        unit="share",
        low=0.1,
        high=0.6,
        source="A97",
        doc="part of their contact that two communities give up after a clash",
    )
    meet: Share = param(
        0.012,
        unit="share of gap a week",
        low=0.004,
        high=0.03,
        source="A98",
        doc="speed at which they come to meet again in quiet weeks",
    )
    dare: Share = param(
        0.6,
        unit="share of gap",
        low=0.3,
        high=0.9,
        source="Nomikos2022",
        doc="of the meeting and trading that neighbours usually do without, which they dare where "
        "both are sure that outsiders would punish whoever cheats",
    )
    withdraw: Share = param(
        0.09,
        unit="share of gap a week",
        low=0.02,
        high=0.15,
        source="MironovaWhitt2017",
        doc="speed at which they keep apart again when nobody stands by any longer",
    )
    fade: Share = param(
        0.02,
        unit="share a week",
        low=0.01,
        high=0.05,
        source="A96",
        doc="rate at which unavenged dead and tension are forgotten",
    )
    amends: NonNegative = param(
        12.0,
        unit="ratio",
        low=4.0,
        high=20.0,
        source="A782",
        doc="how much sooner the unavenged dead are forgotten where all disputes of a week are "
        "settled by mediators",
    )
    newcomers: NonNegative = param(
        2.0,
        unit="weight",
        low=0.5,
        high=4.0,
        source="A400",
        doc="weight of displaced people, as a share of residents, in scarcity",
    )
    dialogue: Share = param(
        0.02,
        unit="share a week",
        low=0.005,
        high=0.05,
        source="A401",
        doc="open disputes that facilitated meetings settle in a week",
    )
    prejudice: Share = param(
        0.4,
        unit="share",
        low=0.1,
        high=0.8,
        source="A402",
        doc="tension to which quiet weeks lead between hostile groups without civic ties",
    )
    trust_ties: Share = param(
        0.002,
        unit="share a week",
        low=0.0005,
        high=0.005,
        source="A403",
        doc="speed at which civic ties grow in calm and wither in tension",
    )
    guard_half: Positive = param(
        60.0,
        unit="effective persons",
        low=20.0,
        high=150.0,
        source="A404",
        doc="forces, police and peacekeepers in a place who keep half of its order",
    )
    guarded: Share = param(
        0.6,
        unit="share",
        low=0.2,
        high=0.9,
        source="A405",
        doc="escalations that complete order in a place prevents",
    )
    arms: NonNegative = param(
        0.02,
        unit="share per weapon per 1,000 persons",
        low=0.005,
        high=0.05,
        source="A406",
        doc="how much deadlier a clash is for each small arm per 1,000 people",
    )
    shock: Share = param(
        0.1,
        unit="share",
        low=0.05,
        high=0.4,
        source="A407",
        doc="rise of tension by a clash, before its dead are counted",
    )
    versed: Share = param(
        0.08,
        unit="share a week",
        low=0.02,
        high=0.2,
        source="BlattmanHartmanBlair2014",
        doc="open disputes that people settle in a week where every adult was taught how",
    )
    pact: Share = param(
        0.3,
        unit="per week",
        low=0.1,
        high=0.6,
        source="A601",
        doc="chance that respected elders of both sides sign a truce when there is much to end and "
        "able mediators go between them",
    )
    unaided: Share = param(
        0.15,
        unit="ratio",
        low=0.03,
        high=0.4,
        source="A602",
        doc="the same chance when nobody goes between them",
    )
    blood_money: Share = param(
        0.5,
        unit="share",
        low=0.2,
        high=0.8,
        source="A603",
        doc="unavenged dead that are settled by compensation at signing, where households have "
        "their usual income",
    )
    vow: Share = param(
        0.5,
        unit="share of gap",
        low=0.2,
        high=0.8,
        source="A604",
        doc="of the discipline that a community lacks, which elders exert while a truce is watched",
    )
    lapse: Share = param(
        0.04,
        unit="per week",
        low=0.01,
        high=0.1,
        source="A605",
        doc="chance that a truce that nobody follows up is forgotten",
    )
    betrayal: NonNegative = param(
        0.2,
        unit="index",
        low=0.05,
        high=0.4,
        source="A606",
        doc="rise of tension where blood is shed in spite of a truce, beside that of any clash",
    )
