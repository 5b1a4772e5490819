"""Programmes of a mission by whole runs, and the mission itself."""

from typing import Any

from experiments.validation import arms as a
from experiments.validation import measures as m
from experiments.validation.arms import Changes
from experiments.validation.ensembles.base import AFTER_WAR, Ensemble
from experiments.validation.findings import OFF

_CIVIL = a.element("governance", courts=0.4, independence=0.1, accountability=0.4, policing=0.1,
                   services=0.0, administration=0.0, disputes=0.0, inclusion=0.0)  # fmt: skip
_HELP = {"places_per_1000": 1.5, "intelligence": 0.3}


def programmes() -> tuple[Ensemble, ...]:
    """Ensembles of programmes."""
    law = {"none": a.NOBODY, "civilian": a.mission() | _CIVIL}
    # Every arm has the same guarantor after a settlement, or there would hardly be a peace.
    kept = {
        "none": a.mission(0.3, 0.1) | a.GUARANTEED,
        "civilian": a.mission(0.3, 0.1) | a.GUARANTEED | _CIVIL,
        "uniformed": a.mission(0.5, 0.3) | a.GUARANTEED,
    }
    both = {k: kept[k] for k in ("none", "civilian")}
    works = a.element("aid", in_kind=0.0, projects=1.0, cash=0.0, work=0.0, in_operations=0.5)
    small = works | {"strategy.aid.size": 20.0, "strategy.aid.experts": 0.25}
    large = works | {"strategy.aid.size": 400.0, "strategy.aid.experts": 0.0}
    secure = a.mission(a.REFERENCE)
    goods = a.mission(0.1) | a.element("aid", in_kind=1.0, projects=0.0, cash=0.0, work=0.0)
    schooled = a.element("training", **_HELP, tactics=0.7, crisis=0.0, conduct=0.0, equipment=0.7)
    answerable = a.element("training", **_HELP, tactics=0.1, crisis=0.2, conduct=0.6)
    overseen = a.element("governance", courts=0.0, independence=0.0, accountability=0.6,
                         policing=0.4, services=0.0, administration=0.0, disputes=0.0,
                         inclusion=0.0)  # fmt: skip
    taught = {
        "none": a.NOBODY,
        "skills": a.mission() | schooled,
        "conduct": a.mission() | answerable | overseen,
    }
    return (
        Ensemble("law_in_war", "A programme for the rule of law in war.", 156, 100,
                 law | a.without(law, a.ACCESS), measures=(m.institutions(156),)),
        Ensemble("law_in_peace", "The same after a settlement, kept by a guarantor.", 156, 100,
                 kept | a.without(both, a.ACCESS),
                 scenarios=AFTER_WAR, settled=True, measures=(m.institutions(156),)),
        Ensemble("works", "Small works with experts among troops, large ones without.",
                 a.WAR_WEEKS, 100,
                 {"none": a.NOBODY, "secure": secure, "small_secure": secure | small,
                  "large_insecure": a.mission() | large}
                 | a.without({"none": a.NOBODY, "secure": secure, "small_secure": secure | small,
                              "large_insecure": a.mission() | large},
                             a.SOMETHING_TO_LOSE | a.SABOTAGE
                             | {"dynamics.economy.works_half": 1e9}),
                 measures=(m.killed(*a.WATCHED),)),
        Ensemble("goods", "Aid in goods, of which armed groups take little or much.", 260, 100,
                 {"own": goods, "little": goods | {"dynamics.convoy_life.toll": 0.005},
                  "much": goods | {"dynamics.convoy_life.toll": 0.2},
                  f"little{OFF}": goods | {"dynamics.convoy_life.toll": 0.005} | a.BREAD,
                  f"much{OFF}": goods | {"dynamics.convoy_life.toll": 0.2} | a.BREAD},
                 measures=(m.aid_goods, m.cost)),
        Ensemble("partners", "Help for the forces of an abusive state.", 208, 100,
                 taught | a.without(taught, a.ABUSE), scenarios=("state_at_risk",),
                 measures=(m.killed(52, 208),)),
        Ensemble("enforcers", "Impartial and partial enforcers between neighbours.", 156, 100,
                 _enforcers() | a.without({n: _enforcers()[n] for n in ("none", "impartial")},
                                          a.ENFORCEMENT),
                 scenarios=("communal_fragmented", "baseline"), measures=(m.cooperation,)),
        Ensemble("enforcers_gone", "The same a year after they have left.", 208, 100,
                 {n: c | a.long_stay(156) for n, c in _enforcers().items() if n != "none"}
                 | {"none": a.NOBODY},
                 scenarios=("communal_fragmented", "baseline"), measures=(m.cooperation,)),
    )  # fmt: skip


def _enforcers() -> dict[str, Changes]:
    force = a.mission(0.3, 0.1)
    return {
        "none": a.NOBODY,
        "impartial": force | a.element("mediation", partiality=0.0, guarantee=0.0),
        "partial": force | a.element("mediation", partiality=0.6, guarantee=0.0),
    }


def mission() -> tuple[Ensemble, ...]:
    """Ensembles on deployment, losses, responses, density and scale."""
    usual = {"strategy.mission.troops_per_1000": a.REFERENCE, "strategy.mission.start": 0,
             "strategy.mission.police_per_1000": 0.08}  # fmt: skip
    thin = 0.25
    dense = {"strategy.mission.sites": 40, "strategy.mission.mobility": 0.9}
    crowds = {f"density_{d:g}": _density(d) for d in (1.0, 2.0, 5.0, 10.0, 20.0, 40.0)}
    return (
        Ensemble("deployment", "Deployment with lead times as they are, on roads good and bad.",
                 104, 30, {"usual": usual, "good_roads": usual | {"map.roads": 0.9},
                           "poor_roads": usual | {"map.roads": 0.15}},
                 measures=(m.deployment, m.cost, m.geometry)),
        Ensemble("losses", "A mission among roadside bombs.", 260, 60,
                 {"mission": a.mission(a.REFERENCE, 0.08)}, scenarios=("remote_insurgency",),
                 measures=(m.mission_deaths,)),
        Ensemble("answers", "How often patrols come in time, with few and many, near and far.",
                 156, 60, {"thin": a.mission(thin),
                           "few_bases": a.mission(thin, sites=6),
                           "many_bases": a.mission(thin, sites=30),
                           "immobile": a.mission(thin, mobility=0.2),
                           "mobile": a.mission(thin, mobility=0.9)},
                 measures=(m.response,)),
        Ensemble("dense", "The same where a small area is full of peacekeepers.", 156, 60,
                 {"dense": a.mission(4.0) | dense}, scenarios=("classroom",),
                 measures=(m.response,)),
        Ensemble("density", "All security forces from 1 to 40 per 1,000 inhabitants.", 260, 100,
                 crowds, scenarios=("remote_insurgency", "classroom"),
                 measures=(m.stable_year(5),)),
        Ensemble("ambition", "Thirteen years under a strong mandate with all the money, or nobody.",
                 676, 50, {"none": a.NOBODY, "ambitious": _ambitious()},
                 measures=(m.cost, m.killed(0, 676))),
    )  # fmt: skip


def _density(per_1000: float) -> dict[str, Any]:
    """So many soldiers and police per 1,000 inhabitants, two thirds of them soldiers."""
    return {"state.army": a.ByPeople(per_1000 * 2 / 3), "state.police": a.ByPeople(per_1000 / 3)}


def _ambitious() -> dict[str, Any]:
    force = a.mission(1.2, 0.15, 0.05, will=0.7, quality=0.75, sites=40, duration=676)
    return force | a.GUARANTEED
