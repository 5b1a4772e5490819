"""A study in the shapes that other tools expect: EMA workbench, SALib, xarray."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis.strategies.indices import problem
from experiments.analysis.strategies.study import Study
from sim.errors import UserError
from sim.results import OUTCOMES

if TYPE_CHECKING:
    import xarray


def to_ema(study: Study) -> tuple[pd.DataFrame, dict[str, NDArray[np.float64]]]:
    """Return experiments and outcomes as the EMA workbench's analysis takes them.

    One row an experiment in both: columns of factors, then scenario, policy and model (names that
    the workbench expects), replicate and seed; outcomes by name, shape (experiments,).
    """
    runs = study.placed
    experiments = runs[[factor.path for factor in study.factors]].reset_index(drop=True)
    experiments["scenario"] = runs["world"].to_numpy()
    experiments["policy"] = pd.Categorical(runs["policy"].to_numpy())
    experiments["model"] = pd.Categorical(runs["scenario"].to_numpy())
    for name in ("replicate", "seed"):
        if name in runs:
            experiments[name] = runs[name].to_numpy()
    return experiments, {name: runs[name].to_numpy(float) for name in study.outcomes}


def to_salib(
    study: Study, outcome: str, strategy: str | None = None
) -> tuple[dict[str, Any], NDArray[np.float64], NDArray[np.float64]]:
    """Return SALib's problem, the points X in the sampler's order, and Y, an outcome's means.

    Args:
        strategy: by default the last; scenarios and replicates are averaged.

    Raises:
        UserError: nothing was varied, or the outcome is missing at some points.
    """
    if not study.factors:
        raise UserError("SALib needs a design that varies something; this one has no factors")
    strategy = strategy or study.last
    table = study.by_point(outcome, strategy)
    if table.isna().to_numpy().any():
        raise UserError(f"{outcome}: some points of {strategy} have no value yet")
    x = study.points(strategy, study.sampled).loc[table.index]
    return problem(study.sampled), x.to_numpy(float), table.mean(axis=1).to_numpy(float)


def to_xarray(study: Study) -> "xarray.Dataset":
    """Return outcomes over world, replicate and policy, with units, as a data set of xarray.

    Raises:
        UserError: xarray is not installed.
    """
    try:
        import xarray
    except ImportError as error:
        raise UserError("This needs xarray. Install it with: pip install xarray") from error
    table = study.placed.set_index(["world", "replicate", "policy"])[list(study.outcomes)]
    data = xarray.Dataset.from_dataframe(table)
    for name in study.outcomes:
        data[name].attrs = {"units": OUTCOMES[name].unit, "long_name": OUTCOMES[name].doc}
    worlds = study.world_table()
    coordinates = {column: ("world", worlds[column].to_numpy()) for column in worlds}
    return data.assign_coords(coordinates).assign_attrs(design=study.design, title=study.title)
