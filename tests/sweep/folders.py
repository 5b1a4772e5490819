"""Sweeps of a stand-in for the model, planned in a folder of a test."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from experiments.sweep import session
from experiments.sweep.design import Design
from experiments.sweep.engines import Engine
from experiments.sweep.model import MODEL
from experiments.sweep.plan import Plan
from experiments.sweep.planning import make_plan
from experiments.sweep.runner import Ending, Settings
from sim.yaml_source import Document, validate

MODELS = "tests.sweep.models"


def planned(folder: Path, model: str = "plain", *, real: bool = False, **content: Any) -> Path:
    """Plan a sweep of one case and ten replicates, or of what `content` says."""
    about = {
        "name": "trial",
        "scenarios": ["classroom"],
        "replicates": 10,
        "model": MODEL if real else f"{MODELS}:{model}",
        **content,
    }
    document = Document.from_data(about)
    make_plan(validate(document, Design), document, folder)
    return folder


def made(
    folder: Path,
    kind: str = "serial",
    jobs: int = 1,
    settings: Settings = session.DEFAULT,
    **more: Any,
) -> Ending:
    """Make what is missing."""
    return session.run(folder, local(kind, jobs), settings, **more)


def local(kind: str, jobs: int = 1, memory_gb: float | None = None) -> Callable[[Plan], Engine]:
    """What makes an engine of this machine."""
    return lambda plan: session.local_engine(plan, kind, jobs, memory_gb)
