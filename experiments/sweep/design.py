"""What a sweep is to run, as its file says it: cases, factors, sampler, replicates, what to keep.

A design is YAML, read and checked like a scenario. :func:`load_design` returns it with everything
that is wrong said at once; :mod:`experiments.sweep.plan` makes the table of runs from it.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from experiments.sweep.model import MODEL
from experiments.sweep.sampling import OneAtATime, Sampler
from sim.errors import nearest
from sim.metrics import Measures
from sim.results import HEADLINES, OUTCOMES
from sim.state.params import Parameters
from sim.units import Count, Weeks
from sim.yaml_source import Document, FieldProblem, FieldProblems, draft, validate

Number = float | int | str
Value = bool | int | float | str


class Spec(Parameters):
    """A factor as written: one path, or every parameter below a path.

    A bare text stands for its path. Without `low`, `high` or `values` the range is the plausible
    one that the parameter itself declares.

    Attributes:
        path: dotted, such as ``dynamics.feelings.memory`` or ``people.groups.1.inclusion``.
        every: a path below which every parameter that declares a range is a factor.
        low, high: of the range, numbers or texts with units.
        values: a few values in place of a range; ``own`` is what the case itself has.
        only: with `every`: whether only parameters without a source are meant.
        without: with `every`: paths (or beginnings of paths) that are left out.
        group: factors with one group are varied together by samplers that know groups; with
            `every`, ``process`` groups by the process or element that a parameter belongs to.
    """

    path: str = ""
    every: str = ""
    low: Number | None = None
    high: Number | None = None
    values: tuple[Value, ...] = ()
    only: Literal["all", "assumptions"] = "all"
    without: tuple[str, ...] = ()
    group: str = ""

    @model_validator(mode="before")
    @classmethod
    def _bare_path(cls, value: Any) -> Any:
        """Read ``people.hostility`` as ``path: people.hostility``."""
        return {"path": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _check(self) -> Self:
        if bool(self.path) == bool(self.every):
            raise FieldProblem(
                (), "a factor", "either path: or every:", "write the path of a parameter"
            )
        ranged = self.low is not None or self.high is not None
        if ranged and (self.values or self.every):
            raise FieldProblem(
                ("low",) if self.low is not None else ("high",),
                "a range beside " + ("values" if self.values else "every:"),
                "one of the two",
                "delete one",
            )
        return self


class Store(Parameters):
    """What is kept of each run besides what it was.

    Attributes:
        outcomes: ``all``, or only the ``chosen`` ones of the design's `outcomes`.
        series: whether weekly series are kept, or which of their columns.
        events: whether acts of violence are kept.
    """

    outcomes: Literal["all", "chosen"] = "all"
    series: bool | tuple[str, ...] = False
    events: bool = False


class Design(Parameters):
    """A sweep: every case (scenario with strategy) at every point, in every replicate. Frozen.

    Attributes:
        scenarios: files or names of shipped ones; ``all`` is every shipped one.
        strategies: likewise; the first is the reference that others are compared with.
        arms: ``ablation`` runs, in place of each strategy, the arms of its ablation.
        settings: values by dotted path, the same in all runs.
        weeks: of a run, by default those of the scenario.
        replicates: runs of every case at every point, with seeds from `first_seed` on, the same
            for all of them: strategies and points share their luck.
        uncertainties: what is not known. levers: what is chosen.
        sampler: how points are chosen over all factors; or, where `lever_sampler` is given, over
            the uncertainties, each of which then meets every point of the levers.
        outcomes: those that the sweep is about.
        weights: of the parts of the stability index, as in ``--weights``.
        seconds: after which a single run is given up.
        model: the function that makes a run, ``module:name`` (see `experiments.sweep.model`).
    """

    name: str
    title: str = ""
    about: str = ""
    scenarios: tuple[str, ...] = Field(min_length=1)
    strategies: tuple[str, ...] = Field(default=("none",), min_length=1)
    arms: Literal["strategies", "ablation"] = "strategies"
    settings: dict[str, Any] = Field(default_factory=dict)
    weeks: Weeks | None = None
    replicates: Count = 20
    first_seed: Count = 1
    uncertainties: tuple[Spec, ...] = ()
    levers: tuple[Spec, ...] = ()
    sampler: Sampler = OneAtATime()
    lever_sampler: Sampler | None = None
    outcomes: tuple[str, ...] = HEADLINES
    store: Store = Store()
    weights: dict[str, float] = Field(default_factory=dict)
    seconds: float = Field(default=3600.0, gt=0.0)
    model: str = MODEL

    @model_validator(mode="after")
    def _check(self) -> Self:
        if found := [*self._sampler_problems(), *self._outcome_problems()]:
            raise FieldProblems(found)
        return self

    def _sampler_problems(self) -> list[FieldProblem]:
        found = []
        if self.lever_sampler is not None and not (self.levers and self.uncertainties):
            found.append(
                FieldProblem(
                    ("lever_sampler",),
                    "a sampler of the levers by themselves",
                    "both levers: and uncertainties:",
                    "delete it, or declare both",
                )
            )
        if self.replicates < 1:
            what = ("found 0", "1 or more replicates", "write a larger number")
            found.append(FieldProblem(("replicates",), *what))
        if ":" not in self.model:
            what = (f'found "{self.model}"', "module:function", f"write for example {MODEL}")
            found.append(FieldProblem(("model",), *what))
        return found

    def _outcome_problems(self) -> list[FieldProblem]:
        """Outcomes that no run has; what a function of one's own returns is not known here."""
        found = []
        for i, name in enumerate(self.outcomes if self.model == MODEL else ()):
            if name not in OUTCOMES:
                close = nearest(name, OUTCOMES)
                fix = f"write {close}" if close else "see outcomes.json of a run for their names"
                what = f'there is no outcome "{name}"'
                found.append(FieldProblem(("outcomes", i), what, "the name of an outcome", fix))
        return found

    @property
    def hash(self) -> str:
        """Twelve hexadecimal digits that identify the design, replicates included."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def measures(self) -> Measures:
        """The yardsticks of the outcomes; raises UserError for weights that are not accepted."""
        return Measures().weighted(self.weights)


def designs_dir() -> Path:
    """Return the folder of the designs that ship with the package."""
    return Path(__file__).resolve().parents[1] / "designs"


def read_document(source: str | os.PathLike[str]) -> Document:
    """Read the file of a design, or a shipped one by name; raises InputErrors."""
    return draft(source, [designs_dir()])


def load_design(source: str | os.PathLike[str]) -> Design:
    """Read and check a design; raises InputErrors with everything that is wrong in it."""
    return validate(read_document(source), Design)
