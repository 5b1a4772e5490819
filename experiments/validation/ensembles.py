"""Which runs there are: ensembles, each shared by all the facts that can be read off it.

An ensemble is a sweep: every arm in every one of its scenarios, with the same seeds for all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from experiments.validation import arms as a
from experiments.validation import measures as m
from experiments.validation import trials as t
from experiments.validation.arms import Changes
from experiments.validation.findings import OFF
from experiments.validation.measures import Measure

if TYPE_CHECKING:
    from sim.scenario import Scenario

WAR = ("baseline", "communal_fragmented", "remote_insurgency")
"""Three structurally different wars: for the centre, among many, with roadside bombs."""

SETTLED: Mapping[str, Changes] = {
    "fragile_settlement": {},
    "remote_insurgency": {
        "settlements": [
            {"faction": "Desert Front", "share": 0.38},
            {"faction": "Eastern Brigade", "share": 0.38},
        ]
    },
    "state_at_risk": {"settlements": [{"faction": "Mbari Resistance", "share": 0.38}]},
    "classroom": {"settlements": [{"faction": "Hill Front", "share": 0.38}]},
}
"""Scenarios that begin on the day after a settlement. The communal one has no such day: most of its
groups fight each other and not the state."""

AFTER_WAR = ("fragile_settlement", "remote_insurgency", "state_at_risk")
QUICK = ("classroom",)


@dataclass(frozen=True)
class Ensemble:
    """Runs that belong together.

    Attributes:
        name: of it. about: in one sentence. weeks: of a run. replicates: seeds of each arm.
        arms: changes by name of an arm; those with the mark ``~off`` have a mechanism off.
        scenarios: by name. settled: whether they begin at a settlement.
        measures: what is kept of a run. trial: what is done in it by lot.
        quick: seeds of a quick look, 0 where it is not needed for one.
    """

    name: str
    about: str
    weeks: int
    replicates: int
    arms: Mapping[str, Changes] = field(repr=False)
    scenarios: tuple[str, ...] = WAR
    settled: bool = False
    measures: tuple[Measure, ...] = ()
    trial: type[t.Trial] = t.Trial
    quick: int = 0

    def arms_of(self, *, ablated: bool) -> dict[str, Changes]:
        """The arms, with or without those in which a mechanism is off."""
        return {n: c for n, c in self.arms.items() if ablated or not n.endswith(OFF)}

    def cases(self, scenarios: tuple[str, ...], *, ablated: bool) -> "list[Scenario]":
        """Every scenario with every arm, as scenarios named after both.

        Raises:
            UserError: a scenario does not exist, or a change is not accepted.
        """
        from sim.scenario import Scenario

        found = []
        for name in scenarios:
            start = SETTLED.get(name, {}) if self.settled else {}
            base = Scenario.load(name, "none").varied({"weeks": self.weeks, "injects": [], **start})
            for arm, changes in self.arms_of(ablated=ablated).items():
                found.append(base.varied({**resolved(changes, base), "strategy.name": arm}))
        return found


def resolved(changes: Changes, scenario: "Scenario") -> dict[str, Any]:
    """Changes as one scenario takes them.

    ``settlements.*.dimensions`` is every settlement's; a :class:`ByPeople` is worked out.
    """
    found: dict[str, Any] = {}
    for path, value in changes.items():
        if path.startswith("settlements.*."):
            last = path.rpartition(".")[2]
            for i in range(len(scenario.settlements)):
                found[f"settlements.{i}.{last}"] = value
        elif isinstance(value, ByPeople):
            found[path] = round(value.per_1000 * scenario.people.population / 1000)
        else:
            found[path] = value
    return found


class ByPeople(NamedTuple):
    """A number of persons, by 1,000 inhabitants of the theatre."""

    per_1000: float


_TROOPS = {
    "none": a.NOBODY,
    "quarter": a.mission(0.25 * a.REFERENCE),
    "half": a.mission(0.5 * a.REFERENCE),
    "reference": a.mission(a.REFERENCE),
    "more": a.mission(1.5 * a.REFERENCE),
}
_PEACE_YEARS = 4 * 52
_GUARANTEED = a.element("mediation", share_local=0.4, guarantee=0.9, verification=0.9)
_PEACE = {
    "none": a.NOBODY,
    "mission": a.mission(0.5, 0.08, 0.05, **{"duration": _PEACE_YEARS}) | _GUARANTEED,
}
_WORK = dict(places_per_1000=1.0, latest=0, handover=104, residual=0, local_share=0.0)
_CIVIL = a.element("governance", courts=0.4, independence=0.1, accountability=0.4, policing=0.1,
                   services=0.0, administration=0.0, disputes=0.0, inclusion=0.0)  # fmt: skip
_HELP = dict(places_per_1000=1.5, intelligence=0.3)


@lru_cache(maxsize=1)
def ensembles() -> dict[str, Ensemble]:
    """Every ensemble by name."""
    found = (*_war(), *_peace(), *_lots(), *_programmes(), *_mission())
    return {one.name: one for one in found}


def _war() -> tuple[Ensemble, ...]:
    return (
        Ensemble(
            "war",
            "Wars with peacekeepers of every kind and dose, at bases drawn by lot.",
            a.WAR_WEEKS,
            100,
            _TROOPS
            | {
                "observers": a.mission(observers=a.OBSERVERS),
                "police": a.mission(police=a.POLICE),
            }
            | a.without({k: _TROOPS[k] for k in ("none", "reference")}, a.PRESENCE),
            measures=(m.killed(*a.WATCHED), m.bases(52, 104), m.deployment),
            trial=t.RandomBases,
            quick=10,
        ),
        Ensemble(
            "quality",
            "Wars with good and with poor troops of the same number.",
            a.WAR_WEEKS,
            100,
            {
                "poor": a.mission(a.REFERENCE, quality=0.45, mobility=0.3),
                "good": a.mission(a.REFERENCE, quality=0.75, mobility=0.7),
            }
            | a.without(
                {
                    "poor": a.mission(a.REFERENCE, quality=0.45, mobility=0.3),
                    "good": a.mission(a.REFERENCE, quality=0.75, mobility=0.7),
                },
                a.QUALITY,
            ),
            measures=(m.killed(*a.WATCHED),),
        ),
        Ensemble(
            "long",
            "Twenty years without a mission.",
            1_040,
            100,
            {"none": a.NOBODY, f"none{OFF}": a.GROUPING},
            measures=(m.patterns, m.episodes, m.ceasefires),
            trial=t.ControlWatch,
            quick=8,
        ),
        Ensemble(
            "talks",
            "Wars with troops, with mediators, with both.",
            286,
            150,
            {
                "none": a.NOBODY,
                "troops": a.mission(a.REFERENCE),
                "mediation": a.mission() | _talks(),
                "both": a.mission(a.REFERENCE) | _talks(),
                f"mediation{OFF}": a.mission() | _talks() | a.BARGAINING,
                f"both{OFF}": a.mission(a.REFERENCE) | _talks() | a.BARGAINING,
                f"none{OFF}": a.BARGAINING,
            },
            measures=(m.war_end, m.truce_onset),
        ),
    )


def _talks() -> dict[str, Any]:
    return a.element(
        "mediation", teams_per_million=3.0, share_local=0.2, guarantee=0.0, verification=0.3
    )


def _peace() -> tuple[Ensemble, ...]:
    shares = (
        (),
        ("political",),
        ("political", "military"),
        ("political", "military", "territorial"),
        ("political", "military", "territorial", "economic"),
    )
    terms = {f"dimensions_{len(one)}": {"settlements.*.dimensions": list(one)} for one in shares}
    ends = {k: terms[k] for k in ("dimensions_0", "dimensions_4")}
    return (
        Ensemble(
            "peace",
            "Ten years from a settlement: a mission by consent for four, observers, police, nobody.",
            520,
            150,
            _PEACE
            | {
                "observers": a.mission(observers=a.OBSERVERS, duration=_PEACE_YEARS),
                "troop_heavy": a.mission(0.5, 0.05, duration=_PEACE_YEARS),
                "police_heavy": a.mission(0.15, 0.4, duration=_PEACE_YEARS),
            }
            | a.without(_PEACE, a.COMMITMENT | a.PRESENCE),
            scenarios=AFTER_WAR,
            settled=True,
            measures=(m.return_to_war, m.settlements, m.killed(0, 104), m.after_war(104)),
            quick=12,
        ),
        Ensemble(
            "guarantee",
            "Five years and some from a settlement, with a guarantor who stays, or nobody.",
            286,
            150,
            {
                "none": a.NOBODY,
                "guarantee": a.mission(a.REFERENCE, 0.08, 0.05) | _GUARANTEED,
                f"none{OFF}": a.COMMITMENT,
                f"guarantee{OFF}": a.mission(a.REFERENCE, 0.08, 0.05) | _GUARANTEED | a.COMMITMENT,
            },
            scenarios=AFTER_WAR,
            settled=True,
            measures=(m.settlements,),
            quick=12,
        ),
        Ensemble(
            "terms",
            "Ten years from settlements that share power in none to four dimensions.",
            520,
            150,
            terms | a.without(ends, a.POWER_SHARING),
            scenarios=AFTER_WAR,
            settled=True,
            measures=(m.settlements,),
        ),
        Ensemble(
            "reintegration",
            "Four years from a settlement, with programmes for former fighters of several kinds.",
            208,
            100,
            _reintegration() | a.without(_reintegration(), a.OPPORTUNITY),
            scenarios=AFTER_WAR,
            settled=True,
            trial=t.Veterans,
        ),
    )


def _reintegration() -> dict[str, Changes]:
    def arm(teaching: float, at_once: float, over_time: float) -> dict[str, Any]:
        parts = dict(teaching=teaching, at_once=at_once, over_time=over_time)
        return a.mission() | a.element("transition", **_WORK, **parts)

    return {
        "none": a.NOBODY,
        "ongoing": arm(0.2, 0.1, 0.7),
        "at_once": arm(0.2, 0.8, 0.0),
        "training": arm(1.0, 0.0, 0.0),
    }


def _lots() -> tuple[Ensemble, ...]:
    def lot(
        name: str, about: str, weeks: int, trial: type[t.Trial], arms: dict[str, Changes], **more: Any
    ) -> Ensemble:
        return Ensemble(name, about, weeks, 100, arms, trial=trial, **more)

    return (
        lot("lulls", "Mediators by lot after clashes.", 312, t.Lulls,
            {"sham": {}, "mediated": {}, f"mediated{OFF}": a.LOCAL_MEDIATION}),
        lot("projects", "Visible projects, or cash, by lot among contested places.", 143, t.Projects,
            {"sham": {}, "projects": {}, "cash": {}, f"sham{OFF}": a.SABOTAGE,
             f"projects{OFF}": a.SABOTAGE, f"cash{OFF}": a.OPPORTUNITY}, quick=10),
        lot("towns", "Lessons in settling disputes by lot among towns.", 200, t.Towns,
            {"sham": {}, "lessons": {}, f"sham{OFF}": a.LOCAL_NORMS,
             f"lessons{OFF}": a.LOCAL_NORMS}, quick=8),
        lot("dialogue", "Meetings of neighbours by lot among districts.", 156, t.Dialogue,
            {"sham": {}, "dialogue": {}, f"sham{OFF}": a.MEETINGS, f"dialogue{OFF}": a.MEETINGS}),
        lot("patrols", "Better trained police by lot among towns.", 91, t.PolicePatrols,
            {"sham": {}, "patrols": {}, f"sham{OFF}": a.SERVICE, f"patrols{OFF}": a.SERVICE}),
        lot("harm", "Killings of civilians by lot.", 208, t.Harm,
            {"none": {}, "state": {}, "rebels": {}, "bombing": {}, f"none{OFF}": a.INFORMING,
             f"state{OFF}": a.INFORMING, f"rebels{OFF}": a.INFORMING}),
    )  # fmt: skip


def _programmes() -> tuple[Ensemble, ...]:
    law = {
        "none": a.NOBODY,
        "civilian": a.mission() | _CIVIL,
        "uniformed": a.mission(0.2, 0.2),
    }
    works = a.element("aid", in_kind=0.0, projects=1.0, cash=0.0, work=0.0, in_operations=0.5)
    small = works | {"strategy.aid.size": 20.0, "strategy.aid.experts": 0.25}
    large = works | {"strategy.aid.size": 400.0, "strategy.aid.experts": 0.0}
    secure = a.mission(a.REFERENCE)
    goods = a.mission(0.1) | a.element("aid", in_kind=1.0, projects=0.0, cash=0.0, work=0.0)
    schooled = a.element("training", **_HELP, tactics=0.7, crisis=0.0, conduct=0.0)
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
        Ensemble("law_in_war", "A programme for the rule of law in war.", 156, 100, law,
                 measures=(m.institutions(156),)),
        Ensemble("law_in_peace", "The same after a settlement, kept by a guarantor.", 156, 100, law,
                 scenarios=AFTER_WAR, settled=True, measures=(m.institutions(156),)),
        Ensemble("works", "Small works with experts among troops, large ones without.", 156, 100,
                 {"none": a.NOBODY, "secure": secure, "small_secure": secure | small,
                  "large_insecure": a.mission() | large}
                 | a.without({"none": a.NOBODY, "secure": secure, "small_secure": secure | small,
                              "large_insecure": a.mission() | large},
                             {"dynamics.relief.thanks": 0.0, "dynamics.economy.works_half": 1e9}),
                 measures=(m.killed(*a.WATCHED),)),
        Ensemble("goods", "Aid in goods, of which armed groups take little or much.", 416, 100,
                 {"own": goods, "little": goods | {"dynamics.convoy_life.toll": 0.005},
                  "much": goods | {"dynamics.convoy_life.toll": 0.2},
                  f"little{OFF}": goods | {"dynamics.convoy_life.toll": 0.005} | a.BREAD,
                  f"much{OFF}": goods | {"dynamics.convoy_life.toll": 0.2} | a.BREAD},
                 measures=(m.aid_goods, m.cost)),
        Ensemble("partners", "Help for the forces of an abusive state.", 208, 100,
                 taught | a.without(taught, a.ABUSE), scenarios=("state_at_risk",),
                 measures=(m.killed(52, 208),)),
        Ensemble("enforcers", "Impartial and partial enforcers, and after they have left.", 156, 100,
                 _enforcers(), scenarios=("communal_fragmented", "baseline"),
                 measures=(m.cooperation,)),
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


def _mission() -> tuple[Ensemble, ...]:
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
    return {"state.army": ByPeople(per_1000 * 2 / 3), "state.police": ByPeople(per_1000 / 3)}


def _ambitious() -> dict[str, Any]:
    force = a.mission(1.2, 0.15, 0.05, will=0.7, quality=0.75, sites=40, duration=676)
    return force | _GUARANTEED
