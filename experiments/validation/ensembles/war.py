"""Wars: with peacekeepers, with mediators, with nobody."""

from typing import Any

from experiments.validation import arms as a
from experiments.validation import measures as m
from experiments.validation import trials as t
from experiments.validation.ensembles.base import Ensemble
from experiments.validation.findings import OFF

_TROOPS = {
    "none": a.NOBODY,
    "quarter": a.mission(0.25 * a.REFERENCE),
    "half": a.mission(0.5 * a.REFERENCE),
    "reference": a.mission(a.REFERENCE),
    "more": a.mission(1.5 * a.REFERENCE),
}


def war() -> tuple[Ensemble, ...]:
    """Ensembles of wars."""
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
        "mediation", teams_per_million=3.0, share_local=0.2, guarantee=0.5, verification=0.3
    )
