"""The files of a calibration: the table of all draws, the set, the report and the figure."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from experiments.calibration.figure import draw
from experiments.calibration.fitted import fitted, write_fitted
from experiments.calibration.learning import Lesson
from experiments.calibration.matching import Matching
from experiments.calibration.planning import RUNS, Request
from experiments.sweep import parts
from experiments.sweep.plan import Plan
from experiments.validation.running import measuring_hash
from experiments.words import many
from sim.figures import style
from sim.saving import replaced

if TYPE_CHECKING:
    import pandas as pd

DRAWS, REPORT, FIGURE = "draws.csv", "report.txt", "calibration"


class Told(NamedTuple):
    """What is said of a calibration: the lessons by parameter, and the report."""

    lessons: Sequence[Lesson]
    text: str


def save(
    folder: Path,
    request: Request,
    plan: Plan,
    matching: Matching,
    told: Told,
    most: int | None = None,
) -> None:
    """Write all files into the folder of a calibration.

    Args:
        told: what is said. most: draws in the set at most; see `fitted.chosen`.
    """
    write_draws(plan, matching, folder)
    found = fitted(plan, matching, request, sources(folder, plan), most)
    write_fitted(found, folder)
    with replaced(folder / REPORT) as path:
        path.write_text(told.text + "\n", encoding="utf-8")
    footer = (
        f"{', '.join(found.scenarios)}; {many(found.tried, 'draw')}, seeds {found.seeds[0]} to "
        f"{found.seeds[1]}, {many(found.weeks, 'week')}, no mission; kept: {found.rule}. Not ruled "
        "out is not confirmed."
    )
    points = plan.points[matching.estimates.points]
    style.save(draw(matching, told.lessons, points, footer), folder, FIGURE)


def draws_table(plan: Plan, matching: Matching) -> "pd.DataFrame":
    """One row a draw: number, verdict, whether kept, values, and for each target the quantity, its
    standard error (``.error``) and its implausibility (``.implausibility``)."""
    import pandas as pd

    estimates = matching.estimates
    columns: dict[str, Any] = {
        "draw": estimates.points,
        "verdict": matching.verdicts,
        "kept": matching.kept,
        "decisive_implausibility": matching.decisive,
        "seeds": estimates.seeds,
    }
    for place, factor in enumerate(plan.factors):
        columns[factor.path] = plan.points[estimates.points, place]
    implausibility = matching.implausibility
    for place, one in enumerate(matching.targets):
        columns[one.name] = estimates.values[:, place]
        columns[f"{one.name}.error"] = estimates.errors[:, place]
        columns[f"{one.name}.implausibility"] = implausibility[:, place]
    return pd.DataFrame(columns)


def write_draws(plan: Plan, matching: Matching, folder: Path) -> Path:
    """Write ``draws.csv`` into a folder that is there, whole or not at all."""
    with replaced(folder / DRAWS) as path:
        draws_table(plan, matching).to_csv(path, index=False)
    return folder / DRAWS


def sources(folder: Path, plan: Plan) -> dict[str, Any]:
    """Hashes of the model that made the runs in a calibration's folder, and of their measures."""
    made = {part.code for part in parts.scan(folder / RUNS, plan.key).parts}
    return {"model": sorted(made), "measuring": measuring_hash(), "plan": plan.key}
