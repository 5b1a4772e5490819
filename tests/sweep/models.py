"""Functions that stand in for the model: they cost microseconds, or do what a run should not."""

import os
import re
import signal
import time
from pathlib import Path

from experiments.sweep.model import Output, Task

BAD_SEED = 7


def plain(task: Task) -> Output:
    """A number that depends on seed, case and values."""
    values = [hash_free(one) for one in task.values.values()]
    case = int(task.path.stem)
    return Output({"x": task.seed * 1.5 + case + sum(values), "nothing": float("nan")})


def hash_free(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float(len(str(value)))


def slow(task: Task) -> Output:
    time.sleep(0.05)
    return plain(task)


def tables(task: Task) -> Output:
    """Also hands back a series and events."""
    import pandas as pd

    series = pd.DataFrame({"week": range(3), "deaths": [task.seed, 0.5, 1.0]})
    events = pd.DataFrame({"type": ["attack"] * (task.seed % 3), "dead": [1] * (task.seed % 3)})
    return plain(task)._replace(series=series, events=events)


def raises(task: Task) -> Output:
    if task.seed == BAD_SEED:
        raise ValueError("seven is unlucky")
    return plain(task)


def always_raises(task: Task) -> Output:
    raise ValueError("never works")


def kills(task: Task) -> Output:
    """Ends its process as the system does when memory runs out."""
    if task.seed == BAD_SEED:
        os.kill(os.getpid(), signal.SIGKILL)
    return plain(task)


def kills_once(task: Task) -> Output:
    """The same, but only the first time; the mark lies beside the cases."""
    mark = task.path.parent / "killed"
    if task.seed == BAD_SEED and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return plain(task)


def endless(task: Task) -> Output:
    """Hangs in compiled code that never lets go of the interpreter."""
    if task.seed == BAD_SEED:
        re.match(r"(a+)+$", "a" * 60 + "b")
    return plain(task)


def hungry(task: Task) -> Output:
    if task.seed == BAD_SEED:
        return Output({"x": float(len(bytearray(4_000_000_000)))})
    return plain(task)


def full_disk(task: Task) -> Output:
    """Lets this process write no file beyond some bytes, while a mark says so."""
    import resource

    full = Path(task.path.parent / "full").exists() and task.seed >= BAD_SEED
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (100 if full else hard, hard))
    return plain(task)


def raises_in_one_case(task: Task) -> Output:
    if task.seed == BAD_SEED and task.path.stem == "0001":
        raise ValueError("seven is unlucky")
    return plain(task)


def ranked(task: Task) -> Output:
    """Years of peace by which the second case is clearly better."""
    return Output({"peace_years_after": task.seed % 3 * 0.1 + int(task.path.stem)})


def compiled_first(task: Task) -> Output:
    """Slow the first time in a folder of cases, as a model that has to be compiled."""
    mark = task.path.parent / "compiled"
    if not mark.exists():
        mark.touch()
        time.sleep(1.0)
    return plain(task)


def wide(task: Task) -> Output:
    """As many outcomes as the model has, no two runs alike."""
    from sim.results import OUTCOMES

    values = [hash_free(one) for one in task.values.values()]
    start = task.seed * 1.5 + int(task.path.stem) + sum(values)
    return Output({name: (start * (place + 1.7)) % 1 for place, name in enumerate(OUTCOMES)})


def told(task: Task) -> Output:
    """Outcomes of which each question finds an answer: cases differ, and so do worlds."""
    from sim.results import OUTCOMES

    luck = 0.37 * task.seed % 1.0
    case = int(task.path.stem)
    first, *others = [hash_free(one) for one in task.values.values()] or [0.5]
    good = 0.3 * case * (1.0 - 0.4 * (case % 3)) + first + 0.2 * sum(others) + 0.3 * luck
    peace = min(5.0, 1.0 + good)
    about = {
        "peace_years_after": peace,
        "weeks_to_relapse": 52.0 * peace,
        "relapse_censored": float(peace >= 5.0),
        "deaths": 4_000.0 / (1.0 + good),
        "cost": 1e8 * (1 + case % 3) * (1.0 + 0.1 * luck),
    }
    return Output(dict.fromkeys(OUTCOMES, luck) | about)
