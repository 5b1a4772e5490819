"""One run of validation, where sweeps make runs: the model with a trial in it, and its measures."""

from functools import partial

from experiments.sweep.model import Output, Task, lived
from experiments.validation.ensembles import ensembles
from experiments.validation.measures import Past
from experiments.validation.trials import Trial, TrialModel
from sim.metrics import Measures
from sim.run import Simulation

MODEL = "experiments.validation.worker:run"
"""The name of :func:`run`, as plans have it."""


def run(task: Task) -> Output:
    """Make a run of the ensemble that its plan is named after, and keep what that measures."""
    ensemble = ensembles()[task.settings["name"]]
    thresholds = Measures(**task.settings["measures"]["thresholds"])
    past = lived_through(task, thresholds, ensemble.trial)
    found = past.trial.measures()
    for measure in ensemble.measures:
        found |= measure(past)
    return Output({name: float(value) for name, value in found.items()}, past.result.digest())


def lived_through(task: Task, thresholds: Measures, trial: type[Trial]) -> Past:
    """Make a run with a trial in it, and return it as measures see it.

    Args:
        task: with the settings `weeks` and `seconds`. thresholds: of war, conflict and peace.

    Raises:
        TimeLimitError: it took longer than its settings allow.
    """
    settings = task.settings
    model = partial(TrialModel, trial=trial)
    simulation = Simulation(
        task.scenario(), task.seed, settings["weeks"], thresholds, model, filmed=False
    )
    result = lived(simulation, float(settings["seconds"]))
    lived_model: TrialModel = simulation.model
    return Past(result, lived_model.world, lived_model.trial)
