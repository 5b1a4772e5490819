"""After a settlement: missions, guarantors, terms, programmes for former fighters."""

from typing import Any

from experiments.validation import arms as a
from experiments.validation import measures as m
from experiments.validation import trials as t
from experiments.validation.arms import Changes
from experiments.validation.ensembles.base import AFTER_WAR, Ensemble
from experiments.validation.findings import OFF

_PEACE_YEARS = 4 * 52
_PEACE = {
    "none": a.NOBODY,
    # Of the size that missions which keep a peace by consent have had: half of Fortna's have
    # observers alone, the others some thousands of troops.
    "mission": a.mission(0.25, 0.05, 0.05, duration=_PEACE_YEARS) | a.GUARANTEED,
}
# As many people and so as much money: a uniformed person costs the same in either kind.
_HEADS = {"troops": a.mission(0.55), "police_heavy": a.mission(0.15, 0.4)}
_AFTERMATH = {"none": a.NOBODY, **_HEADS}
_WORK = {
    "places_per_1000": 1.0,
    "latest": 0,
    "handover": 104,
    "residual": 0,
    "local_share": 0.0,
}


def peace() -> tuple[Ensemble, ...]:
    """Ensembles of runs that begin at a settlement."""
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
            "Ten years from a settlement, with a mission for the first four, or nobody.",
            520,
            300,
            _PEACE | a.without(_PEACE, a.COMMITMENT | a.PRESENCE),
            scenarios=AFTER_WAR,
            settled=True,
            measures=(m.return_to_war,),
            quick=12,
        ),
        Ensemble(
            "aftermath",
            "Two years from a settlement, with troops, mostly police, observers, or nobody.",
            104,
            150,
            _AFTERMATH
            | {"observers": a.mission(observers=a.OBSERVERS)}
            | a.without(_AFTERMATH, a.PRESENCE),
            scenarios=AFTER_WAR,
            settled=True,
            measures=(m.killed(0, 104), m.after_war(104)),
        ),
        Ensemble(
            "guarantee",
            "Five years and some from a settlement, with a guarantor who stays, or nobody.",
            286,
            150,
            {
                "none": a.NOBODY,
                "guarantee": a.mission(a.REFERENCE, 0.08, 0.05) | a.GUARANTEED,
                f"none{OFF}": a.COMMITMENT,
                f"guarantee{OFF}": a.mission(a.REFERENCE, 0.08, 0.05) | a.GUARANTEED | a.COMMITMENT,
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
            _reintegration()
            | a.without({k: _reintegration()[k] for k in ("none", "ongoing")}, a.OPPORTUNITY),
            scenarios=AFTER_WAR,
            settled=True,
            trial=t.Veterans,
        ),
    )


def _reintegration() -> dict[str, Changes]:
    def arm(teaching: float, at_once: float, over_time: float) -> dict[str, Any]:
        parts = {"teaching": teaching, "at_once": at_once, "over_time": over_time}
        return a.mission() | a.element("transition", **_WORK, **parts)

    return {
        "none": a.mission(),
        "ongoing": arm(0.2, 0.1, 0.7),
        "at_once": arm(0.2, 0.8, 0.0),
        "training": arm(1.0, 0.0, 0.0),
    }
