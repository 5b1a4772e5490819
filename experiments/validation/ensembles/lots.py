"""Programmes and harm by lot within runs."""

from typing import Any

from experiments.validation import arms as a
from experiments.validation import trials as t
from experiments.validation.arms import Changes
from experiments.validation.ensembles.base import Ensemble
from experiments.validation.findings import OFF


def lots() -> tuple[Ensemble, ...]:
    """Ensembles of trials within runs."""

    def lot(
        name: str,
        about: str,
        weeks: int,
        trial: type[t.Trial],
        arms: dict[str, Changes],
        **more: Any,
    ) -> Ensemble:
        return Ensemble(name, about, weeks, 100, arms, trial=trial, **more)

    return (
        lot("lulls", "Mediators by lot after clashes.", 312, t.Lulls,
            {"mediated": {}, f"mediated{OFF}": a.LOCAL_MEDIATION}),
        lot("projects", "Visible projects, or cash, by lot in contested places.", 143, t.Projects,
            {"sham": {}, "projects": {}, "cash": {}, f"sham{OFF}": a.SABOTAGE,
             f"projects{OFF}": a.SABOTAGE,
             f"cash{OFF}": a.OPPORTUNITY | a.SOMETHING_TO_LOSE}, quick=10),
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
