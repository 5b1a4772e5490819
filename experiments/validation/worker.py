"""One run of validation, where sweeps make runs: the model with a trial in it, and its measures."""

from functools import partial

from experiments.sweep.model import Output, Task, lived
from experiments.validation.ensembles import ensembles
from experiments.validation.measures import Past
from experiments.validation.trials import TrialModel
from sim.metrics import Measures
from sim.run import Simulation

MODEL = "experiments.validation.worker:run"
"""The name of :func:`run`, as plans have it."""


def run(task: Task) -> Output:
    """Make a run of the ensemble that its plan is named after, and keep what that measures."""
    settings = task.settings
    ensemble = ensembles()[settings["name"]]
    thresholds = Measures(**settings["measures"]["thresholds"])
    model = partial(TrialModel, trial=ensemble.trial)
    simulation = Simulation(
        task.scenario(), task.seed, settings["weeks"], thresholds, model, filmed=False
    )
    result = lived(simulation, float(settings["seconds"]))
    lived_model: TrialModel = simulation.model
    past = Past(result, lived_model.world, lived_model.trial)
    found = past.trial.measures()
    for measure in ensemble.measures:
        found |= measure(past)
    return Output({name: float(value) for name, value in found.items()}, result.digest())
